"""Forecast: what do I tell my boss?"""

import pandas as pd
import streamlit as st

from core import figures, influence
from core.blend import BLEND, recipe
from core.export import to_csv
from core.forecaster import Forecast
from core.wording import rounded
from ui import shell, theme
from ui.workspace import Run, Workspace


def body(workspace: Workspace) -> None:
    """The next value and its range, the fan, the table, the download."""
    st.title("Forecast")
    if workspace.run() is None:
        shell.nothing_yet(
            "Here you get the future: every model fitted on all data, with intervals, as a chart "
            "and as a file. First train once.",
            "Train",
        )
        return
    run = shell.choose_run(workspace)
    forecasts = run.trained.forecasts
    if not forecasts:
        st.warning("No model could be fitted on all data; see Compare for the reasons.")
        return
    shown = st.pills(
        "Models",
        list(forecasts),
        selection_mode="multi",
        default=_by_error(run)[:1],
        key=f"models-{run.id}",
        help="The model with the lowest error on past cutoffs is chosen first.",
    )
    for name, reason in run.trained.failures.items():
        st.warning(f"{name} has no forecast: {reason}", icon=":material/warning:")
    if not shown:
        st.info("Choose at least one model above.")
        return
    chosen = {name: forecasts[name] for name in forecasts if name in shown}
    _next(run, next(name for name in _by_error(run) if name in chosen))
    figure = figures.forecast_figure(run.training.ts, chosen, theme.current())
    span = run.training.ts.frequency.count(run.training.plan.horizon)
    theme.chart(
        figure,
        key=f"forecast-{run.id}",
        alt=f"{run.training.ts.name} so far, and the next {span} as forecast by "
        f"{', '.join(chosen)} with 80% and 95% intervals",
    )
    st.caption("Dark band: the 80% interval; light band: the 95% interval.")
    _influence(run, chosen)
    _table(run, list(chosen))


def _by_error(run: Run) -> list[str]:
    """Models that have a forecast, the lowest error on past cutoffs first."""
    board = run.trained.backtest.leaderboard()
    return [name for name in board["model"] if name in run.trained.forecasts]


def _next(run: Run, name: str) -> None:
    """The number for the next period, with its range, in words."""
    series = run.training.ts
    table = run.trained.forecasts[name].table
    first = table.iloc[0]
    period = series.frequency.words(table.index[0])
    words = (
        f"{period[0].upper()}{period[1:]}: {rounded(first['point'], series.unit)}, "
        f"likely between {rounded(first['lo-80'])} and {rounded(first['hi-80'])}"
    )
    st.subheader(shell.plain(words))
    by = f"By {name}, {recipe(run.training.network.name)}." if name == BLEND else f"By {name}."
    held = run.trained.backtest.leaderboard().set_index("model").loc[name, "coverage-80"]
    st.markdown(
        f"{by} The range is meant to hold 8 times in 10; on the past cutoffs it held "
        f"{held * 10:.1f} times in 10."
        if held == held
        else f"{by} The range is meant to hold 8 times in 10."
    )


def _influence(run: Run, chosen: dict[str, Forecast]) -> None:
    """What moved the network's forecast, in words and as a table."""
    network = chosen.get(run.training.network.name)
    if network is None or network.insight is None:
        return
    series = run.training.ts
    noun = series.frequency.noun
    st.markdown(shell.plain(" ".join(influence.sentences(network, series))))
    st.caption(
        f"Lower panel: for each {noun} of the window, how much higher or lower the forecast is, "
        "on average over the horizon, than if the value had been an ordinary one: the window's "
        "mean, season and drift apart. It says what the network made of the past, not what "
        "caused the future."
    )
    with st.expander(f"What each {noun} moved", icon=":material/bar_chart:"):
        words = {"ds": noun.capitalize(), "y": "Value", "influence": "Moved the forecast by"}
        table = influence.table(network, series).rename(columns=words)
        number = st.column_config.NumberColumn(format="localized")
        date = st.column_config.DatetimeColumn(format=_date_format(table[words["ds"]]))
        st.dataframe(
            table.round(_digits(table["Value"])),
            hide_index=True,
            width="stretch",
            column_config={words["ds"]: date, words["y"]: number, words["influence"]: number},
        )


def _digits(values: pd.Series) -> int:
    """Decimals that are worth showing."""
    return 4 if values.abs().max() < 1_000 else 1


def _date_format(dates: pd.Series) -> str:
    intraday = bool((dates != dates.dt.normalize()).any())
    return "YYYY-MM-DD HH:mm" if intraday else "YYYY-MM-DD"


def _table(run: Run, models: list[str]) -> None:
    future = run.trained.future()
    future = future[future["model"].isin(models)]
    words = {
        "model": "Model",
        "ds": run.training.ts.frequency.noun.capitalize(),
        "point": "Forecast",
        "lo-80": "80% from",
        "hi-80": "80% to",
        "lo-95": "95% from",
        "hi-95": "95% to",
    }
    table = future[list(words)].rename(columns=words)
    number = st.column_config.NumberColumn(format="localized")
    st.dataframe(
        table.round(_digits(future["point"])),
        hide_index=True,
        width="stretch",
        column_config={
            **dict.fromkeys(list(words.values())[2:], number),
            words["ds"]: st.column_config.DatetimeColumn(format=_date_format(future["ds"])),
        },
    )
    download = future.assign(series=run.training.ts.name, unit=run.training.ts.unit)
    columns: list[str] = ["series", "unit", *words]
    st.download_button(
        "Download CSV",
        data=lambda: to_csv(pd.DataFrame(download[columns]).rename(columns={"ds": "date"})),
        file_name="lookback-forecast.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
        help="Comma-separated, ISO dates, full precision; opens in any spreadsheet.",
    )


shell.show("Forecast", body)
