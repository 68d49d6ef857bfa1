"""How each model is drawn.

Colours mean one thing everywhere: a series or a model has its own hue, dash and marker. The hues
begin with the palette of Okabe and Ito and stay apart under the common kinds of colour blindness.
Bands are the model's hue, thinner the wider the level.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Style:
    """How one series is drawn: colour on light and on dark ground, dash, marker."""

    light: str
    dark: str
    dash: str = "solid"
    symbol: str = "circle"


ACTUAL = Style("#1b1f24", "#f2f4f7")
STYLES = {
    "LSTM": Style("#0072b2", "#56b4e9", "solid", "circle"),
    "GRU": Style("#00795a", "#2fc79f", "solid", "square"),
    "SimpleRNN": Style("#9c4f82", "#d98fbf", "solid", "diamond"),
    "Peephole LSTM": Style("#2c5aa0", "#8fb8f0", "solid", "hexagon"),
    "MLP": Style("#7a5195", "#c39be0", "solid", "cross"),
    "Perceptron": Style("#2f6f8f", "#7fc4de", "solid", "pentagon"),
    "Practised LSTM": Style("#1a7f37", "#5fd068", "12px,3px", "triangle-left"),
    "Practised GRU": Style("#1f5fd0", "#7db2ff", "12px,3px", "bowtie"),
    "ARIMA": Style("#b54d00", "#f0914a", "dash", "triangle-up"),
    "ETS": Style("#4c3300", "#ffdd33", "longdash", "triangle-down"),
    "Theta": Style("#c400e8", "#ff2e70", "dashdot", "triangle-right"),
    "Seasonal naive": Style("#6b7280", "#9aa3af", "dot", "x"),
    "Drift": Style("#8a7f72", "#b3a794", "5px,5px", "line-ew-open"),
    "Blend": Style("#4c0099", "#7070ff", "longdashdot", "hourglass"),
}
_OTHER = Style("#8a6d00", "#e6c229", "dashdot", "star")
GROUND = {
    "light": {"grid": "#e3e7ec", "text": "#3a424d", "line": "#8a94a1", "chosen": "#c3cbd5"},
    "dark": {"grid": "#2b333d", "text": "#c7ced8", "line": "#77818e", "chosen": "#4a5563"},
}
"""What is drawn beside the models, by theme."""


def style_of(model: str) -> Style:
    """How `model` is drawn."""
    return STYLES.get(model, _OTHER)


def colour(model: str, theme: str) -> str:
    """The colour of `model` on `theme` ("light" or "dark")."""
    drawn = style_of(model)
    return drawn.dark if theme == "dark" else drawn.light


def faint(hue: str, opacity: float) -> str:
    """A colour of six digits, let through by `opacity` from 0 to 1."""
    red, green, blue = (int(hue[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"
