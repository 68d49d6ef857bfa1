"""One cell of a table: how it is written, and what a workbook would store."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Cell:
    """A cell.

    Attributes:
        text: As text.
        stored: What a file that stores numbers and dates as such holds; `None`: the text.
    """

    text: str
    stored: int | float | datetime | None = None


BLANK = Cell("")
