"""The series cut into windows, and lengths of windows tried."""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st

from core.learn.windows import Cut, Tried, cut, known, longest, tried
from core.learn.windows_figures import lengths_figure, window_figure
from core.timeseries import TimeSeries
from core.wording import counted, number, rounded
from ui import shell, tables, theme
from ui.lessons.boxes import box
from ui.lessons.once import computed

_COURSE = 4
"""Length of the course's own windows."""

_BATCH = 32
_SHOWN = 64
"""Windows of the table."""


def show(ts: TimeSeries) -> None:
    """Sliders, the window on the series, the example it makes, and the errors by length."""
    n = len(known(ts))
    most = longest(n, ts.seasonal_period)
    steps_most = max(min(max(ts.seasonal_period, 12), n // 4), 2)
    one, two, three = st.columns(3)
    with one:
        lookback = st.slider("Window length", 1, most, min(_COURSE, most), key="windows-length")
    with two:
        steps = st.slider("Label length", 1, steps_most, 1, key="windows-label")
    with three:
        # As many places for all lengths, so that the slider stays as it is.
        places = n - most - steps_most + 1
        place = st.slider("Which window", 1, places, 1, key="windows-place") - 1
    found = cut(ts, lookback, steps)
    stamps = ts.index[found.first + place :]
    theme.chart(
        window_figure(ts, found, place, theme.current()),
        key="lesson-windows",
        alt=f"{ts.name} with a window of {lookback} from {ts.frequency.words(stamps[0])} on, and "
        f"its label of {steps}",
    )
    batches = math.ceil(len(found) / _BATCH)
    st.markdown(
        shell.plain(
            f"{_row(found.inputs[place], ts.whole)} → {_row(found.labels[place], ts.whole)}"
        )
        + f": **{found.kind}**. {counted(len(found), 'such window')}, in batches of {_BATCH}: "
        f"{counted(batches, 'step')} an epoch."
    )
    judged = computed("windows", ts, tried)
    theme.chart(
        lengths_figure(judged, ts, lookback, theme.current()),
        key="lesson-windows-lengths",
        alt=f"Error one step ahead by window length, least at {judged.best}",
    )
    st.markdown(_said(judged, ts, lookback))
    left, right = st.columns(2)
    with left, box("The windows as a table") as shown:
        if shown.open:
            _windows(found, ts)
    with right, box("The errors as a table") as shown:
        if shown.open:
            table = pd.DataFrame({"Window length": judged.lengths, "Error": judged.errors})
            tables.show(table, height=260)


def _said(judged: Tried, ts: TimeSeries, lookback: int) -> str:
    """The error of the length chosen, beside the best, a season's and none at all."""
    season = ts.seasonal_period
    also = ""
    if 1 < season <= judged.lengths[-1] and season not in (lookback, judged.best):
        also = f", a season of {season} by {rounded(judged.error(season))}"
    error = shell.plain(rounded(judged.error(lookback), ts.unit))
    others = shell.plain(
        f"the best, {judged.best}, by {rounded(judged.error(judged.best))}{also}, and saying the "
        f"last value again by {rounded(judged.naive)}. Fitted to {number(judged.trained)} values, "
        f"judged on the newest {number(judged.tested)}, one step ahead."
    )
    return f"**A window of {lookback} errs by {error}**; {others}"


def _row(values: Sequence[float] | np.ndarray, whole: bool, most: int = 12) -> str:
    told = [rounded(float(value), whole=whole) for value in values]
    if len(told) > most:
        told = [*told[: most // 2], "…", *told[-most // 2 :]]
    return f"[{', '.join(told)}]"


def _windows(found: Cut, ts: TimeSeries) -> None:
    # Asked once: it looks at the whole series.
    lookback, whole = found.inputs.shape[1], ts.whole
    some = range(min(len(found), _SHOWN))
    rows = {
        "Window": [place + 1 for place in some],
        "Batch": [place // _BATCH + 1 for place in some],
        "Sees": [_row(found.inputs[place], whole) for place in some],
        "Label": [_row(found.labels[place], whole) for place in some],
        "Label from": [
            ts.frequency.words(ts.index[found.first + place + lookback]) for place in some
        ],
    }
    tables.show(pd.DataFrame(rows), height=260)
    more = f"The first {number(_SHOWN)} of them. " if len(found) > _SHOWN else ""
    st.caption(f"{more}Batches as they are cut; a training shuffles windows before each epoch.")
