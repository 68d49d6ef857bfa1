"""Where models err, as a section of a page: by part of the test on the past, and worst misses."""

import pandas as pd
import streamlit as st

from core.miss_figures import accuracy_figure, miss_figure
from core.miss_findings import finding
from core.misses import views, worst
from core.phrases import NAIVE
from core.timeseries import TimeSeries
from core.wording import percent, rounded, with_unit
from ui import downloads, shell, tables, theme
from ui.runs import Run


def show(run: Run) -> None:
    """Accuracy by step, fold and place in the calendar; then the ten largest misses."""
    st.subheader("Where it errs")
    if not run.by_error:
        st.info("No model has a forecast whose errors could be looked at.")
        return
    _accuracy(run)
    st.subheader("Worst misses")
    _worst(run)


def _accuracy(run: Run) -> None:
    ts, past = run.training.ts, run.trained.backtest
    others = [model for model in past.models if model != NAIVE]
    default = [model for model in (run.training.recommended, "ARIMA") if model in others]
    chosen = st.pills(
        f"Models beside {NAIVE}",
        others,
        selection_mode="multi",
        default=default,
        key=f"erring-{run.id}",
        help="On the dates on which all of them have a forecast, so that they are compared on the "
        "same.",
    )
    models = [model for model in past.models if model in chosen or model == NAIVE]
    found = views(past, models, ts)
    if found is None:
        st.info("These models share no date on which something was observed. Choose others.")
        return
    best = next((model for model in run.by_error if model in chosen), NAIVE)
    st.markdown(f"**{shell.plain(finding(found, best, ts))}**")
    kind = st.segmented_control(
        "By", list(found.parts), default="Step ahead", required=True, key=f"by-{run.id}"
    )
    table = found.accuracy(kind)
    theme.chart(
        accuracy_figure(table, ts, theme.current()),
        key=f"accuracy-{run.id}",
        alt=f"Mean absolute error of {', '.join(models)} by {kind.lower()}",
    )
    st.caption(
        "Typical miss: the mean absolute error of the forecasts in a part, in the series' own "
        f"unit. {NAIVE} repeats the last season's value; where a model lies above it, it is no "
        "help."
    )
    with st.expander("As a table", icon=":material/table_rows:"):
        words = {model: with_unit(model, ts.unit) for model in models} | {"values": "Values"}
        shown = table.rename(columns=words).reset_index()
        form = f",.{tables.digits(table[models].max())}f"
        tables.show(
            shown,
            forms={words[model]: form for model in models} | {"Values": ",.0f"},
        )
        downloads.offer(lambda: shown, "lookback-accuracy.csv", run.papers)


def _worst(run: Run) -> None:
    ts, past = run.training.ts, run.trained.backtest
    model = st.selectbox("Model whose misses are listed", run.by_error, key=f"misses-{run.id}")
    found = worst(past, model, ts)
    if found.empty:
        st.info(f"Nothing was observed after any cutoff at which {model} has a forecast.")
        return
    _list(run, model, found)
    told = [_words(row, ts) for _, row in found.iterrows()]
    place = st.selectbox(
        "Miss to show on the chart",
        range(len(found)),
        format_func=lambda at: told[at],
        key=f"miss-{run.id}-{model}",
    )
    theme.chart(
        miss_figure(ts, past, model, found.iloc[place], theme.current()),
        key=f"miss-chart-{run.id}",
        alt=f"Forecasts of {model} and actual {ts.name} around the miss: {told[place]}",
    )
    st.caption(
        "The line from circle to cross is the miss: the circle is the forecast, the cross what "
        "happened."
    )


def _list(run: Run, model: str, found: pd.DataFrame) -> None:
    ts = run.training.ts
    noun = ts.frequency.noun.capitalize()
    words = {"point": "Forecast", "y": "Actual", "miss": with_unit("Miss", ts.unit)}
    table = pd.DataFrame(
        {
            noun: found["ds"],
            **{label: found[name] for name, label in words.items()},
            "Miss, of the actual": [percent(share) for share in found["share"]],
            "Range": [f"outside {level}%" if level else "inside" for level in found["outside"]],
            f"{noun}s ahead": found["step"],
        }
    )
    if ts.events:
        table["Event"] = found["event"]
    form = f",.{tables.digits(found[['point', 'y']].abs().max())}f"
    tables.show(table, forms=dict.fromkeys(words.values(), form) | {f"{noun}s ahead": ",.0f"})
    st.caption("Miss: actual minus forecast, so below 0 where the forecast was too high.")
    downloads.offer(
        lambda: tables.in_file_style(table, ts).assign(Model=model, Unit=ts.unit),
        "lookback-worst-misses.csv",
        run.papers,
    )


def _words(miss: pd.Series, ts: TimeSeries) -> str:
    """One miss: "March 2019: 12.3 EUR too low"."""
    when = ts.frequency.words(pd.Timestamp(miss["ds"]))
    side = "too low" if miss["miss"] > 0 else "too high"
    return f"{when[0].upper()}{when[1:]}: {rounded(abs(miss['miss']), ts.unit)} {side}"
