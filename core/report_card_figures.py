"""The report card of a model's intervals, drawn."""

from collections.abc import Sequence

import plotly.graph_objects as go

from core.model_styles import GROUND, colour, faint
from core.profile_drawing import panel, panels
from core.report_card import Held, ReportCard

_HEIGHT = 200
_CAP = 9


def card_figure(
    card: ReportCard, kind: str, theme: str = "light", after: ReportCard | None = None
) -> go.Figure:
    """For each level the share that was held, in all and in parts, over the range of chance.

    Args:
        card: What is drawn.
        kind: Which parts: a key of `card.parts`.
        theme: "light" or "dark".
        after: The same with recalibrated intervals, drawn beside it.
    """
    levels = [held.level for held in card.overall]
    names = [f"{level}% band" for level in levels]
    figure = panels(names, theme, _HEIGHT, [])
    every = [held for each in (card, after) if each is not None for held in _shown(each, kind)]
    least = min(min(held.share, held.chance.low / held.of) for held in every)
    for row, level in enumerate(levels, start=1):
        axes = {"xaxis": "x", "yaxis": panel("y", row)}
        table = _shown(card, kind, level)
        _add_chance(figure, table, level, theme, axes, legend=row == 1)
        _add_held(figure, table, card.model, theme, axes, legend=row == 1)
        if after is not None:
            _add_after(figure, _shown(after, kind, level), card.model, theme, axes, row == 1)
        figure.update_layout(
            {panel("yaxis", row): {"range": [least - 0.04, 1.06], "tickformat": ".0%"}}
        )
    figure.update_xaxes(title=kind, type="category")
    figure.update_layout(showlegend=True, margin={"t": 56}, height=_HEIGHT * len(levels) + 100)
    return figure


def _shown(card: ReportCard, kind: str, level: int | None = None) -> list[Held]:
    """What was held in all and in each part, at one level or at all."""
    return [held for held in (*card.overall, *card.parts[kind]) if level in (None, held.level)]


def _add_chance(
    figure: go.Figure,
    table: Sequence[Held],
    level: int,
    theme: str,
    axes: dict[str, str],
    *,
    legend: bool,
) -> None:
    """A bar from the fewest to the most that chance gives, and a line at the level."""
    ground = GROUND[theme]
    figure.add_bar(
        x=[held.label for held in table],
        base=[held.chance.low / held.of for held in table],
        # Bars of no height would not be seen.
        y=[max((held.chance.high - held.chance.low) / held.of, 0.01) for held in table],
        width=0.5,
        name="95% by chance",
        legendgroup="chance",
        showlegend=legend,
        marker={"color": faint(ground["line"], 0.35), "line": {"width": 0}},
        hoverinfo="skip",
        **axes,
    )
    figure.add_scatter(
        x=[held.label for held in table],
        y=[level / 100] * len(table),
        name="Meant to hold",
        legendgroup="meant",
        showlegend=legend,
        mode="lines",
        line={"color": ground["text"], "width": 1.2, "dash": "dot"},
        hovertemplate=f"meant to hold {level}%<extra></extra>",
        **axes,
    )


def _add_held(
    figure: go.Figure,
    table: Sequence[Held],
    model: str,
    theme: str,
    axes: dict[str, str],
    *,
    legend: bool,
) -> None:
    """What was held; where chance does not explain it, another mark."""
    hue, text = colour(model, theme), GROUND[theme]["text"]
    kinds = {
        "Held": ([held for held in table if not held.verdict], "circle", hue),
        "Held, beyond chance": ([held for held in table if held.verdict], "diamond", text),
    }
    for name, (some, symbol, ink) in kinds.items():
        figure.add_scatter(
            x=[held.label for held in some],
            y=[held.share for held in some],
            name=name,
            legendgroup=name,
            showlegend=legend,
            mode="markers",
            marker={"symbol": symbol, "size": _CAP + 1, "color": ink},
            customdata=[[held.held, held.of, held.chance.low, held.chance.high] for held in some],
            hovertemplate="%{x}: %{customdata[0]:,} of %{customdata[1]:,} held (%{y:.0%})<br>"
            "by chance %{customdata[2]:,} to %{customdata[3]:,}<extra></extra>",
            **axes,
        )


def _add_after(
    figure: go.Figure,
    table: Sequence[Held],
    model: str,
    theme: str,
    axes: dict[str, str],
    legend: bool,
) -> None:
    figure.add_scatter(
        x=[held.label for held in table],
        y=[held.share for held in table],
        name="Recalibrated",
        legendgroup="after",
        showlegend=legend,
        mode="markers",
        marker={
            "symbol": "square-open",
            "size": _CAP + 3,
            "color": colour(model, theme),
            "line": {"width": 2},
        },
        customdata=[[held.held, held.of] for held in table],
        hovertemplate="%{x}, recalibrated: %{customdata[0]:,} of %{customdata[1]:,} held "
        "(%{y:.0%})<extra></extra>",
        **axes,
    )
