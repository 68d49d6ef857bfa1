"""What a forecast is made of, drawn: parts above and below its level, and where they lead."""

import plotly.graph_objects as go

from core.explanation import LEVEL, Explanation
from core.figure_frame import axis_word, hover_date, in_unit, layout, literal
from core.model_styles import colour
from core.timeseries import TimeSeries
from core.wording import rounded, with_unit

_HUES = {
    "light": ("#0072b2", "#b54d00", "#00795a", "#9c4f82", "#8a6d00"),
    "dark": ("#56b4e9", "#f0914a", "#2fc79f", "#d98fbf", "#e6c229"),
}
_PATTERNS = ("", "/", "x", ".", "-")


def explanation_figure(found: Explanation, ts: TimeSeries, theme: str = "light") -> go.Figure:
    """Bars for each part at each step, stacked, and the forecast as a line; both from the level."""
    figure = go.Figure(layout=layout(theme))
    parts = found.parts.drop(columns=LEVEL)
    hues = _HUES[theme]
    for place, name in enumerate(parts):
        figure.add_bar(
            x=parts.index,
            y=parts[name],
            name=literal(str(name)),
            # Told apart by more than colour: each has a pattern of its own.
            marker={
                "color": hues[place % len(hues)],
                "pattern": {"shape": _PATTERNS[place % len(_PATTERNS)], "solidity": 0.35},
            },
            hovertemplate=(
                f"%{{x|{hover_date(ts)}}}: %{{y:+,.3~g}}{in_unit(ts)}"
                f"<extra>{literal(str(name))}</extra>"
            ),
        )
    ink = colour(found.model, theme)
    figure.add_scatter(
        x=parts.index,
        y=parts.sum(axis="columns"),
        name="All together",
        mode="lines+markers",
        line={"color": ink, "width": 2},
        customdata=found.parts.sum(axis="columns"),
        hovertemplate=(
            f"%{{x|{hover_date(ts)}}}: %{{customdata:,.4~g}}{in_unit(ts)}, %{{y:+,.3~g}} from the "
            f"level<extra>{found.model}</extra>"
        ),
    )
    figure.update_layout(barmode="relative", bargap=0.25)
    figure.update_xaxes(title=axis_word(ts), type="date")
    level = rounded(float(found.parts[LEVEL].iloc[0]))
    figure.update_yaxes(
        title=literal(with_unit(f"Above or below {level}", ts.unit)), tickformat=",", zeroline=True
    )
    return figure
