"""How a file writes its values: the marks of its numbers, and the unit beside them."""

import re
from collections import Counter
from dataclasses import dataclass

import pandas as pd

from core.number_style import DEFAULT, STYLES, THIN_SPACE, NumberStyle
from core.reading.measures import source_columns
from core.reading.numbers import Decimal, is_missing, thousands_mark, unit_of
from core.reading.table import Table
from core.wording import quoted

_LOOKED_AT = 2_000
"""Cells in which a unit is looked for."""

_CURRENCIES = (
    r"[$€£¥₹₩₺₪₽]|USD|EUR|GBP|NOK|SEK|DKK|CHF|JPY|CNY|INR|AUD|CAD|NZD|PLN|CZK|HUF|RON|BGN|TRY|ISK|"
    "ZAR|BRL|MXN|KRW|SGD|HKD|ILS|kr|zł|Kč"
)
_SCALES = r"k|K|T|m|M|mn|mln|mio|mill|bn|Mrd|Tsd|million|millions|thousand|thousands|'?000s?"
_HEADED = re.compile(
    rf"(?P<name>.*\S)\s*[(\[]\s*(?P<unit>%|"
    rf"(?:(?:{_SCALES})\.?\s*)?(?:{_CURRENCIES})\.?(?:\s*(?:{_SCALES})\.?)?"
    r"(?:\s*(?:/|per)\s*\w+)?)\s*[)\]]\s*"
)


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
    headed = {column: _HEADED.fullmatch(column) for column in columns}
    inside = {_in_cells(cells) for cells in texts} - {""}
    if len(columns) == 1 and (heading := headed[columns[0]]) is not None:
        reason = f"it stands in the heading, {quoted(columns[0])}"
        return ValueStyle(heading["name"], numbers, heading["unit"], reason)
    if (len(inside) == 1 and inside != {"%"}) or (len(columns) == 1 and inside):
        return ValueStyle(measure, numbers, inside.pop(), "it stands in the cells")
    return ValueStyle(measure, numbers)


def _numbers(texts: list[pd.Series], found: Decimal, decimal: str, delimiter: str) -> NumberStyle:
    """The marks seen; what goes with them where one was not seen."""
    if not texts:
        return DEFAULT
    cells = pd.concat(texts)
    if found.seen or found.mark != decimal:
        thousands = thousands_mark(cells, decimal)
    else:
        # No decimal to be seen. A semicolon between columns leaves the comma to the decimals.
        decimal = "," if delimiter == ";" else "."
        thousands = thousands_mark(cells, decimal)
        if thousands == THIN_SPACE:
            decimal = ","
        elif thousands == "'":
            decimal = "."
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
