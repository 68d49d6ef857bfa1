"""From the bytes of a file to an interpreted series.

bytes --open_table--> Table (text) --interpret--> Reading (series, receipt, what was decided)
"""

from core.reading.choices import Answer, Choices, Detection, Question
from core.reading.interpretation import Reading, interpret, interpret_panel
from core.reading.table import Table, open_table

__all__ = [
    "Answer",
    "Choices",
    "Detection",
    "Question",
    "Reading",
    "Table",
    "interpret",
    "interpret_panel",
    "open_table",
]
