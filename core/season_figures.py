"""A series by its place in the calendar, drawn."""

import plotly.graph_objects as go

from core.figure_frame import in_unit, literal
from core.model_styles import GROUND, faint
from core.profile.boxes import Boxes
from core.profile.overlay import SHOWN, Overlay
from core.profile_drawing import framed, hue, ink, titled

_MOST_LABELS, _FEW_LABELS = 31, 14
"""Places that are all written on the axis; of more only some are, so that they stand upright."""


def overlay_figure(found: Overlay, theme: str = "light") -> go.Figure:
    """The newest turns of the calendar laid over each other, the newest two set apart."""
    cycle, labels = found.cycle, list(found.cycle.labels)
    figure = framed(theme)
    shown = found.cells.iloc[-SHOWN:]
    groups = {
        f"Earlier {cycle.turn}s": (shown.iloc[:-2], faint(ink(theme), 0.35), 1, "solid"),
        f"The {cycle.turn} before": (shown.iloc[-2:-1], hue(theme), 2, "dash"),
        f"Newest {cycle.turn}": (shown.iloc[-1:], hue(theme), 3, "solid"),
    }
    for name, (turns, colour, width, dash) in groups.items():
        if turns.empty:
            continue
        # One trace for all of a group: its line is broken where a turn ends.
        figure.add_scatter(
            x=[label for _ in range(len(turns)) for label in [*labels, None]],
            y=[value for row in turns.to_numpy() for value in [*row, None]],
            customdata=[cycle.words(turn) for turn in turns.index for _ in [*labels, None]],
            name=name,
            mode="lines+markers",
            marker={"size": 4},
            connectgaps=False,
            line={"color": colour, "width": width, "dash": dash},
            hovertemplate=(
                f"%{{customdata}}, %{{x}}: %{{y:,.4~g}}{in_unit(found.ts)}<extra></extra>"
            ),
        )
    _by_place(figure, found.cycle.place, labels)
    figure.update_yaxes(title=titled(found.ts.name, found.ts.unit), tickformat=",")
    return figure


def box_figure(found: Boxes, theme: str = "light") -> go.Figure:
    """One box for each place of the calendar: how far its values lie from the level."""
    figure = framed(theme)
    figure.update_layout(margin={"t": 34})
    table, relative = found.places, found.deviations.relative
    figure.add_box(
        x=list(table.index),
        q1=table["quarter"],
        median=table["median"],
        q3=table["three_quarters"],
        lowerfence=table["low"],
        upperfence=table["high"],
        name=found.cycle.place.capitalize(),
        marker={"color": hue(theme)},
        line={"width": 1.5},
        fillcolor=faint(hue(theme), 0.3),
        hoverinfo="skip",
        showlegend=False,
    )
    # A box's own label is five bare numbers; this mark has a sentence.
    figure.add_scatter(
        x=list(table.index),
        y=table["median"],
        mode="markers",
        marker={"symbol": "diamond", "size": 6, "color": ink(theme)},
        text=[_words(found, place) for place in range(len(table))],
        hovertemplate="%{text}<extra></extra>",
        showlegend=False,
    )
    figure.add_hline(y=0, line={"width": 1, "color": GROUND[theme]["line"]})
    _by_place(figure, found.cycle.place, list(table.index))
    figure.update_yaxes(
        title=titled("From the level", "" if relative else found.ts.unit),
        tickformat="+.0%" if relative else "+,~r",
    )
    return figure


def _by_place(figure: go.Figure, place: str, labels: list[str]) -> None:
    figure.update_xaxes(
        title=place.capitalize(),
        type="category",
        categoryorder="array",
        categoryarray=labels,
    )
    if len(labels) > _MOST_LABELS:
        figure.update_xaxes(nticks=_FEW_LABELS, tickangle=0)


def _words(found: Boxes, place: int) -> str:
    row = found.places.iloc[place]
    low, middle, high = (
        f"{'+' if row[name] >= 0 else '-'}{literal(found.deviations.size(row[name]))}"
        for name in ("quarter", "median", "three_quarters")
    )
    return f"{found.cycle.names[place]}: half between {low} and {high},<br>median {middle}"
