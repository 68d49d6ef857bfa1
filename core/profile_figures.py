"""The profile of a series, drawn: its parts, its correlations, its level, what it gives away."""

import numpy as np
import plotly.graph_objects as go

from core.figure_frame import axis_word, hover_date, in_unit
from core.model_styles import GROUND, STYLES, Style, faint
from core.profile.autocorrelation import Correlogram
from core.profile.decomposition import Decomposition
from core.profile.forecastability import LABELS, Forecastability
from core.profile.stationarity import Stationarity
from core.profile.strength import seasons
from core.profile.thinning import thinned
from core.profile_drawing import PART, framed, hue, ink, panel, panels, titled

# Bars of a remainder as long as they have room.
_MOST_BARS = 500
# Lags up to which each bar has room for a mark, and ticks that a phone has room for.
_ROOMY, _TICKS = 60, 8
_PART_HEIGHT, _CORRELATION_HEIGHT = 120, 190
_NAIVE = {
    "season": STYLES["Seasonal naive"],
    "last": Style("#8a5a00", "#e0a94a", "dash", "square"),
    "drift": Style("#7d3c98", "#c79be0", "dashdot", "triangle-up"),
    "mean": Style("#9c4f4f", "#e09a9a", "longdash", "diamond"),
}


def decomposition_figure(parts: Decomposition, theme: str = "light") -> go.Figure:
    """The series and its parts below each other, on the same dates."""
    seen, names = parts.seen, seasons(parts.seen.frequency)
    rows = {
        "Series": seen.y,
        "Trend": parts.trend,
        **{f"{names[period].capitalize()} season": part for period, part in parts.seasons.items()},
        "Remainder": parts.rest,
    }
    headings = [titled(name, seen.unit) for name in rows]
    figure = panels(headings, theme, _PART_HEIGHT, headings[2:])
    bars = len(seen) <= _MOST_BARS
    for row, (name, part) in enumerate(rows.items(), start=1):
        line = thinned(part)
        how = {"x": line.index, "y": line, "name": name, "yaxis": panel("y", row), "xaxis": "x"}
        hover = f"%{{x|{hover_date(seen.ts)}}}: %{{y:,.4~g}}{in_unit(seen.ts)}<extra>{name}</extra>"
        if name == "Remainder" and bars:
            figure.add_bar(**how, marker={"color": hue(theme)}, hovertemplate=hover)
        else:
            colour = ink(theme) if part is seen.y else hue(theme)
            figure.add_scatter(
                **how, mode="lines", line={"color": colour, "width": 1.5}, hovertemplate=hover
            )
    figure.update_layout(bargap=0.2)
    figure.update_xaxes(title=axis_word(seen.ts), type="date")
    return figure


def correlation_figure(found: Correlogram, theme: str = "light") -> go.Figure:
    """Autocorrelations above partial ones, with the band of chance."""
    noun, count = found.seen.frequency.noun, found.seen.frequency.count
    rows = {"Autocorrelation": found.acf, "Partial autocorrelation": found.pacf}
    figure = panels(list(rows), theme, _CORRELATION_HEIGHT, list(rows))
    lags = np.arange(1, len(found.acf) + 1)
    words = [count(int(lag)) for lag in lags]
    text = GROUND[theme]["text"]
    for row, (name, values) in enumerate(rows.items(), start=1):
        where = {"xaxis": "x", "yaxis": panel("y", row)}
        figure.add_bar(
            x=lags,
            y=values,
            name=name,
            width=0.6,
            customdata=words,
            marker={"color": faint(hue(theme), 0.65), "line": {"color": hue(theme), "width": 1}},
            hovertemplate=f"%{{customdata}} apart: %{{y:.2f}}<extra>{name}</extra>",
            **where,
        )
        far = np.abs(values) > found.limit
        # Told by more than colour: a mark at the end of each bar that chance does not explain.
        figure.add_scatter(
            x=lags[far],
            y=values[far],
            name="Beyond chance",
            mode="markers",
            marker={"symbol": "diamond", "size": 6 if len(lags) <= _ROOMY else 3, "color": text},
            hoverinfo="skip",
            **where,
        )
        for side in (1, -1):
            figure.add_scatter(
                x=[0.5, len(lags) + 0.5],
                y=[side * found.limit] * 2,
                name="95% by chance",
                mode="lines",
                line={"color": text, "width": 1.2, "dash": "dot"},
                hovertemplate="%{y:.2f}<extra>95% by chance</extra>",
                **where,
            )
    figure.update_xaxes(title=f"{noun.capitalize()}s apart", dtick=_tick_step(found), tick0=0)
    return figure


def stationarity_figure(found: Stationarity, theme: str = "light") -> go.Figure:
    """The series with its moving mean, and one moving standard deviation to either side."""
    seen = found.seen
    figure = framed(theme)
    moving = found.moving().dropna()
    mean = thinned(moving["mean"])
    spread = moving["spread"].reindex(mean.index)
    around = f"{seen.frequency.count(found.window)} around"
    figure.add_scatter(
        x=[*mean.index, *mean.index[::-1]],
        y=[*(mean + spread), *(mean - spread)[::-1]],
        name="One standard deviation",
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=faint(hue(theme), 0.22),
        hoverinfo="skip",
    )
    hover = f"%{{x|{hover_date(seen.ts)}}}: %{{y:,.4~g}}{in_unit(seen.ts)}"
    line = thinned(seen.y)
    figure.add_scatter(
        x=line.index,
        y=line,
        name="Series",
        mode="lines",
        line={"color": faint(ink(theme), 0.55), "width": 1},
        hovertemplate=f"{hover}<extra>Series</extra>",
    )
    figure.add_scatter(
        x=mean.index,
        y=mean,
        name=f"Mean of {around}",
        mode="lines",
        line={"color": hue(theme), "width": 2.5},
        hovertemplate=f"{hover}<extra>Mean</extra>",
    )
    figure.update_xaxes(title=axis_word(seen.ts), type="date")
    figure.update_yaxes(title=titled(seen.ts.name, seen.unit), tickformat=",")
    return figure


def error_figure(found: Forecastability, theme: str = "light") -> go.Figure:
    """What a simple rule and the naive ones miss by, by steps ahead."""
    figure = framed(theme)
    unit, count = found.ts.unit, found.ts.frequency.count
    ahead = [one.ahead for one in found.errors]
    value = f"%{{y:,.4~g}}{in_unit(found.ts)}"
    lines: dict[str, tuple[list[float], Style]] = {
        LABELS[name]: ([one.naive[name] for one in found.errors], _NAIVE[name])
        for name in LABELS
        if all(name in one.naive for one in found.errors)
    }
    lines["Simple rule"] = ([one.rule for one in found.errors], PART)
    for name, (errors, style) in lines.items():
        figure.add_scatter(
            x=ahead,
            y=errors,
            name=name,
            mode="lines+markers",
            customdata=[count(steps) for steps in ahead],
            line={
                "color": hue(theme, style),
                "width": 3 if style is PART else 1.8,
                "dash": style.dash,
            },
            marker={"symbol": style.symbol, "size": 7},
            hovertemplate=f"%{{customdata}} ahead: {value}<extra>{name}</extra>",
        )
    # Horizons grow by factors, so that the near ones keep their room on such an axis.
    title = f"{found.ts.frequency.noun.capitalize()}s ahead"
    figure.update_xaxes(title=title, type="log", tickvals=ahead, ticktext=[f"{n}" for n in ahead])
    figure.update_yaxes(title=titled("Typical miss", unit), tickformat=",", rangemode="tozero")
    return figure


def _tick_step(found: Correlogram) -> int:
    """Lags from tick to tick: half a season, a whole one or several, as there is room."""
    period, lags = found.seen.ts.seasonal_period, len(found.acf)
    half = period // 2 if period % 2 == 0 else period
    steps = [half, *range(period, lags + 1, period)]
    return next((step for step in steps if lags <= _TICKS * step), max(1, lags // _TICKS))
