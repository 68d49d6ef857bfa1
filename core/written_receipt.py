"""A receipt as people read it: the same lines on a page and in a file."""

import textwrap
from dataclasses import dataclass

from core.number_style import using
from core.reading import Reading
from core.receipt import Step
from core.wording import amount, number, with_unit

WORDS = {
    ("decimal", "."): "point, as in 1.5",
    ("decimal", ","): "comma, as in 1,5",
    ("series", ""): "(all, combined)",
    ("duplicates", "sum"): "add them up",
    ("duplicates", "mean"): "take their mean",
    ("duplicates", "last"): "take the last",
    ("duplicates", "first"): "take the first",
    ("duplicates", "keep apart"): "keep apart as series",
    ("zeros", "real"): "are values",
    ("zeros", "not in stock"): "mean nothing was in stock",
    ("partial", "leave out"): "leave out",
    ("partial", "keep"): "keep",
    ("aggregate", "sum"): "add up",
    ("aggregate", "mean"): "average",
    ("gaps", "closed"): "zero on closed weekdays, else left",
    ("gaps", "leave"): "leave to each model",
    ("gaps", "zero"): "zero",
    ("gaps", "carry"): "last value again",
    ("gaps", "linear"): "straight line",
    ("gaps", "seasonal"): "line and season",
    ("outliers", "keep"): "keep",
    ("outliers", "replace"): "replace by what is usual",
    ("negatives", "as-seen"): "zero instead",
    ("negatives", "possible"): "are possible",
}
"""How the values of choices are called, by setting and value."""

_WIDTH = 90


@dataclass(frozen=True)
class Line:
    """One line of a receipt in words.

    Attributes:
        place: Its number, from 1.
        step: What was done.
        choice: What was chosen there, "" where there is nothing to choose.
    """

    place: int
    step: Step
    choice: str


def lines(reading: Reading) -> list[Line]:
    """The lines of a reading's receipt, in order."""
    return [
        Line(place, step, _chosen(reading, step.setting))
        for place, step in enumerate(reading.receipt, start=1)
    ]


def _chosen(reading: Reading, setting: str) -> str:
    for detection in reading.detections:
        if detection.setting == setting:
            return WORDS.get((setting, detection.value), detection.value)
    return ""


def to_text(reading: Reading, filename: str) -> bytes:
    """A receipt as a text that any editor opens: UTF-8 with BOM, lines as Windows ends them.

    Args:
        reading: What the file was read as.
        filename: Its name.
    """
    series = reading.series
    with using(series.numbers):
        first, last = (series.frequency.words(series.index[at]) for at in (0, -1))
        parts = [
            f"How {filename} was read and repaired",
            f"{with_unit(series.name, series.unit)}: {series.frequency.count(len(series))} from "
            f"{first} to {last}",
        ]
        parts += [_paragraph(line) for line in lines(reading)]
        parts.append(_filled(f"Control total. {reading.receipt.control()}", ""))
    text = "\n\n".join(parts) + "\n"
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def _paragraph(line: Line) -> str:
    step = line.step
    head = f"{line.place}. {step.name} ({number(step.count)})"
    before, after = amount(step.total_before), amount(step.total_after)
    total = (
        f"Total after: {after}." if before == after else f"Total {before} before, {after} after."
    )
    said = [step.text, step.example, f"Choice: {line.choice}." if line.choice else "", total]
    return "\n".join([head, *(_filled(each) for each in said if each)])


def _filled(text: str, indent: str = "   ") -> str:
    return textwrap.fill(
        text,
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
