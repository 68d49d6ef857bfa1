"""How far apart the dates of a file lie, and the rows placed accordingly."""

from dataclasses import dataclass

import pandas as pd

from core import calendar, rhythm
from core.calendar import Frequency
from core.reading import clock_changes, findings, period_days
from core.reading.choices import Choices, Detection, Question
from core.reading.understanding import Understood
from core.receipt import Rows, Step, day, remark
from core.weeks import Weeks, check_thirteen
from core.wording import counted, number

_OF_MONTHS = ("monthly", "quarterly", "yearly")


@dataclass(frozen=True, eq=False)
class Spacing:
    """The frequency of a file, and what was done to its rows for it.

    Attributes:
        rows: The rows; of a calendar of weeks, with the months they are drawn as.
        weeks: The calendar of weeks that the dates form, `None` for none.
        frequency: The frequency found or chosen.
        skipped: Stamps that clocks skipped when they went forward.
        detections: The frequency, and the day of its period that each date of a calendar of weeks
            is.
        questions: Which day that is, where nothing tells.
        steps: Lines of the receipt.
        notes: What should be known, as sentences.
    """

    rows: Rows
    weeks: Weeks | None
    frequency: Frequency
    skipped: pd.DatetimeIndex
    detections: list[Detection]
    questions: list[Question]
    steps: list[Step]
    notes: list[str]

    @property
    def date_style(self) -> str | None:
        """How forecasts are dated where the file's own way would be wrong; `None` elsewhere."""
        return None if self.weeks is None else "%Y-%m"

    def place(self, rows: Rows) -> Rows:
        """Other rows of the file, with the months they are drawn as."""
        if self.weeks is None:
            return rows
        return rows.assign(ds=self.weeks.place(pd.DatetimeIndex(rows["ds"])))


def space(
    rows: Rows, of_all: pd.DatetimeIndex, understood: Understood, choices: Choices
) -> Spacing:
    """Find the frequency of rows, or take the one chosen.

    Args:
        rows: One for each date of each series chosen.
        of_all: Dates of all series, which tell more than those of a few.
        understood: What the columns are.
        choices: What the person decided.

    Raises:
        DataError: If there is only one date, or a calendar of weeks can't be laid over months.
    """
    chosen = choices.frequency
    days: list[Detection] = []
    questions: list[Question] = []
    steps: list[Step] = []
    notes: list[str] = []
    stamps, of_all = pd.DatetimeIndex(rows["ds"]), of_all.unique()
    weeks = None
    if not understood.order_lines and chosen in (None, *_OF_MONTHS):
        weeks, days, questions = period_days.weeks_of(
            of_all, understood.date.name, choices.period_day
        )
    if weeks is not None:
        rows, steps = _placed(rows, weeks)
        notes.append(weeks.sentence)
        stamps, of_all = pd.DatetimeIndex(rows["ds"]), weeks.stamps
        frequency, evidence = calendar.named(weeks.name, of_all), weeks.evidence
    else:
        if chosen is None and not understood.order_lines:
            check_thirteen(of_all)
        frequency, evidence = rhythm.infer(of_all, loose=understood.order_lines)
        if not _suits(frequency, stamps):
            of_all = stamps.unique()
            frequency, evidence = rhythm.infer(of_all, loose=understood.order_lines)
    column = understood.date.name
    if frequency.name == "weekly":
        frequency = calendar.named("weekly", of_all, period_days.at_end(column))
        evidence += period_days.of_week(frequency, of_all, column)
    detection = findings.frequency(frequency, evidence, stamps, chosen)
    if chosen is not None:
        frequency = calendar.named(chosen, stamps, period_days.at_end(column))
    if understood.numbered:
        detection = findings.numbered_frequency(frequency.name, len(rows), chosen)
    skipped = clock_changes.skipped_hours(of_all, frequency)
    if len(skipped):
        notes.append(clock_changes.skipped_note(skipped))
    return Spacing(rows, weeks, frequency, skipped, [detection, *days], questions, steps, notes)


def _suits(frequency: Frequency, stamps: pd.DatetimeIndex) -> bool:
    """Whether the frequency of all series is that of one: it holds half of the periods."""
    periods = frequency.snap(stamps.unique()).unique().sort_values()
    return len(periods) >= 0.5 * frequency.length(periods[0], periods[-1])


def _placed(rows: Rows, weeks: Weeks) -> tuple[Rows, list[Step]]:
    dates = pd.DatetimeIndex(rows["ds"])
    placed = rows.assign(ds=weeks.place(dates))
    count = int((dates != pd.DatetimeIndex(placed["ds"])).sum())
    text = f"{counted(count, 'date')} moved. {weeks.sentence}"
    frequency = calendar.named(weeks.name, weeks.stamps)
    example = (
        f"Line {number(rows['line'].iloc[0])}: {day(dates[0])} counts as "
        f"{frequency.words(placed['ds'].iloc[0])}."
    )
    return placed, remark(rows, "Dates moved", count, text, example)
