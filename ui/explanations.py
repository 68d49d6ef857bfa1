"""What moved a forecast, as a section of Forecast."""

from collections.abc import Mapping

import streamlit as st

from core import influence
from core.explanation import explain, sentences
from core.explanation_figures import explanation_figure
from core.forecaster import Forecast
from core.wording import with_unit
from ui import downloads, shell, tables, theme
from ui.runs import Run


def show(run: Run, forecasts: Mapping[str, Forecast]) -> None:
    """Parts of one forecast in words, as a chart and a table; a network's influences below."""
    ts = run.training.ts
    model = next(iter(forecasts))
    if len(forecasts) > 1:
        model = st.selectbox("Forecast to explain", list(forecasts), key=f"explain-{run.id}")
    forecast = forecasts[model]
    found = explain(forecast, ts)
    st.markdown(shell.plain(" ".join(sentences(found, ts))))
    theme.chart(
        explanation_figure(found, ts, theme.current()),
        key=f"parts-{run.id}",
        alt=f"What the {model}'s forecast is made of at each {ts.frequency.noun}: "
        f"{', '.join(map(str, found.parts))}",
    )
    st.caption(shell.plain(_how(found.seasons, run)))
    with st.expander("The parts as a table", icon=":material/table_rows:"):
        noun = ts.frequency.noun.capitalize()
        words = {str(name): with_unit(str(name), ts.unit) for name in found.parts}
        total = with_unit("Forecast", ts.unit)
        table = found.parts.rename(columns=words).assign(**{total: found.parts.sum(axis="columns")})
        form = f",.{tables.digits(table[total])}f"
        tables.show(
            table.reset_index(names=noun), forms=dict.fromkeys([*words.values(), total], form)
        )
        downloads.offer(lambda: table.reset_index(names=noun), "lookback-explained.csv", run.papers)
    _influence(run, forecast)


def _how(seasons: int, run: Run) -> str:
    season = (
        f"The season is that of the forecast and the newest {seasons} of the past. "
        if seasons
        else ""
    )
    drivers = (
        "What a driver or an event makes up is beside its usual value; it shows what went together "
        "in the past, which need not be a cause. "
        if run.training.ts.drivers is not None or run.training.ts.events
        else ""
    )
    return (
        "The level is the mean of the newest season, or of all values where there is none, with "
        f"the season taken out. {season}{drivers}The trend is what remains. Together they are the "
        "forecast."
    )


def _influence(run: Run, forecast: Forecast) -> None:
    """How far each value of a network's window moved its forecast."""
    if forecast.insight is None:
        return
    ts = run.training.ts
    noun = ts.frequency.noun
    st.markdown("**What the network made of its window**")
    st.markdown(shell.plain(" ".join(influence.sentences(forecast, ts))))
    st.caption(
        f"For each {noun} of the window, how much higher or lower the forecast is, on average over "
        "the horizon, than if the value had been an ordinary one: the window's mean, season and "
        "drift apart. The fan chart has it as its lower panel. It says what the network made of "
        "the past, not what caused the future."
    )
    with st.expander(f"What each {noun} moved", icon=":material/bar_chart:"):
        words = {
            "ds": noun.capitalize(),
            "y": with_unit("Value", ts.unit),
            "influence": with_unit("Moved the forecast by", ts.unit),
        }
        table = influence.table(forecast, ts).rename(columns=words)
        form = f",.{tables.digits(table[words['y']])}f"
        tables.show(table, forms={words["y"]: form, words["influence"]: form})
