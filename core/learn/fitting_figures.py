"""Two losses by epoch, and where a network is underfit and overfit."""

import numpy as np
import plotly.graph_objects as go

from core.learn.fitting import Course
from core.model_styles import STYLES, faint
from core.profile_drawing import framed, hue, ink

_ROOM = 0.12
"""Share of the width that a word needs."""

_KEPT = STYLES["ARIMA"]


def course_figure(found: Course, epoch: int, theme: str = "light") -> go.Figure:
    """Both losses, the best epoch, and the one at which it stops."""
    figure = framed(theme)
    epochs = np.arange(1, len(found.training) + 1)
    for name, losses, colour, dash in (
        ("Training loss", found.training, hue(theme), "solid"),
        ("Validation loss, kept back", found.validation, hue(theme, _KEPT), "dash"),
    ):
        figure.add_scatter(
            x=epochs,
            y=losses,
            mode="lines",
            name=name,
            line={"color": colour, "width": 2.5, "dash": dash},
            hovertemplate=f"epoch %{{x}}: %{{y:.3~g}}<extra>{name}</extra>",
        )
        figure.add_scatter(
            x=[epoch],
            y=[losses[epoch - 1]],
            mode="markers",
            marker={"color": colour, "size": 12, "symbol": "diamond"},
            showlegend=False,
            hoverinfo="skip",
        )
    figure.add_vline(x=found.best, line={"color": ink(theme), "width": 1.2, "dash": "dot"})
    if found.best < len(epochs):
        figure.add_vrect(
            x0=found.best, x1=len(epochs), fillcolor=faint(hue(theme, _KEPT), 0.1),
            line_width=0, layer="below",
        )  # fmt: skip
    room = found.best / len(epochs)
    for word, anchor, share in (("underfit ", "right", room), (" overfit", "left", 1 - room)):
        if share > _ROOM:
            figure.add_annotation(
                x=found.best, y=1, yref="paper", text=word, xanchor=anchor, yanchor="top",
                showarrow=False, font={"size": 13},
            )  # fmt: skip
    figure.update_xaxes(title="Epoch", range=[0, len(epochs) + 0.5])
    top = 1.15 * max(np.percentile(found.training, 98), np.percentile(found.validation, 90))
    figure.update_yaxes(title="Loss, scaled", range=[0, top or 1.0])
    figure.update_layout(height=290)
    return figure
