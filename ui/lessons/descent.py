"""Gradient descent, walked step by step or played."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core.learn.descent import STEPS, WAYS, Valley, inside, valley, walk
from core.learn.descent_figures import (
    Line,
    Walks,
    race_figure,
    race_lines,
    surface_figure,
    surface_lines,
    valley_figure,
)
from core.learn.sizes import sized
from core.timeseries import TimeSeries
from core.wording import counted, listed, number
from ui import player, tables, theme
from ui.lessons.boxes import box

_KINDS = ("One weight", "Two weights", "A race")
_RATES = (0.001, 0.003, 0.01, 0.03, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1)
_PAUSE_MS = 400


@dataclass(frozen=True)
class _Step:
    """What is said at a step."""

    label: str
    misses: tuple[str, ...]


def show(ts: TimeSeries) -> None:
    """A valley of one weight, a surface of two, or all ways down that surface."""
    kind = st.pills("Picture", _KINDS, default=_KINDS[0], key="descent-kind", required=True)
    where = valley(ts, 1 if kind == _KINDS[0] else 2)
    rated, kept, chosen = st.columns(3)
    with rated:
        rate = st.select_slider("Learning rate", _RATES, 0.1, key="descent-rate",
                                format_func=lambda rate: f"{rate:g}")  # fmt: skip
    with kept:
        keep = st.slider("Momentum", 0.0, 0.98, 0.8, 0.02, key="descent-keep",
                         help="Share of the last step that goes on.")  # fmt: skip
    ways: tuple[str, ...] = WAYS
    if kind != _KINDS[2]:
        with chosen:
            ways = (st.selectbox("Way down", WAYS, key="descent-way"),)
    walks = {way: walk(way, where, rate, keep) for way in ways}
    figure, lines = _drawn(kind, where, walks)
    key = f"lesson-descent-{_KINDS.index(kind)}"
    theme.chart(
        figure,
        key=key,
        # How it ends is said below: another text would have the chart built anew.
        alt=f"The quadratic cost of forecasting {ts.name} by {counted(len(where.names), 'weight')} "
        f"and {counted(STEPS, 'step')} down from one place, by {listed(list(ways))}",
    )
    player.show(
        key,
        _steps(where, walks),
        slider="Step",
        pause_ms=_PAUSE_MS,
        redraw=kind != _KINDS[0],
        lines=lines,
    )
    st.markdown(_said(where, walks, rate))
    with box("Every step as a table") as shown:
        if shown.open:
            _table(where, walks)


def _drawn(kind: str, where: Valley, walks: Walks) -> tuple[go.Figure, list[Line]]:
    """The chart, and what the player draws into it."""
    shown, ways = theme.current(), list(walks)
    if kind == _KINDS[0]:
        return valley_figure(where, walks, shown), []
    if kind == _KINDS[1]:
        return surface_figure(where, ways, shown), surface_lines(where, walks)
    return race_figure(where, ways, shown), race_lines(where, walks)


def _steps(where: Valley, walks: Walks) -> list[_Step]:
    return [_step(where, walks, step) for step in range(STEPS + 1)]


def _step(where: Valley, walks: Walks, step: int) -> _Step:
    said = []
    for way, walked in walks.items():
        weights = walked[step]
        gone = "" if inside(where, weights[None])[0] else ", outside of the picture"
        words = f"{way}: cost {sized(float(where.cost(weights)))}{gone}"
        if len(walks) == 1:
            slope = listed([sized(float(each)) for each in where.gradient(weights)])
            at = listed([sized(float(each)) for each in weights])
            words += f", weight {at}, slope {slope}"
            if step < STEPS:
                moved = listed([sized(float(each)) for each in walked[step + 1] - weights])
                words += f"; the next step adds {moved}"
        said.append(f"{words}.")
    return _Step(f"Step {number(step)} of {number(STEPS)}", tuple(said))


def _said(where: Valley, walks: Walks, rate: float) -> str:
    floor = float(where.cost(where.best))
    ends = {way: float(where.cost(walked)[-1]) for way, walked in walks.items()}
    told = listed([f"{way} {sized(end)}" for way, end in ends.items()])
    said = f"After {counted(STEPS, 'step')}, cost: **{told}**; at the bottom it is {sized(floor)}."
    limit = where.largest_rate
    if not np.isfinite(limit):
        return f"{said} The values never move, so that every weight costs the same."
    side = "above" if rate > limit else "below"
    return (
        f"{said} Plain descent leaves this valley with a learning rate above **{sized(limit)}**; "
        f"{number(rate, 'g')} is {side} that."
    )


def _table(where: Valley, walks: Walks) -> None:
    rows = []
    for way, walked in walks.items():
        for step, weights in enumerate(walked):
            row = {"Way": way, "Step": step, "Cost": float(where.cost(weights))}
            for place, (weight, slope) in enumerate(
                zip(weights, where.gradient(weights), strict=True), start=1
            ):
                row |= {f"w{place}": weight, f"Slope by w{place}": slope}
            rows.append(row)
    table = pd.DataFrame(rows)
    amounts = [name for name in table if name not in ("Way", "Step")]
    tables.show(table, forms=dict.fromkeys(map(str, amounts), sized), height=260)
