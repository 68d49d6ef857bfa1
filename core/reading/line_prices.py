"""Prices in order lines that may be those of the whole line, as shops and marketplaces report them.

A "line price" is what the line comes to. An "item price" is that in Amazon's order reports, and the
price of one piece elsewhere: where some lines have more than one piece the person is asked.
"""

import numpy as np

from core.reading import joined
from core.reading.choices import Answer, Question
from core.reading.numbers import STORED, detect_decimal, read_numbers
from core.reading.table import Table
from core.reading.vocabulary import OF_ITEM, OF_LINE, PRICE, words_of
from core.wording import amount, quoted


def is_of_line(name: str) -> bool:
    """Whether a column's name says that it is the price of a line: "Line price"."""
    words = words_of(name)
    return bool(words & PRICE and words & OF_LINE)


def may_be_of_line(name: str) -> bool:
    """Whether a price is that of a line, or could be: "item-price"."""
    words = words_of(name)
    return is_of_line(name) or bool(words & PRICE and words & OF_ITEM)


def question(table: Table, product: str) -> Question | None:
    """The question whether a price is that of the line; `None` if no line has several pieces.

    Args:
        table: The file.
        product: Quantity times price, as a measure's name.
    """
    quantity, price = joined.source_columns(table.frame, product, joined.TIMES)
    pieces, worth = (_numbers(table, name) for name in (quantity, price))
    several = np.flatnonzero((pieces != 1) & np.isfinite(pieces) & np.isfinite(worth))
    if not len(several):
        return None
    at = several[0]
    one, all_ = amount(worth[at]), amount(pieces[at] * worth[at])
    line = f"{quantity} {amount(pieces[at])} at {price} {one}"
    return Question(
        "value_column",
        f"Is {quoted(price)} the price of a whole line, or of one piece?",
        (
            Answer(price, f"Of the line: {line} comes to {one}."),
            Answer(product, f"Of one piece: {line} comes to {all_}."),
        ),
        price,
    )


def _numbers(table: Table, name: str) -> np.ndarray:
    if name in table.stored:
        return read_numbers(table.frame[name], STORED.mark).values
    cells = table.frame[name]
    return read_numbers(cells, detect_decimal(cells, table.delimiter).mark).values
