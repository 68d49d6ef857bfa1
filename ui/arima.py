"""ARIMA's order and coefficients, as a section of a page."""

import streamlit as st

from core.arima_numbers import ArimaNumbers
from core.arima_words import equation, order_in_words, readings
from core.timeseries import TimeSeries
from core.wording import quoted, rounded
from ui import downloads, shell, tables
from ui.runs import Run


def show(run: Run) -> None:
    """The ARIMA of a run's forecast: what it uses, its coefficients, its equation."""
    st.subheader("ARIMA in numbers")
    forecast = run.trained.forecasts.get("ARIMA")
    if forecast is None or forecast.details is None:
        st.info("ARIMA gave no forecast in this run, so there is nothing to show.")
        return
    found, ts = forecast.details, run.training.ts
    st.markdown(shell.plain(order_in_words(found, ts.frequency)))
    st.caption("The ARIMA of the forecast, fitted to all of the series; each fold had its own.")
    if found.coefficients:
        said = readings(found, ts.frequency, ts.unit)
        bullets = [f"- **{symbol}**: {shell.plain(words)}" for symbol, words in said.items()]
        st.markdown("\n".join(bullets))
        _table(run, found)
    else:
        st.markdown("It has no coefficients: nothing had to be estimated but the size of its miss.")
    with st.expander("The equation", icon=":material/function:"):
        lines = r" \\ ".join(equation(found))
        st.latex(rf"\begin{{gathered}} {lines} \end{{gathered}}")
        st.caption(shell.plain(_legend(found, ts)))


def _table(run: Run, found: ArimaNumbers) -> None:
    table = found.table()
    heads = {
        "symbol": "Coefficient",
        "value": "Value",
        "error": "Standard error",
        "lo": "95% from",
        "hi": "95% to",
    }
    numbers = dict.fromkeys(list(heads.values())[1:], rounded)
    tables.show(table[list(heads)].rename(columns=heads), forms=numbers)
    st.caption(
        "Each counts as if all else stayed equal. The standard error says how far the value would "
        "move if the past had had other luck; the range, two of them to either side, holds the "
        "true value in 95 of 100 such cases. A term whose range holds 0 may do nothing."
    )
    downloads.offer(lambda: table, "lookback-arima.csv", run.papers)


def _legend(found: ArimaNumbers, ts: TimeSeries) -> str:
    """What the letters of the equation stand for."""
    noun = ts.frequency.noun
    parts = [
        f"y is {ts.name}, t counts {noun}s, B takes the {noun} before, and e is the miss one step "
        f"ahead, with a standard deviation of {rounded(found.spread, ts.unit)}."
    ]
    if found.of("level", "drift", "driver") or found.waves > 1:
        parts.append("n is what is left of y without the terms of the first line.")
    drivers = [f"x{each.place} is {quoted(each.name)}" for each in found.of("driver")]
    if drivers:
        parts.append(f"{', '.join(drivers)}.")
    if found.waves > 1:
        parts.append(f"S are the waves of the season of {ts.frequency.count(found.waves)}.")
    return " ".join(parts)
