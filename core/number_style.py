"""How numbers are written, on pages and in CSV files: one style, found in the file or chosen.

A page is written in the style of the person who looks at it, and a server writes pages of several
people side by side. So the style in force is a context variable: whoever draws a page, reads a
file or fits a model sets it once, and `core.wording` and the figures look here. A series carries
its style, as it carries its unit, and so takes it into the processes where models are fitted.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from core.errors import SettingError

THIN_SPACE = "\u202f"
"""The narrow no-break space that groups digits in some countries."""


@dataclass(frozen=True)
class CsvStyle:
    """What separates the columns of a CSV file, and its decimal mark."""

    separator: str
    decimal: str


COMMA_CSV = CsvStyle(",", ".")
SEMICOLON_CSV = CsvStyle(";", ",")
CSV_STYLES = {"comma": COMMA_CSV, "semicolon": SEMICOLON_CSV}
"""By name, as a recipe has it. Spreadsheets expect the second where a comma is the decimal mark."""


@dataclass(frozen=True)
class NumberStyle:
    """The marks of a number.

    Attributes:
        decimal: "." or ",".
        thousands: Between groups of three digits: ",", ".", `THIN_SPACE` or "'".

    Raises:
        SettingError: If a mark is another one, or both are the same.
    """

    decimal: str = "."
    thousands: str = ","

    def __post_init__(self) -> None:
        if (
            self.decimal not in (".", ",")
            or self.thousands not in (",", ".", THIN_SPACE, "'")
            or self.decimal == self.thousands
        ):
            raise SettingError(
                "Numbers can be written with a point or a comma before the decimals, and a comma, "
                "a point, a space or an apostrophe between thousands; the two have to differ."
            )

    def written(self, value: float, form: str = ",") -> str:
        """A number as Python's `format` takes `form`, with the marks of this style."""
        return format(value, form).translate({ord("."): self.decimal, ord(","): self.thousands})

    @property
    def example(self) -> str:
        """What it looks like: "1,234.5"."""
        return self.written(1234.5, ",.1f")

    @property
    def separators(self) -> str:
        """As Plotly's layout takes them."""
        return self.decimal + self.thousands

    @property
    def csv(self) -> CsvStyle:
        """The kind of CSV file that goes with it."""
        return COMMA_CSV if self.decimal == "." else SEMICOLON_CSV


DEFAULT = NumberStyle()
STYLES = (
    DEFAULT,
    NumberStyle(",", "."),
    NumberStyle(",", THIN_SPACE),
    NumberStyle(".", "'"),
)
"""The usual ones."""

_IN_FORCE = ContextVar("number_style", default=DEFAULT)


def in_force() -> NumberStyle:
    """The style to write in here and now."""
    return _IN_FORCE.get()


def use(style: NumberStyle) -> None:
    """Write in `style` from here on: for whoever owns its thread, such as one run of a page."""
    _IN_FORCE.set(style)


@contextmanager
def using(style: NumberStyle) -> Iterator[None]:
    """Write in `style` inside a `with`."""
    before = _IN_FORCE.set(style)
    try:
        yield
    finally:
        _IN_FORCE.reset(before)
