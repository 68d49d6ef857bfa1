"""How an ensemble was trained, drawn and as a table."""

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from core.figure_frame import layout
from core.model_styles import colour
from core.models import Practised, Recurrent
from core.models.recurrent import LOSSES
from core.progress import Progress

Curves = Mapping[int, Sequence[Progress]]
"""Reports of the epochs of each fit, in their order, by fold; 0 is the final fit."""

_MEMBER = {"width": 1.0, "opacity": 0.45}
_MEAN = {"width": 2.4, "opacity": 1.0}
_EARLIER = {"width": 1.0, "opacity": 0.25}


def loss_figure(curves: Curves, network: Recurrent | Practised, theme: str = "light") -> go.Figure:
    """Training and validation loss of the fit that is running, earlier fits faint behind it.

    Of the fit that is running each member has a thin line too, around the mean.
    """
    if isinstance(network, Practised):
        members, epochs, loss = 1, network.adaptation_epochs, "pinball"
    else:
        members, epochs, loss = network.members, network.epochs, network.loss
    figure = go.Figure(layout=layout(theme))
    hue = colour(network.name, theme)
    folds = sorted(curves, key=lambda fold: (fold == 0, fold))
    for fold in folds:
        newest = fold == folds[-1]
        # The refit on all windows has no validation loss: a curve of its own.
        search = [report for report in curves[fold] if report.val_loss is not None]
        refit = [report for report in curves[fold] if report.val_loss is None]
        for reports, side, name, dash in (
            (search, 0, "Training loss", "solid"),
            (search, 1, "Validation loss", "dash"),
            (refit, 0, "Training loss, all windows", "dot"),
        ):
            if not reports:
                continue
            mean = [(report.loss, report.val_loss)[side] for report in reports]
            lines = [("", mean, _MEAN if newest else _EARLIER)]
            drawn = len(reports[0].members) if newest and members > 1 else 0
            for member in range(drawn):
                mine = [report.members[member][side] for report in reports]
                lines.insert(0, (f", network {member + 1}", mine, _MEMBER))
            for whose, losses, look in lines:
                figure.add_scatter(
                    x=[report.step for report in reports],
                    y=losses,
                    name=name,
                    legendgroup=name,
                    mode="lines",
                    line={"color": hue, "dash": dash, "width": look["width"]},
                    opacity=look["opacity"],
                    showlegend=look is _MEAN,
                    hovertemplate=f"epoch %{{x}}: %{{y:.3f}}"
                    f"<extra>{name}{whose}, {_words(fold)}</extra>",
                )
    longest = max((reports[-1].step for reports in curves.values()), default=1)
    figure.update_xaxes(title="Epoch", range=[0, max(longest, epochs)])
    word = dict(LOSSES)[loss]
    figure.update_yaxes(title=f"Loss: {word[0].lower()}{word[1:]}, scaled", rangemode="tozero")
    figure.update_layout(height=300)
    return figure


def loss_table(curves: Curves) -> pd.DataFrame:
    """A row for every epoch of every fit: losses of the ensemble, then of each member."""
    rows = []
    for fold, reports in curves.items():
        for report in reports:
            row: dict[str, object] = {
                "Fold": str(fold or "final"),
                "Epoch": report.step,
                "Training loss": report.loss,
                "Validation loss": report.val_loss,
            }
            if len(report.members) > 1:
                for member, (loss, val_loss) in enumerate(report.members, start=1):
                    row[f"Network {member}, training"] = loss
                    row[f"Network {member}, validation"] = val_loss
            rows.append(row)
    return pd.DataFrame(rows)


def _words(fold: int) -> str:
    return f"fold {fold}" if fold else "final fit"
