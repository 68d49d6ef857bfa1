"""Totals on Forecast: months, quarters, years and the whole horizon, with ranges of their own."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from core import totals
from core.date_style import written
from core.forecaster import Forecast
from core.periods import straddling
from core.spans import Span, horizon_span, spans, units_within
from core.timeseries import TimeSeries
from core.total_figures import totals_figure
from core.wording import number, percent_change
from ui import aggregates, downloads, shell, tables, theme
from ui.runs import Run

_PAST = {"day": 14, "week": 8, "month": 13, "quarter": 6, "year": 4}
"""Past periods drawn beside the coming ones."""


def show(run: Run, chosen: Mapping[str, Forecast], lead: str) -> None:
    """What the forecast comes to: in a sentence, as a chart of one model, as a table of all.

    Args:
        run: The run.
        chosen: Forecasts by model name.
        lead: Name of the one that the headline is about.
    """
    ts, forecast = aggregates.measured(run), chosen[lead]
    horizon = len(forecast.table)
    offered = units_within(ts, horizon)
    unit = ""
    left, right = st.columns(2)
    with left:
        if len(offered) == 1:
            unit = offered[0]
        elif offered:
            unit = st.radio(
                "By",
                offered,
                index=len(offered) - 1,
                format_func=str.capitalize,
                horizontal=True,
                key=f"totals-{run.id}",
                persist_state="session",
            )
    with right:
        aggregates.choose(run)
    over_all = horizon_span(ts, horizon)
    parts = spans(ts, horizon, unit, _PAST[unit]) if unit else ()
    whole = totals.total(forecast, over_all)
    said = [f"{totals.headline(whole, ts)}.", totals.narrower(whole, forecast, ts)]
    st.markdown(shell.plain(" ".join(filter(None, said))))
    if unit:
        _chart(run, forecast, ts, unit, parts)
    _table(run, chosen, ts, [*(span for span in parts if span.ahead), over_all])


def _chart(run: Run, forecast: Forecast, ts: TimeSeries, unit: str, parts: Sequence[Span]) -> None:
    found = [totals.total(forecast, span) for span in parts if span.ahead]
    past = [span for span in parts if not span.ahead and span.whole]
    theme.chart(
        totals_figure(found, past, forecast.model, ts, theme.current()),
        key=f"totals-chart-{run.id}",
        alt=f"{ts.name} by {unit}: what it came to, and what {forecast.model} says it will, with "
        "80% and 95% ranges",
    )
    said = [
        f"Plain: what is known; hatched: forecast by {forecast.model}. Thick line: the 80% range; "
        "thin line: the 95% range."
        if not found[0].span.mean
        else f"Dots: averages, known ones and those forecast by {forecast.model}. Thick line: the "
        "80% range; thin line: the 95% range."
    ]
    made = [
        f"{each.span.name[0].upper()}{each.span.name[1:]}: {made}."
        for each in found
        if (made := each.span.made_of(ts.frequency))
    ]
    st.caption(shell.plain(" ".join([*said, *made, straddling(ts.frequency, unit)])))


def _table(run: Run, chosen: Mapping[str, Forecast], ts: TimeSeries, parts: Sequence[Span]) -> None:
    found = totals.table(chosen, parts, ts.frequency)
    names = {**tables.AMOUNTS, "known": "Known so far", "year-before": "Year before"}
    amounts = tables.headings(names, ts.unit)
    words = {"model": "Model", "span": "Period", **amounts, "change": "Change"}
    words["made-of"] = "What it holds"
    unused = [name for name in ("known", "year-before", "change") if found[name].isna().all()]
    unused += ["made-of"] if not found["made-of"].any() else []
    unused += ["model"] if len(chosen) == 1 else []
    shown = found[[name for name in words if name not in unused]].rename(columns=words)
    form = tables.amount_form(ts, found["point"])
    tables.show(
        shown, forms={**dict.fromkeys(amounts.values(), form), words["change"]: percent_change}
    )
    downloads.offer(lambda: totals_file(found, ts), "lookback-totals.csv", run.papers)
    with st.expander("How is this computed?", icon=":material/calculate:"):
        paths = len(totals.drawn(next(iter(chosen.values()))))
        st.markdown(
            f"Each model drew {number(paths)} possible futures, each a whole course over the "
            f"horizon. Each has its own {'average' if ts.aggregate == 'mean' else 'total'} for a "
            "period; the median of these is the forecast, and 80% of them lie in the 80% range. "
            "Values that are known already are in all of them. A median of totals differs a little "
            "from the total of medians where ranges are lopsided. Periods cut off by the horizon "
            "hold only what is forecast of them."
        )


def totals_file(found: pd.DataFrame, ts: TimeSeries) -> pd.DataFrame:
    """Totals as they are taken away: dates as the person's file has them, with the unit."""
    dates = {name: written(pd.DatetimeIndex(found[name]), ts.date_style) for name in ("from", "to")}
    told = found.assign(**dates)
    told.insert(0, "series", ts.name)
    told.insert(1, "unit", ts.unit)
    told.insert(4, "come-to", "average" if ts.aggregate == "mean" else "total")
    amounts = [name for name in (*tables.AMOUNTS, "known", "year-before") if name in told]
    return tables.with_rounded(told, ts, amounts)
