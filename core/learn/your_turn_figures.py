"""The exercise, drawn: what is known, forecasts, and, once revealed, what came."""

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go

from core.figure_frame import hover_date, hover_number, in_unit, literal
from core.learn.your_turn import Exercise
from core.model_styles import GROUND, STYLES, Style, faint
from core.profile_drawing import framed, hue, ink, titled

YOURS, SOLUTION, NAIVE = "Yours", "The solution", "Seasonal naive"
_STYLES: dict[str, Style] = {
    YOURS: STYLES["ARIMA"],
    SOLUTION: STYLES["LSTM"],
    NAIVE: STYLES["Seasonal naive"],
}
_SEEN = 4


def exercise_figure(
    given: Exercise,
    forecasts: Mapping[str, np.ndarray],
    theme: str = "light",
    *,
    revealed: bool = False,
) -> go.Figure:
    """The newest that is known, forecasts by name, and what came where it is revealed."""
    figure = framed(theme)
    ts, steps = given.known, given.steps
    ahead = ts.future_index(steps)
    point = f"%{{x|{hover_date(ts)}}}: %{{y:{hover_number(ts)}}}{in_unit(ts)}"
    # Revealed, a closer look: forecasts lie close together.
    seen = ts.y.iloc[-(1 if revealed else _SEEN) * steps :]
    index, values = seen.index, seen.to_numpy()
    if revealed:
        index, values = index.append(ahead), np.concatenate([values, given.truth])
    figure.add_scatter(
        x=index,
        y=values,
        mode="lines",
        name="What came" if revealed else "What is known",
        line={"color": ink(theme), "width": 2},
        hovertemplate=f"{point}<extra></extra>",
    )
    for name, forecast in forecasts.items():
        style = _STYLES[name]
        figure.add_scatter(
            x=ahead,
            y=forecast,
            mode="lines+markers",
            name=literal(name),
            line={"color": hue(theme, style), "width": 2, "dash": style.dash},
            marker={"symbol": style.symbol, "size": 6},
            hovertemplate=f"{point}<extra>{literal(name)}</extra>",
        )
    figure.add_vrect(
        x0=ts.index[-1], x1=ahead[-1], fillcolor=faint(GROUND[theme]["line"], 0.14),
        line_width=0, layer="below",
    )  # fmt: skip
    if not revealed and not forecasts:
        figure.add_annotation(
            x=ahead[steps // 2], y=0.5, yref="paper", text="?", showarrow=False,
            font={"size": 30},
        )  # fmt: skip
    figure.update_xaxes(type="date", range=[index[0], ahead[-1]])
    figure.update_yaxes(title=titled(ts.name, ts.unit), tickformat=",")
    return figure
