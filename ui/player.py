"""Controls for a chart with frames: a slider, Play, and what each frame says; all in the browser.

Plotly's own are drawn into the picture, where no keyboard and no screen reader finds them.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import streamlit as st

_HTML = """
<div class="controls">
  <button type="button" data-part="back">Back</button>
  <button type="button" data-part="play">Play</button>
  <button type="button" data-part="next">Next</button>
  <input type="range" min="0" step="1" value="0" data-part="slider">
</div>
<output data-part="words" aria-live="polite"></output>
"""
_CSS = """
.controls { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; }
button {
  font: inherit; color: var(--st-text-color); background: var(--st-background-color);
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius, .5rem);
  padding: .4rem .8rem; min-width: 4.6rem; min-height: 2.5rem; cursor: pointer;
}
button:hover:enabled { border-color: var(--st-primary-color); }
button:disabled { opacity: .45; cursor: default; }
button:focus-visible, input:focus-visible {
  outline: 2px solid var(--st-primary-color); outline-offset: 2px;
}
input { flex: 1 1 12rem; min-width: 10rem; height: 2.5rem; accent-color: var(--st-primary-color); }
output { display: block; margin-top: .6rem; min-height: 3.2em; }
p { margin: 0 0 .15rem; max-width: 44rem; }
p:first-child { font-weight: 600; }
"""
_player = st.components.v2.component(
    "lookback-player",
    html=_HTML,
    css=_CSS,
    js=Path(__file__).with_suffix(".js").read_text("utf-8"),
)


class Told(Protocol):
    """What a frame says."""

    @property
    def label(self) -> str:
        """Which it is, in words."""

    @property
    def misses(self) -> tuple[str, ...]:
        """Sentences about it."""


class Growing(Protocol):
    """A line of a chart that grows by a point a frame."""

    @property
    def trace(self) -> int:
        """Place of its trace in the chart."""

    @property
    def points(self) -> Mapping[str, list[float | None]]:
        """Coordinates by axis, one for each frame."""

    @property
    def sizes(self) -> tuple[int, int]:
        """Of its dots before, and of the newest."""


def show(
    chart: str,
    scenes: Sequence[Told],
    *,
    slider: str = "Past cutoff",
    pause_ms: int = 1200,
    redraw: bool = False,
    lines: Sequence[Growing] = (),
) -> None:
    """Controls of a chart whose frames "0", "1" and so on are `scenes`.

    Args:
        chart: Its key.
        scenes: What each frame says.
        slider: What the slider moves, in words.
        pause_ms: How long each frame is shown when they are played.
        redraw: Whether each frame is drawn afresh, as surfaces and contours need it.
        lines: What the frames draw, of a chart that has none itself.
    """
    told = [{"label": scene.label, "misses": scene.misses} for scene in scenes]
    grown = [{"trace": each.trace, "points": each.points, "sizes": each.sizes} for each in lines]
    how = {"name": slider, "pause": pause_ms, "redraw": redraw, "lines": grown}
    _player(key=f"{chart}-player", data={"chart": chart, "scenes": told, **how})
