"""The test on the past as a moving picture: one frame for each cutoff."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from core.figure_frame import axis_word, hover_date, in_unit, layout, literal
from core.model_styles import ACTUAL, GROUND, faint
from core.replay import Scene
from core.timeseries import TimeSeries
from core.traces import add_forecast
from core.wording import with_unit

_HEIGHT = 430


def replay_figure(
    found: Sequence[Scene], levels: Sequence[int], ts: TimeSeries, theme: str = "light"
) -> go.Figure:
    """What each model said at a cutoff, what was known then in full, what came after faint.

    It shows the first cutoff; its frames, named "0", "1" and so on, are the cutoffs. Axes stay
    as they are from frame to frame.

    Args:
        found: The cutoffs, oldest first, at least one.
        levels: Levels of the intervals.
        ts: The series.
        theme: "light" or "dark".
    """
    models = list(dict.fromkeys(model for scene in found for model in scene.forecasts))
    shown = _window(found, ts)
    heights = _heights(found, levels, shown)
    moving = [_moving(scene, models, levels, shown, heights, ts, theme) for scene in found]
    figure = go.Figure(data=moving[0], layout=layout(theme))
    # Over the bands, so that it can be seen whether they held it.
    figure.add_trace(_line(shown, "What came after", faint(_ink(theme), 0.55), ts, width=1.5))
    at = list(range(len(moving[0])))
    figure.frames = [
        go.Frame(name=str(place), data=traces, traces=at) for place, traces in enumerate(moving)
    ]
    figure.update_xaxes(title=axis_word(ts), type="date", range=[shown.index[0], shown.index[-1]])
    figure.update_yaxes(
        title=literal(with_unit(ts.name, ts.unit)), tickformat=",", range=list(heights)
    )
    # Without range buttons the top holds the tool bar and the legend only.
    figure.update_layout(height=_HEIGHT, margin={"t": 60})
    return figure


def _ink(theme: str) -> str:
    return ACTUAL.dark if theme == "dark" else ACTUAL.light


def _window(found: Sequence[Scene], ts: TimeSeries) -> pd.Series:
    """The values from some time before the first cutoff to the end of the last fold."""
    ends = [found[0].cutoff, found[-1].cutoff]
    ends.append(max(part.index[-1] for part in found[-1].forecasts.values()))
    first, cutoff, last = (int(ts.index.searchsorted(end)) for end in ends)
    before = max(first - 2 * max(last - cutoff, ts.seasonal_period), 0)
    return ts.y.iloc[before : last + 1]


def _heights(
    found: Sequence[Scene], levels: Sequence[int], shown: pd.Series
) -> tuple[float, float]:
    """Lowest and highest value of the picture, the same for all frames."""
    widest = max(levels)
    parts = [part for scene in found for part in scene.forecasts.values()]
    low = min(float(shown.min()), *(float(part[f"lo-{widest}"].min()) for part in parts))
    high = max(float(shown.max()), *(float(part[f"hi-{widest}"].max()) for part in parts))
    room = 0.05 * (high - low)
    return low - room, high + room


def _moving(
    scene: Scene,
    models: Sequence[str],
    levels: Sequence[int],
    shown: pd.Series,
    heights: tuple[float, float],
    ts: TimeSeries,
    theme: str,
) -> list[go.Scatter]:
    """What changes from cutoff to cutoff, always as many traces in the same order."""
    scratch = go.Figure()
    for model in models:
        # A model that failed here keeps its place among the traces, empty.
        columns = ["point", *(f"{side}-{level}" for level in levels for side in ("lo", "hi"))]
        empty = pd.DataFrame(columns=columns, index=ts.index[:0], dtype=float)
        table = scene.forecasts.get(model, empty)
        add_forecast(scratch, table, model, levels, ts, theme, legend=True)
    known = _line(shown[: scene.cutoff], "Known then", _ink(theme), ts, width=2)
    line = go.Scatter(
        x=[scene.cutoff] * 2,
        y=list(heights),
        name="Cutoff",
        mode="lines",
        line={"color": GROUND[theme]["line"], "width": 1, "dash": "dot"},
        showlegend=False,
        hoverinfo="skip",
    )
    return [*scratch.data, known, line]


def _line(y: pd.Series, name: str, colour: str, ts: TimeSeries, width: float) -> go.Scatter:
    return go.Scatter(
        x=y.index,
        y=y,
        name=name,
        mode="lines",
        connectgaps=False,
        line={"color": colour, "width": width},
        hovertemplate=f"%{{x|{hover_date(ts)}}}: %{{y:,.4~g}}{in_unit(ts)}<extra>{name}</extra>",
    )
