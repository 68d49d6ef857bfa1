"""What all charts share: fonts, grounds, axes and legend, and how dates and numbers are written."""

import html

import plotly.graph_objects as go

from core.model_styles import GROUND
from core.number_style import in_force
from core.timeseries import TimeSeries
from core.wording import with_unit

_HEIGHT = 430


def layout(theme: str) -> go.Layout:
    """What all figures share: fonts, grounds, axes, the place of the legend."""
    ground = GROUND[theme]
    axis = {"gridcolor": ground["grid"], "zeroline": False, "linecolor": ground["line"]}
    return go.Layout(
        height=_HEIGHT,
        # The top holds two rows: the tool bar, then the legend.
        margin={"l": 8, "r": 8, "t": 72, "b": 8},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"color": ground["text"], "size": 13, "family": '"Source Sans", sans-serif'},
        modebar={
            "bgcolor": "rgba(0,0,0,0)",
            "color": ground["line"],
            "activecolor": ground["text"],
            "remove": ["select2d", "lasso2d", "autoScale2d"],
        },
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "title": None},
        hovermode="closest",
        xaxis={**axis, "showgrid": False, "automargin": True},
        yaxis={**axis, "automargin": True, "title": {"standoff": 8}},
        # Of ticks and of what is shown when pointed at: decimal mark, thousands mark.
        separators=in_force().separators,
        # A fixed name keeps zoom and hidden models while a page runs again.
        uirevision="lookback",
    )


def framed(ts: TimeSeries, theme: str) -> go.Figure:
    """An empty chart of dates, with buttons for spans fit for the frequency."""
    figure = go.Figure(layout=layout(theme))
    # Below, the legend has room for as many rows as a phone makes of it.
    figure.update_layout(margin_t=44, legend={"y": 0, "yref": "container"})
    figure.update_xaxes(
        title=axis_word(ts),
        type="date",
        rangeselector={
            "buttons": _range_buttons(ts),
            "y": 1.02,
            "x": 0,
            "xanchor": "left",
            "yanchor": "bottom",
            "bgcolor": GROUND[theme]["grid"],
            "activecolor": GROUND[theme]["chosen"],
        },
    )
    figure.update_yaxes(title=literal(with_unit(ts.name, ts.unit)), tickformat=",")
    return figure


def axis_word(ts: TimeSeries) -> str:
    """Title of an axis of dates: "Month"."""
    return ts.frequency.noun.capitalize()


def _range_buttons(ts: TimeSeries) -> list[dict[str, object]]:
    """Spans fit for the frequency, "All" last."""
    spans = {
        "yearly": ((10, "year"), (25, "year")),
        "quarterly": ((3, "year"), (10, "year")),
        "monthly": ((2, "year"), (5, "year")),
        "weekly": ((6, "month"), (2, "year")),
        "daily": ((1, "month"), (6, "month")),
        "business-daily": ((1, "month"), (6, "month")),
    }.get(ts.frequency.name, ((2, "day"), (14, "day")))
    buttons: list[dict[str, object]] = [
        {"count": count, "step": step, "stepmode": "backward", "label": f"{count} {step}s"
         if count > 1 else f"{count} {step}"}
        for count, step in spans
    ]  # fmt: skip
    return [*buttons, {"step": "all", "label": "All"}]


def hover_date(ts: TimeSeries) -> str:
    """How a date is written when pointed at, as Plotly takes it."""
    return {
        "yearly": "%Y", "quarterly": "%b %Y", "monthly": "%b %Y", "weekly": "%d %b %Y",
        "daily": "%a %d %b %Y", "business-daily": "%a %d %b %Y",
    }.get(ts.frequency.name, "%d %b %Y %H:%M")  # fmt: skip


def hover_number(ts: TimeSeries) -> str:
    """How a value is written when pointed at, as Plotly takes it."""
    return ",.0f" if ts.whole else ",.4~g"


def in_unit(ts: TimeSeries) -> str:
    """The unit with a space before it, "" if none is known."""
    return f" {literal(ts.unit)}" if ts.unit else ""


def literal(text: str) -> str:
    """Text of a file, kept from being read as HTML or as a Plotly template."""
    return html.escape(text).replace("%", "&#37;").replace("$", "&#36;")


def panel_below(figure: go.Figure, title: str, theme: str) -> None:
    """Make room for a second y axis, "y2", in a panel of its own under the lines."""
    ground = GROUND[theme]
    figure.update_layout(
        height=_HEIGHT + 150,
        xaxis_anchor="y2",
        yaxis_domain=[0.36, 1],
        yaxis2={
            "domain": [0, 0.23],
            "gridcolor": ground["grid"],
            "zeroline": True,
            "zerolinecolor": ground["line"],
            "automargin": True,
            "tickformat": ",",
            "nticks": 4,
        },
    )
    # Along the axis there is too little room for a unit of several words.
    figure.add_annotation(
        text=literal(title),
        xref="paper",
        yref="paper",
        x=0,
        y=0.24,
        xanchor="left",
        yanchor="bottom",
        showarrow=False,
        font={"size": 14},
    )
