"""What the file reader makes of a file, as it stands and with every choice that it offers."""

import time
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.errors import LookbackError
from core.profile import facts, plain, recommend
from core.reading import Choices, Detection, Reading, Table, interpret, interpret_panel, open_table
from core.treated import treated
from tests.fuzz.files import Odd

VERDICTS = ("read", "asked", "refused", "raised")
MOST_OPTIONS = 30
"""Options of one choice that are tried; damage may leave a table of hundreds of columns."""


@dataclass(frozen=True)
class Outcome:
    """What became of a file.

    Attributes:
        verdict: "read", or "asked" with an open question; "refused": an error in words, before
            anything was chosen; "raised": any other error, or a receipt whose total is not that
            of the series, then or with some choice.
        detail: Of what was raised: with which choices, and where.
        readings: How often it was read or refused, with each choice in turn.
        seconds: The longest of these.
        choices: Those of the longest.
    """

    verdict: str
    detail: str
    readings: int
    seconds: float
    choices: Choices


def outcome(file: Odd, every_choice: bool = True) -> Outcome:
    """Read a file as it stands, then with each choice that is offered for it alone."""
    verdict, detail, slowest = "refused", "", (0.0, Choices())
    # A table is opened again where what is chosen makes another one of the file.
    tables: dict[Choices, Table] = {}
    waiting, tried = [Choices()], 0
    while tried < len(waiting):
        choices = waiting[tried]
        tried += 1
        began = time.perf_counter()
        try:
            if choices.opening not in tables:
                tables = {choices.opening: open_table(file.data, file.filename, choices)}
            table = tables[choices.opening]
            if choices == Choices() and every_choice:
                waiting += _offered(table.detections)
            reading = interpret(table, choices)
            if choices == Choices():
                verdict = "asked" if reading.questions else "read"
                waiting += _offered_by(reading) if every_choice else ()
                _check_facts(table, reading)
            _check(reading)
        except LookbackError:
            pass
        # That there is any other is what is looked for.
        except Exception:
            verdict = "raised"
            detail = detail or f"{_shown(choices)}\n{traceback.format_exc()}"
        slowest = max(slowest, (time.perf_counter() - began, choices), key=lambda one: one[0])
    return Outcome(verdict, detail, tried, *slowest)


def _check(reading: Reading) -> None:
    """Whether the receipt's total is that of the series, and models can be shown the series."""
    y, after = reading.series.y, reading.receipt.steps[-1].total_after
    least = 1e-9 * (1 + float(y.abs().sum()))
    assert abs(float(y.sum()) - after) <= least, "the receipt's total is another"
    if (reading.series.treatment.gaps, reading.series.treatment.outliers) != ("leave", "keep"):
        assert len(treated(reading.series).ts)


def _check_facts(table: Table, reading: Reading) -> None:
    """The steps that follow a reading."""
    assert plain(facts(reading))
    assert recommend(reading.series).lookback >= 2
    if not reading.questions:
        interpret_panel(table)


def _offered(detections: Iterable[Detection]) -> Iterator[Choices]:
    """Choices with one thing chosen, for each that may be chosen instead of what was found."""
    for detection in detections:
        for value in detection.options[:MOST_OPTIONS]:
            if value != detection.value:
                yield Choices().choosing(detection, value)


def _offered_by(reading: Reading) -> Iterator[Choices]:
    """The same for a reading, its questions and its drivers."""
    yield from _offered(reading.detections)
    for question in reading.questions:
        yield Choices().answering(question, question.provisional)
    for name in reading.driving[:MOST_OPTIONS]:
        yield Choices().driven_by((name,), (name,))


def _shown(choices: Choices) -> str:
    return ", ".join(f"{k}: {v}" for k, v in vars(choices).items() if v is not None) or "no choice"
