"""What was detected in a file, what a person may choose instead, what must be asked."""

from calendar import month_name
from dataclasses import dataclass, replace
from typing import Any

from core import calendar
from core.errors import SettingError
from core.settings import check_choice
from core.treatment import GAPS, NEGATIVES, OUTLIERS
from core.wording import quoted

DATE_ORDERS = ("day-first", "month-first")
DECIMALS = (".", ",")
PERIOD_DAYS = ("first day", "last day")
MONTHS = tuple(month_name)[1:]
LAYOUTS = ("a row for each date", "a column for each date")
KEEP_APART = "keep apart"
DUPLICATES = ("sum", "mean", "last", "first", KEEP_APART)
AGGREGATES = ("sum", "mean")
PARTIAL = ("leave out", "keep")
ZEROS = ("real", "not in stock")
REPAIRS = ("duplicates", "zeros", "partial", "aggregate", "gaps", "outliers", "negatives")
"""Choices that change values, in the order in which they are carried out."""


@dataclass(frozen=True)
class RowRule:
    """Rows left out by a column such as a status or a region.

    Attributes:
        column: Its name.
        left_out: Its values whose rows are left out; "" for empty cells.
        kept: Its other values when that was decided. A value that is neither here nor there is
            kept, and pointed out.

    Raises:
        SettingError: If a value is both kept and left out.
    """

    column: str
    left_out: tuple[str, ...]
    kept: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if both := set(self.left_out) & set(self.kept):
            raise SettingError(
                f"Rows with {quoted(min(both))} in {quoted(self.column)} can't be both kept and "
                "left out."
            )


@dataclass(frozen=True)
class Choices:
    """What a person decides about a file; `None` leaves it to detection.

    Attributes:
        sheet: Sheet of a workbook.
        encoding: One of `core.reading.decode.ENCODINGS`.
        delimiter: One of the words in `core.reading.records.DELIMITERS`.
        header: "none", or the line of the heading as in "line 3".
        layout: One of `LAYOUTS`.
        date_column: Column of the dates, or columns joined as in "Year + Month".
        value_column: Column of the values to forecast, the product of two as in
            "quantity × price", or `core.reading.measures.COUNT`.
        series_column: Column that tells several series apart, or columns joined as in
            "Region + Store"; "" for none.
        series: One value for each of these columns, "" to combine all of it, as where nothing
            is said; `None` combines all.
        rows: Which rows are left out by their values in other columns, a rule for each column.
        date_order: One of `DATE_ORDERS`.
        decimal: One of `DECIMALS`.
        frequency: One of `core.calendar.NAMES`.
        period_day: Which day of a period made of whole weeks the dates are, one of `PERIOD_DAYS`.
        fiscal_start: Month in which fiscal years begin that stand beside months, one of `MONTHS`.
        duplicates: What becomes of several values for one date, one of `DUPLICATES`.
        aggregate: What is made of the dates of one period, and of several series: one of
            `AGGREGATES`.
        partial: What becomes of a first or last period that is not whole, one of `PARTIAL`.
        last_out: Stamp of a last period that counts as not whole whatever its dates say, as
            `stamp.isoformat()` has it. Of a file that goes on after it, nothing is left out.
        last_kept: Stamp of a last period that is as it should be, however odd it looks.
        zeros: Whether zeros are values, or say that nothing could be sold: one of `ZEROS`.
        gaps: What stands where there is no value, one of `GAPS`.
        outliers: What becomes of values far from what is usual, one of `OUTLIERS`.
        negatives: Whether forecasts may be negative, one of `NEGATIVES`.
        drivers: Other columns that move the values.
        known_ahead: Those of them that are known before they come to pass.
        holidays: Country and region whose public holidays are drivers, as in "NO" or "DE/BY";
            "" for none.

    Raises:
        SettingError: If a choice is not one of those allowed.
    """

    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    header: str | None = None
    layout: str | None = None
    date_column: str | None = None
    value_column: str | None = None
    series_column: str | None = None
    series: tuple[str, ...] | None = None
    rows: tuple[RowRule, ...] | None = None
    date_order: str | None = None
    decimal: str | None = None
    frequency: str | None = None
    period_day: str | None = None
    fiscal_start: str | None = None
    duplicates: str | None = None
    aggregate: str | None = None
    partial: str | None = None
    last_out: str | None = None
    last_kept: str | None = None
    zeros: str | None = None
    gaps: str | None = None
    outliers: str | None = None
    negatives: str | None = None
    drivers: tuple[str, ...] | None = None
    known_ahead: tuple[str, ...] | None = None
    holidays: str | None = None

    def __post_init__(self) -> None:
        for label, value, allowed in (
            ("Layout", self.layout, LAYOUTS),
            ("Date order", self.date_order, DATE_ORDERS),
            ("Decimal mark", self.decimal, DECIMALS),
            ("Frequency", self.frequency, calendar.NAMES),
            ("Day of a period", self.period_day, PERIOD_DAYS),
            ("Start of fiscal years", self.fiscal_start, MONTHS),
            ("Repeated dates", self.duplicates, DUPLICATES),
            ("Added up or averaged", self.aggregate, AGGREGATES),
            ("Unfinished periods", self.partial, PARTIAL),
            ("Zeros", self.zeros, ZEROS),
            ("Gaps", self.gaps, GAPS),
            ("Outliers", self.outliers, OUTLIERS),
            ("Negative forecasts", self.negatives, NEGATIVES),
        ):
            if value is not None:
                check_choice(label, value, allowed)

    def answering(self, question: "Question", value: str) -> "Choices":
        """The same with an answer to a question."""
        if question.setting == "series":
            return self._with_series(question.place, value)
        said: dict[str, Any] = {question.setting: value}
        return replace(self, **said)

    def choosing(self, detection: "Detection", value: str) -> "Choices":
        """The same with something else chosen than was detected.

        Another column of series has other series, so those chosen are forgotten; and what was a
        driver may hold the dates, values or series now.
        """
        if detection.setting == "series":
            return self._with_series(detection.place, value)
        said: dict[str, Any] = {detection.setting: value}
        changed = replace(self, **said)
        apart = detection.setting == "duplicates" and KEEP_APART in (detection.value, value)
        if detection.setting == "series_column" or apart:
            changed = replace(changed, series=None)
        if detection.setting in ("date_column", "value_column", "series_column"):
            changed = replace(changed, drivers=None, known_ahead=None)
        return changed

    def sorting_out(self, rule: RowRule) -> "Choices":
        """The same with another rule for the rows of a column.

        What was decided about values that it does not name holds on: those of last month's file.
        """
        rules = []
        for each in self.rows or ():
            if each.column != rule.column:
                rules.append(each)
                continue
            named = {*rule.left_out, *rule.kept}
            left_out = (value for value in each.left_out if value not in named)
            kept = (value for value in each.kept if value not in named)
            rule = RowRule(rule.column, (*rule.left_out, *left_out), (*rule.kept, *kept))
        return replace(self, rows=(*rules, rule))

    def _with_series(self, place: int, value: str) -> "Choices":
        series = list(self.series or ())
        series += [""] * (place + 1 - len(series))
        series[place] = value
        return replace(self, series=tuple(series))

    def driven_by(self, drivers: tuple[str, ...], ahead: tuple[str, ...]) -> "Choices":
        """The same with other drivers, of which those in `ahead` are known ahead."""
        return replace(self, drivers=drivers or None, known_ahead=ahead or None)

    def with_holidays(self, of: str) -> "Choices":
        """The same with the public holidays of a country or region, "" for none."""
        return replace(self, holidays=of or None)

    @property
    def place(self) -> tuple[str, str]:
        """Country and region of the holidays, each "" where none is chosen."""
        country, _, region = (self.holidays or "").partition("/")
        return country, region

    @property
    def opening(self) -> "Choices":
        """Those alone that decide what the table and its columns are."""
        return Choices(self.sheet, self.encoding, self.delimiter, self.header, self.layout)


@dataclass(frozen=True)
class Detection:
    """One thing that was found out about a file.

    Attributes:
        setting: Field of `Choices` that overrides it; what has no options can't be overridden.
        what: Words for it, "Date column".
        value: What was found or chosen, as `Choices` takes it; "" for all series added up.
        reason: The evidence, in words.
        options: All values that may be chosen, the present one among them.
        place: Which of several values of the setting this is, from 0.
    """

    setting: str
    what: str
    value: str
    reason: str
    options: tuple[str, ...] = ()
    place: int = 0


@dataclass(frozen=True)
class Answer:
    """One answer to a question: the value for `Choices`, and what it makes of the file."""

    value: str
    text: str


@dataclass(frozen=True)
class Question:
    """Something that fits two ways, so that only the person can know.

    Attributes:
        setting: Field of `Choices` that answers it.
        text: The question.
        answers: The readings that fit, each shown on the file's own first rows.
        provisional: Value of the answer that is used until the person chooses.
        place: Which of several values of the setting it is about, from 0.
    """

    setting: str
    text: str
    answers: tuple[Answer, ...]
    provisional: str
    place: int = 0
