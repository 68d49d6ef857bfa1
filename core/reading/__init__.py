"""From the bytes of a file to an interpreted series.

bytes --open_table--> Table (text) --interpret--> Reading (series, receipt, what was decided)
"""

from core.reading.choices import Answer, Choices, Detection, Question
from core.reading.interpretation import Reading, interpret
from core.reading.table import Table, open_table

__all__ = [
    "Answer",
    "Choices",
    "Detection",
    "Question",
    "Reading",
    "Table",
    "interpret",
    "open_table",
]
