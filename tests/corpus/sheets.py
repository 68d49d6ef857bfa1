"""Rows of cells, with what people leave around a table."""

from dataclasses import dataclass, field

import numpy as np

from tests.corpus.axes import Combination
from tests.corpus.cells import BLANK, Cell
from tests.corpus.known import Known, make
from tests.corpus.layouts import Laid, Layout
from tests.corpus.numbers import Writer, number_writer
from tests.corpus.orders import order_lines

_TITLES = (("Monthly report",), ("Sales by region", "Export of 12 March 2024"), ("Ranking",))
_METADATA = (
    (("Report", "Monthly figures"), ("Created", "2024-03-12")),
    (("Country:", "Norway"), ("Currency:", "NOK"), ("Period:", "2015-2024")),
    (("Exported by", "M. Jensen"), ("On", "12.03.2024"), ("Rows", "1200")),
)
_SOURCES = ("Source: Statistics Office", "Note: figures are provisional", "Source: own survey")


@dataclass(frozen=True, eq=False)
class Sheet:
    """Rows of cells.

    Attributes:
        rows: All rows, those above the heading too; one without cells is blank.
        heading: Which of them names the columns.
        known: What they say.
        dates: Texts of the dates, for `readings`; none where all are stored as dates.
        numbers: Texts of the numbers of each column; none where all are stored as numbers.
    """

    rows: list[list[Cell]] = field(repr=False)
    heading: int
    known: Known
    dates: list[str] = field(repr=False)
    numbers: list[list[str]] = field(repr=False)


def make_sheet(combination: Combination, rng: np.random.Generator) -> Sheet:
    """A known table, written as a combination has it, with its junk."""
    known = make(combination, rng)
    write, blank = number_writer(combination, known.decimals, rng)
    layout = Layout(known, combination, write, blank, rng)
    if combination["layout"] == "orders":
        lines = order_lines(known, combination, rng)
        known, laid = lines.known, layout.orders(lines)
    else:
        laid = layout.laid()
    return _around(laid, known, write, combination, rng)


def _around(
    laid: Laid, known: Known, write: Writer, combination: Combination, rng: np.random.Generator
) -> Sheet:
    heading = [column.heading for column in laid.columns]
    rows = [list(row) for row in zip(*(column.cells for column in laid.columns), strict=True)]
    numbers = [list(column.numbers) for column in laid.columns]
    above: list[list[Cell]] = []
    match combination["junk"]:
        case "titles":
            above = [[Cell(text)] for text in _TITLES[int(rng.integers(len(_TITLES)))]]
        case "metadata":
            pairs = _METADATA[int(rng.integers(len(_METADATA)))]
            above = [[Cell(text) for text in pair] for pair in pairs]
        case "blank lines":
            for _ in range(3):
                rows.insert(int(rng.integers(len(rows) + 1)), [])
        case "total":
            sums = [BLANK if c.total is None else write(c.total) for c in laid.columns[1:]]
            rows.append([Cell("Total"), *sums])
            for column, cell in zip(numbers[1:], sums, strict=True):
                column += [cell.text] if cell.text else []
        case "source":
            rows += [[], [Cell(_SOURCES[int(rng.integers(len(_SOURCES)))])]]
        case "index":
            name = "__index_level_0__" if combination["kind"] == "parquet" else ""
            heading = [Cell(name), *heading]
            rows = [[Cell(str(i), i), *row] for i, row in enumerate(rows)]
        case "margin":
            heading = [BLANK, *heading]
            rows = [[BLANK, *row] for row in rows]
            above = [[]]
    if above and rng.random() < 0.5:
        above.append([])
    if combination["layout"] in ("across", "grid"):
        # What stands under several dates is one thing.
        numbers = [[text for column in numbers for text in column]]
    stored = combination["kind"] in ("xlsx", "parquet")
    if stored and combination["marks"] == "1234.5" and write(1).stored is not None:
        numbers = []
    return Sheet([*above, heading, *rows], len(above), known, laid.dates, numbers)
