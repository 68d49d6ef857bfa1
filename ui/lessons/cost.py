"""Costs of one answer for the newest values, and of chances for classes."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st

from core.learn.cost import (
    CLASSES,
    Targets,
    absolute,
    cross_entropy,
    quadratic,
    quadratic_slope,
    softmax,
    targets,
)
from core.learn.cost_figures import answers, misses_figure, surprise_figure
from core.timeseries import TimeSeries
from core.wording import counted, listed, number, rounded, with_unit
from ui import shell, tables, theme
from ui.lessons.boxes import box

_KINDS = ("Values", "Yes or no", "One of three")


def show(ts: TimeSeries) -> None:
    """Costs of values, of two classes, or of three."""
    kind = st.pills("What is answered", _KINDS, default=_KINDS[0], key="cost-kind", required=True)
    given = targets(ts)
    {_KINDS[0]: _values, _KINDS[1]: _two, _KINDS[2]: _three}[kind](given, ts)


def _values(given: Targets, ts: TimeSeries) -> None:
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with right:
        if st.toggle("Make the newest value wild", key="cost-wild"):
            given = given.with_newest_wild()
    low, high = answers(given)
    with left:
        share = st.slider("The answer, from the lowest to the highest value", 0, 100, 20, 1,
                          format="%d%%", key="cost-answer")  # fmt: skip
    answer = low + share / 100 * (high - low)
    y = given.values
    theme.chart(
        misses_figure(given, answer, ts, theme.current()),
        key="lesson-cost",
        alt=f"{len(y)} newest values of {ts.name}, one answer for all, and the quadratic and the "
        "absolute cost of every answer",
    )
    square = f"{ts.unit}²" if ts.unit else ""
    st.markdown(
        shell.plain(
            f"Answer {rounded(answer, ts.unit)}: quadratic cost "
            f"{rounded(quadratic(y, answer), square)} with slope "
            f"{rounded(quadratic_slope(y, answer))}, absolute cost "
            f"{rounded(absolute(y, answer), ts.unit)}. The quadratic is lowest at the mean, "
            f"{rounded(float(y.mean()), ts.unit)}, the absolute at the median, "
            f"{rounded(float(np.median(y)), ts.unit)}."
        )
    )
    with box("The misses as a table") as shown:
        if shown.open:
            table = pd.DataFrame(
                {
                    ts.frequency.noun.capitalize(): map(ts.frequency.words, given.stamps),
                    with_unit("Right", ts.unit): y,
                    with_unit("Miss a - y", ts.unit): answer - y,
                    with_unit("Squared", square): (answer - y) ** 2,
                    with_unit("Size", ts.unit): np.abs(answer - y),
                }
            )
            tables.show(table, height=260)


def _two(given: Targets, ts: TimeSeries) -> None:
    middle = float(ts.y.median())
    chance = st.slider("Chance given to “above the middle”", 0.01, 0.99, 0.5, 0.01,
                       key="cost-chance")  # fmt: skip
    came = (given.values <= middle).astype(int)
    _surprise(("above", "not above"), np.array([chance, 1 - chance]), came)


def _three(given: Targets, ts: TimeSeries) -> None:
    del ts
    scores = [
        column.slider(f"Score of “{name}”", -4.0, 4.0, 0.0, 0.1, key=f"cost-score-{name}")
        for column, name in zip(st.columns(3), CLASSES, strict=True)
    ]
    chances = softmax(np.array(scores))
    told = listed([f"{name} {chance:.2f}" for name, chance in zip(CLASSES, chances, strict=True)])
    st.markdown(f"Softmax makes chances of the scores, 1 together: {told}.")
    _surprise(CLASSES, chances, given.classes)


def _surprise(names: Sequence[str], chances: np.ndarray, came: np.ndarray) -> None:
    counts = np.bincount(came, minlength=len(names))
    cost, shares = cross_entropy(came, chances), counts / counts.sum()
    least = cross_entropy(came, shares)
    theme.chart(
        surprise_figure(names, chances, counts, theme.current()),
        key="lesson-cost-classes",
        alt=f"Cost of each chance, and the chances given to {listed(list(names))}",
    )
    often = listed([f"“{n}” {number(c)} times" for n, c in zip(names, counts, strict=True)])
    best = listed([f"{share:.2f}" for share in shares])
    st.markdown(
        f"Of the newest {counted(len(came), 'value')}: {often}. Cross-entropy: **{cost:.2f}**. The "
        f"least that one answer for all can have is {least:.2f}, with the shares themselves as "
        f"chances: {best}."
    )
    with box("The classes as a table") as shown:
        if shown.open:
            rows = {"Class": list(names), "Chance given": chances, "Came true": counts}
            rows["Cost each time"] = -np.log(chances)
            tables.show(pd.DataFrame(rows))
