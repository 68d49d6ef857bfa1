"""The lessons in their order, and their texts, which stand in files of their own."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

_TEXTS = Path(__file__).with_name("texts")


@dataclass(frozen=True)
class Lesson:
    """One lesson.

    Attributes:
        key: Its name in addresses and files.
        title: What it is about.
        settings: Settings on Train that it explains, by name.
    """

    key: str
    title: str
    settings: tuple[str, ...]


@dataclass(frozen=True)
class Text:
    """What a lesson says, in Markdown with maths.

    Attributes:
        body: Three short paragraphs.
        try_this: What to do with the picture.
        exact: Where the usual telling is loose, and what is right; "" for nothing.
        origin: Where the idea comes from; "" where that doesn't help.
    """

    body: str
    try_this: str
    exact: str
    origin: str


LESSONS = (
    Lesson("perceptron", "A neuron", ("units",)),
    Lesson("network", "A network", ("layers", "units")),
    Lesson("activations", "Activations", ("activation",)),
    Lesson("cost", "Cost", ("loss",)),
    Lesson("descent", "Gradient descent", ("optimiser", "learning_rate", "schedule")),
    Lesson("backpropagation", "Backpropagation", ("batch_size",)),
    Lesson(
        "vanishing",
        "Vanishing and exploding gradients",
        ("initialisation", "normalisation", "clipping", "clip_at"),
    ),
    Lesson("keras", "Keras in one screen", ("epochs", "early_stopping", "patience")),
    Lesson("windows", "Sequences and windows", ("lookback", "batch_size")),
    Lesson("recurrent", "A recurrent neuron", ("cell",)),
    Lesson("gates", "LSTM, peepholes, GRU", ("cell",)),
    Lesson("recursion", "Forecasting step by step", ("label_length", "horizon")),
    Lesson("errors", "Error measures", ("folds",)),
    Lesson("arima", "ARIMA", ("differencing",)),
    Lesson("your-turn", "Your turn", ("lookback", "cell", "epochs")),
)

_PARTS = {"Try this": "try_this", "To be exact": "exact", "Where it comes from": "origin"}


@cache
def text(key: str) -> Text:
    """The text of a lesson."""
    body, *parts = (_TEXTS / f"{key}.md").read_text("utf-8").split("\n## ")
    said = {"body": body.strip(), **dict.fromkeys(_PARTS.values(), "")}
    for part in parts:
        heading, _, words = part.partition("\n")
        said[_PARTS[heading.strip()]] = words.strip()
    return Text(**said)


def explaining(setting: str) -> Lesson | None:
    """The lesson that explains a setting on Train; the first where there are several."""
    return next((lesson for lesson in LESSONS if setting in lesson.settings), None)
