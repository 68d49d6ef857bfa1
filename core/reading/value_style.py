"""How a file writes its values: the marks of its numbers, and the unit beside them."""

import re
from collections import Counter
from dataclasses import dataclass

import pandas as pd

from core.number_style import DEFAULT, STYLES, THIN_SPACE, NumberStyle
from core.reading.measures import source_columns
from core.reading.numbers import Decimal, is_missing, thousands_mark, unit_of
from core.reading.table import Table
from core.reading.units import CURRENCY
from core.wording import quoted

_LOOKED_AT = 2_000
"""Cells in which a unit is looked for."""

_SCALES = "(?i:k|t|m|mn|mln|mio|mill|bn|mrd|tsd|(?:thousand|million|billion)s?|'?000s?)"
_HEADED = re.compile(
    rf"(?P<name>.*\S)\s*[(\[]\s*(?P<unit>%|"
    rf"(?:{_SCALES}\.?\s*)?(?i:{CURRENCY})(?:\s*{_SCALES}\.?)?"
    r"(?:\s*(?:/|per)\s*\w{1,12})?)\s*[)\]]\s*"
)
_LONGEST_HEADING = 200


@dataclass(frozen=True)
class ValueStyle:
    """How values are written.

    Attributes:
        name: What they are called, without a unit in brackets.
        numbers: The marks of their numbers.
        unit: Currency or percent sign beside them, "" if none was found.
        reason: Where the unit was found.
    """

    name: str
    numbers: NumberStyle = DEFAULT
    unit: str = ""
    reason: str = ""


def find_value_style(table: Table, measure: str, found: Decimal, decimal: str) -> ValueStyle:
    """How the values of a measure are written in its file.

    Args:
        table: The file.
        measure: What is measured, as `core.reading.measures` names it.
        found: The decimal mark that was found.
        decimal: The one its numbers are read with.
    """
    columns = source_columns(table.frame, measure)
    texts = [table.frame[column] for column in columns if column not in table.stored]
    numbers = _numbers(texts, found, decimal, table.delimiter)
    if len(columns) == 1 and len(measure) <= _LONGEST_HEADING:
        headed = _HEADED.fullmatch(measure)
        if headed is not None:
            reason = f"it stands in the heading, {quoted(measure)}"
            return ValueStyle(headed["name"], numbers, headed["unit"], reason)
    inside = {_in_cells(cells) for cells in texts} - {""}
    # In a product of two columns a percent sign is that of a rate.
    if len(inside) == 1 and (len(columns) == 1 or "%" not in inside):
        return ValueStyle(measure, numbers, inside.pop(), "it stands in the cells")
    return ValueStyle(measure, numbers)


def _numbers(texts: list[pd.Series], found: Decimal, decimal: str, delimiter: str) -> NumberStyle:
    """The marks seen; what goes with them where one was not seen."""
    if not texts:
        return DEFAULT
    cells = pd.concat(texts)
    thousands = thousands_mark(cells, decimal)
    if not found.seen and found.mark == decimal:
        # No decimals to be seen. Spaces between thousands mostly go with a comma before decimals,
        # and a semicolon between columns leaves the comma to them.
        spaced = thousands == THIN_SPACE
        decimal = "," if spaced or (not thousands and delimiter == ";") else decimal
    if thousands:
        return NumberStyle(decimal, thousands)
    return next(style for style in STYLES if style.decimal == decimal)


def _in_cells(texts: pd.Series) -> str:
    """The sign that stands in at least half of the cells, if no other does; else ""."""
    cells = [cell for cell in pd.factorize(texts)[1][:_LOOKED_AT] if not is_missing(cell)]
    units = Counter(filter(None, map(unit_of, cells)))
    if len(units) != 1 or 2 * units.total() < len(cells):
        return ""
    return next(iter(units))
