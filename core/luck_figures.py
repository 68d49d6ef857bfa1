"""The errors of a network over its seeds, drawn beside the models that have none."""

import plotly.graph_objects as go

from core.figure_frame import in_unit, layout, literal
from core.luck import named
from core.luck_findings import Spread
from core.model_styles import GROUND, STYLES, colour, faint
from core.timeseries import TimeSeries

_ROW, _ROOM = 24, 150
"""Pixels for each seed, and for all the rest of a figure."""


def seeds_figure(found: Spread, ts: TimeSeries, theme: str = "light") -> go.Figure:
    """A dot for each seed, best first; the other models as lines, the seeds' spread as a band.

    Models that lie far off are not on it, see `Spread.far_off`.
    """
    errors = found.errors.sort_values(ascending=False)
    rows = [_row(found, int(seed)) for seed in errors.index]
    figure = _framed(theme)
    hue = colour(found.network.name, theme)
    figure.add_vrect(
        x0=found.mean - found.moves,
        x1=found.mean + found.moves,
        fillcolor=faint(hue, 0.14),
        line_width=0,
    )
    for model in _beside(found):
        value = float(found.total[model])
        figure.add_scatter(
            x=[value] * len(rows),
            y=rows,
            name=model,
            mode="lines",
            line=_line(model, theme),
            hovertemplate=f"%{{x:,.4~g}}{_after(found, ts)}<extra>{model}</extra>",
        )
    figure.add_scatter(
        x=errors,
        y=rows,
        name=f"{found.network.name}, by seed",
        mode="markers",
        marker=_dots(found, theme, [int(seed) for seed in errors.index]),
        hovertemplate=f"%{{y}}: %{{x:,.4~g}}{_after(found, ts)}<extra></extra>",
    )
    figure.update_xaxes(title=_error_word(found, ts), tickformat=",", showgrid=True)
    figure.update_yaxes(type="category", showgrid=False)
    figure.update_layout(height=_ROOM + _ROW * len(rows))
    return figure


def folds_figure(found: Spread, ts: TimeSeries, theme: str = "light") -> go.Figure:
    """The same fold by fold: dots of the seeds, lines of the other models."""
    figure = _framed(theme)
    starts = fold_words(found, ts)
    for model in _beside(found):
        figure.add_scatter(
            x=starts,
            y=found.folds.loc[model],
            name=model,
            mode="lines+markers",
            line=_line(model, theme),
            marker={"symbol": STYLES[model].symbol, "size": 8},
            hovertemplate=f"%{{x}}: %{{y:,.4~g}}{_after(found, ts)}<extra>{model}</extra>",
        )
    for place, seed in enumerate(found.seeds):
        figure.add_scatter(
            x=starts,
            y=found.folds.loc[named(found.network, seed)],
            name=f"{found.network.name}, by seed",
            legendgroup="seeds",
            showlegend=place == 0,
            mode="markers",
            marker=_dots(found, theme, [seed] * len(starts)),
            hovertemplate=f"%{{x}}: %{{y:,.4~g}}{_after(found, ts)}"
            f"<extra>{_row(found, seed)}</extra>",
        )
    figure.update_xaxes(title=f"Fold, by its first {ts.frequency.noun}", type="category")
    figure.update_yaxes(title=_error_word(found, ts), tickformat=",", rangemode="tozero")
    figure.update_layout(height=360)
    return figure


def fold_words(found: Spread, ts: TimeSeries) -> list[str]:
    """The folds by the first date each of them forecast."""
    firsts = ts.index[ts.index.get_indexer(found.folds.columns) + 1]
    return [ts.frequency.words(first) for first in firsts]


def _beside(found: Spread) -> list[str]:
    return [name for name in found.beside if name not in found.far_off]


def _row(found: Spread, seed: int) -> str:
    return f"Seed {seed} (this run)" if seed == found.network.seed else f"Seed {seed}"


def _dots(found: Spread, theme: str, seeds: list[int]) -> dict[str, object]:
    """Filled dots; that of the run's own seed has a ring."""
    own = [seed == found.network.seed for seed in seeds]
    return {
        "color": faint(colour(found.network.name, theme), 0.85),
        "size": [12 if each else 9 for each in own],
        "line": {"width": [2.5 if each else 0 for each in own], "color": GROUND[theme]["text"]},
    }


def _line(model: str, theme: str) -> dict[str, object]:
    return {"color": colour(model, theme), "width": 2, "dash": STYLES[model].dash}


def _framed(theme: str) -> go.Figure:
    figure = go.Figure(layout=layout(theme))
    figure.update_layout(margin={"t": 60})
    return figure


def _after(found: Spread, ts: TimeSeries) -> str:
    """What follows a number on a chart."""
    return {"unit": in_unit(ts), "percent": "%"}.get(found.measure.kind, "")


def _error_word(found: Spread, ts: TimeSeries) -> str:
    return literal(found.measure.heading(ts.unit))
