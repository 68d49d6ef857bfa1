"""What is measured: a column of values, the product of two, or the number of rows."""

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from core.reading import joined, line_prices
from core.reading.columns import Choice, Column, choose_value
from core.reading.numbers import STORED, Decimal, Numbers, detect_decimal, read_numbers
from core.reading.table import Table
from core.reading.vocabulary import AMOUNT, AVERAGED, PRICE, QUANTITY, TOTAL, WORTH, words_of
from core.wording import quoted

COUNT = "(number of rows)"
"""The measure that needs no column: 1 for each row."""


def product_of(columns: list[Column], taken: list[str]) -> str:
    """Quantity times price, as a measure's name; "" where there are no such columns."""
    numeric = [c for c in columns if c.name not in taken and c.filled and c.numbers >= 0.5]
    quantities = [c.name for c in numeric if words_of(c.name) & QUANTITY]
    prices = [
        c.name
        for c in numeric
        if words_of(c.name) & PRICE
        and not words_of(c.name) & TOTAL
        and not line_prices.is_of_line(c.name)
    ]
    if len(quantities) != 1 or len(prices) != 1 or quantities == prices:
        return ""
    return joined.join([*quantities, *prices], [c.name for c in columns], joined.TIMES)


def has_order_lines(columns: list[Column], taken: list[str]) -> bool:
    """Whether columns say how much of something was sold, and at what price or for how much."""
    if product_of(columns, taken):
        return True
    names = [c.name for c in columns if c.name not in taken and c.filled and c.numbers >= 0.5]
    quantities = any(words_of(name) & QUANTITY for name in names)
    return quantities and any(
        (is_worth(name) and words_of(name) & WORTH) or line_prices.is_of_line(name)
        for name in names
    )


def choose_measure(
    frame: pd.DataFrame,
    columns: list[Column],
    taken: list[str],
    chosen: str | None,
    events: bool = False,
) -> Choice:
    """What is to be forecast: a column, or what can be computed of columns.

    Args:
        frame: The table.
        columns: Its survey.
        taken: The columns of the dates.
        chosen: What the person chose.
        events: Whether rows come when they come, several a day, as things that happen do.

    Raises:
        DataError: If no column but those of the dates holds numbers.
        SettingError: If `chosen` is not in the file.
    """
    product = product_of(columns, taken)
    computed = (product, COUNT) if product else (COUNT,)
    return choose_value(columns, taken, chosen, frame, computed, COUNT if events else "")


def of_order_lines(measure: Choice, columns: list[Column], taken: list[str]) -> Choice:
    """The measure of a table whose rows are order lines: what they are worth, if that is open."""
    product = product_of(columns, taken)
    if is_worth(measure.name):
        return measure
    reason = "the rows are order lines; this is what they are worth together"
    price = source_price(product)
    if line_prices.may_be_of_line(price):
        reason = "the rows are order lines, and it may be what each comes to"
        return replace(measure, name=price, reason=reason)
    lines = [name for name in measure.options if line_prices.is_of_line(name)]
    if lines:
        return replace(measure, name=lines[0], reason=reason)
    if not product:
        worth = [name for name in measure.options if is_worth(name) and words_of(name) & WORTH]
        return replace(measure, name=worth[0], reason=reason) if worth else measure
    return replace(measure, name=product, reason=reason)


def is_worth(name: str) -> bool:
    """Whether a column's name says that it is worth something, and no mere quantity or price."""
    words = words_of(name)
    return bool(words & (TOTAL | AMOUNT)) and not words & (QUANTITY | PRICE)


def source_columns(frame: pd.DataFrame, name: str) -> list[str]:
    """The columns behind a measure.

    Raises:
        SettingError: If the table has no such columns.
    """
    if name == COUNT:
        return []
    return joined.source_columns(frame, name, joined.TIMES)


def source_price(product: str) -> str:
    """The price in a product of quantity and price; "" for no product."""
    return product.rpartition(joined.TIMES)[2]


def averages(frame: pd.DataFrame, name: str) -> bool:
    """Whether a measure's values are to be averaged over time and series, and not added up."""
    if name not in frame.columns:
        return False
    words = words_of(name)
    return ("%" in name or bool(words & AVERAGED)) and not words & (TOTAL | AMOUNT)


def decimal_of(table: Table, name: str, others: list[str]) -> Decimal:
    """The decimal mark of a measure.

    Args:
        table: The file.
        name: A column, a product or `COUNT`.
        others: Columns of numbers, which tell the mark where the measure fits both.
    """
    mine = _marks(table, source_columns(table.frame, name))
    if not mine:
        return STORED
    found = min(mine.values(), key=lambda one: (not one.seen, one.both_fit))
    if not found.both_fit:
        return found
    rest = _marks(table, [each for each in others if each not in mine])
    clear = {each: one for each, one in rest.items() if one.seen and not one.both_fit}
    if len({one.mark for one in clear.values()}) != 1:
        return found
    column, told = next(iter(clear.items()))
    return Decimal(told.mark, f"in column {quoted(column)}, {told.reason}")


def _marks(table: Table, columns: Iterable[str]) -> dict[str, Decimal]:
    """The decimal mark of each column that is stored as text."""
    return {
        each: detect_decimal(table.frame[each], table.delimiter)
        for each in columns
        if each not in table.stored
    }


def read_measure(table: Table, name: str, decimal: str) -> Numbers:
    """A measure of every row, shape (rows,).

    Args:
        table: The file.
        name: A column, a product or `COUNT`.
        decimal: Decimal mark of its columns.
    """
    parts = [
        read_numbers(table.frame[column], STORED.mark if column in table.stored else decimal)
        for column in source_columns(table.frame, name)
    ]
    if not parts:
        nothing = np.zeros(len(table.frame), dtype=bool)
        return Numbers(np.ones(len(table.frame)), nothing, nothing, nothing)
    if len(parts) == 1:
        return parts[0]
    one, other = parts
    return Numbers(
        one.values * other.values,
        one.unreadable | other.unreadable,
        one.infinite | other.infinite,
        one.flagged | other.flagged,
    )


def cell_reader(table: Table, name: str) -> Callable[[int], str]:
    """From a row's number to what stands in it for a measure."""
    columns = source_columns(table.frame, name)
    return lambda row: joined.TIMES.join(str(table.frame[column].iloc[row]) for column in columns)
