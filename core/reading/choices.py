"""What was detected in a file, what a person may choose instead, what must be asked."""

from dataclasses import dataclass

from core import calendar
from core.errors import SettingError

DATE_ORDERS = ("day-first", "month-first")
DECIMALS = (".", ",")
LAYOUTS = ("a row for each date", "a column for each date")
DUPLICATES = ("sum", "mean", "last", "first")


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
        value_column: Column of the values to forecast.
        series_column: Column that tells several series apart.
        series: One value of `series_column`; `None` or "" adds all series up.
        date_order: One of `DATE_ORDERS`.
        decimal: One of `DECIMALS`.
        frequency: One of `core.calendar.NAMES`.
        duplicates: What becomes of several values for one date, one of `DUPLICATES`.

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
    series: str | None = None
    date_order: str | None = None
    decimal: str | None = None
    frequency: str | None = None
    duplicates: str | None = None

    def __post_init__(self) -> None:
        for label, value, allowed in (
            ("Layout", self.layout, LAYOUTS),
            ("Date order", self.date_order, DATE_ORDERS),
            ("Decimal mark", self.decimal, DECIMALS),
            ("Frequency", self.frequency, calendar.NAMES),
            ("Duplicates", self.duplicates, DUPLICATES),
        ):
            if value is not None and value not in allowed:
                raise SettingError(
                    f"{label} can't be {value!r}; choose one of: {', '.join(allowed)}."
                )

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
    """

    setting: str
    what: str
    value: str
    reason: str
    options: tuple[str, ...] = ()


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
    """

    setting: str
    text: str
    answers: tuple[Answer, ...]
    provisional: str
