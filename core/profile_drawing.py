"""What the pictures of a profile share: a hue, a frame, panels below each other."""

from collections.abc import Sequence

import plotly.graph_objects as go

from core.figure_frame import layout, literal
from core.model_styles import ACTUAL, GROUND, Style
from core.wording import with_unit

PART = Style("#00697a", "#5cc8d7")
"""What is computed from a series and is no model: a trend, a season, a correlation."""

_HEIGHT, _GAP = 370, 0.07


def hue(theme: str, style: Style = PART) -> str:
    """The colour of a style on `theme` ("light" or "dark")."""
    return style.dark if theme == "dark" else style.light


def ink(theme: str) -> str:
    """The colour of the series itself."""
    return hue(theme, ACTUAL)


def titled(what: str, unit: str) -> str:
    """Title of an axis with its unit, kept from being read as markup."""
    return literal(with_unit(what, unit))


def framed(theme: str) -> go.Figure:
    """An empty figure."""
    figure = go.Figure(layout=layout(theme))
    # Without range buttons the top holds the tool bar and the legend only.
    figure.update_layout(height=_HEIGHT, margin={"t": 60})
    return figure


def panels(names: Sequence[str], theme: str, height: int, zeros: Sequence[str]) -> go.Figure:
    """Empty panels below each other on one x axis, each with its name above it.

    Args:
        names: One for each panel, as text for the figure.
        theme: "light" or "dark".
        height: Of one panel, in pixels.
        zeros: Names of the panels that have a line at 0.
    """
    figure = go.Figure(layout=layout(theme))
    many = len(names)
    size = (1 - _GAP * many) / many
    axis = figure.layout.yaxis.to_plotly_json()
    for row, name in enumerate(names, start=1):
        top = 1 - (row - 1) * (size + _GAP) - _GAP
        settings = {
            **axis,
            "domain": [max(0.0, top - size), top],
            "zeroline": name in zeros,
            "zerolinecolor": GROUND[theme]["line"],
            "tickformat": ",",
            "nticks": 4,
        }
        figure.update_layout({panel("yaxis", row): settings})
        # Along so low an axis there is too little room for a title.
        figure.add_annotation(
            text=name,
            xref="paper",
            yref="paper",
            x=0,
            y=top,
            xanchor="left",
            yanchor="bottom",
            showarrow=False,
            font={"size": 13},
        )
    figure.update_layout(
        height=height * many + 70,
        margin={"t": 34},
        xaxis_anchor=panel("y", many),
        showlegend=False,
    )
    return figure


def panel(axis: str, row: int) -> str:
    """An axis of a panel, counted from 1, as Plotly calls it: "y", "y2", "y3"."""
    return axis if row == 1 else f"{axis}{row}"
