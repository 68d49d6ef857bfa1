"""A table laid out as rows of cells, with what people leave around it."""

from dataclasses import dataclass, field

import numpy as np

from tests.corpus.axes import Combination
from tests.corpus.cells import BLANK, Cell
from tests.corpus.dates import across_a_year, write_dates
from tests.corpus.known import Known
from tests.corpus.numbers import Writer, number_writer

_LABELS = ("Region", "Product", "Series", "item")
_TITLES = (("Monthly report",), ("Sales by region", "Export of 12 March 2024"), ("Ranking",))
_SOURCES = ("Source: Statistics Office", "Note: figures are provisional", "Source: own survey")


@dataclass(frozen=True, eq=False)
class Sheet:
    """Rows of cells.

    Attributes:
        above: Lines above the heading.
        heading: Names of the columns.
        rows: Rows below; one without cells is blank.
        dates: Texts of the dates, for `readings`; none where all are stored as dates.
        numbers: Texts of the values that are numbers; none where all are stored as numbers.
    """

    above: list[str]
    heading: list[Cell]
    rows: list[list[Cell]]
    dates: list[str] = field(repr=False)
    numbers: list[str] = field(repr=False)


@dataclass(frozen=True, eq=False)
class _Laid:
    heading: list[Cell]
    rows: list[list[Cell]]
    totals: list[int | None]
    """What a row of totals would hold, in units of the last decimal; `None` for no number."""


def lay_out(known: Known, combination: Combination, rng: np.random.Generator) -> Sheet:
    """Write a known table in the layout of a combination, with its junk and order of rows."""
    write, blank = number_writer(combination, known.decimals, rng)
    cells = [
        [write(int(value)) if there else blank for value, there in zip(row, held, strict=True)]
        for row, held in zip(known.units, known.there, strict=True)
    ]
    numbers = [
        cell.text
        for row, held in zip(cells, known.there, strict=True)
        for cell, there in zip(row, held, strict=True)
        if there
    ]
    if combination["layout"] == "grid":
        laid, dates = _grid(known, cells, blank, combination, rng), []
    else:
        written = write_dates(known.starts, combination, rng)
        dates = [row[0].text for row in written.cells] if len(written.headings) == 1 else []
        lay = {"one": _wide, "wide": _wide, "long": _long, "across": _across}
        laid = lay[combination["layout"]](known, cells, written, combination, rng)
    return _around(laid, write, dates, numbers, combination, rng)


def _ordered(rows: list, order: str, rng: np.random.Generator) -> list:
    if order == "falling":
        return rows[::-1]
    return rows if order == "rising" else [rows[i] for i in rng.permutation(len(rows))]


def _wide(known: Known, cells, dates, combination: Combination, rng) -> _Laid:
    heading = [Cell(name) for name in (*dates.headings, *known.names)]
    rows = [
        [*when, *row]
        for when, row, held in zip(dates.cells, cells, known.there, strict=True)
        if combination["missing"] != "no row" or held.any()
    ]
    sums = np.where(known.there, known.units, 0).sum(axis=0)
    totals = [None] * len(dates.headings) + [int(value) for value in sums]
    return _Laid(heading, _ordered(rows, combination["order"], rng), totals)


def _long(known: Known, cells, dates, combination: Combination, rng) -> _Laid:
    label = _LABELS[int(rng.integers(len(_LABELS)))]
    heading = [Cell(name) for name in (*dates.headings, label, known.measure)]
    places = [(i, j) for i in range(len(cells)) for j in range(len(known.names))]
    if rng.random() < 0.5:
        # Series after series.
        places.sort(key=lambda place: place[1])
    rows = [
        [*dates.cells[i], Cell(known.names[j]), cells[i][j]]
        for i, j in places
        if combination["missing"] != "no row" or known.there[i, j]
    ]
    total = int(known.units[known.there].sum())
    totals = [None] * (len(dates.headings) + 1) + [total]
    return _Laid(heading, _ordered(rows, combination["order"], rng), totals)


def _across(known: Known, cells, dates, combination: Combination, rng) -> _Laid:
    shown = [
        i for i in range(len(cells)) if combination["missing"] != "no row" or known.there[i].any()
    ]
    shown = _ordered(shown, combination["order"], rng)
    label = _LABELS[int(rng.integers(len(_LABELS)))]
    heading = [Cell(label), *(dates.cells[i][0] for i in shown)]
    rows = [[Cell(name), *(cells[i][j] for i in shown)] for j, name in enumerate(known.names)]
    sums = np.where(known.there, known.units, 0).sum(axis=1)
    return _Laid(heading, rows, [None, *(int(sums[i]) for i in shown)])


def _grid(known: Known, cells, blank: Cell, combination: Combination, rng) -> _Laid:
    parts = across_a_year(known.frequency, rng)
    months = 12 // len(parts)
    by_year: dict[int, list[Cell]] = {}
    sums = [0] * len(parts)
    for i, start in enumerate(known.starts):
        part = (start.month - 1) // months
        by_year.setdefault(start.year, [BLANK] * len(parts))[part] = cells[i][0]
        sums[part] += int(known.units[i, 0]) if known.there[i, 0] else 0
    heading = [Cell("Year"), *(Cell(part) for part in parts)]
    rows = [[Cell(str(year), year), *row] for year, row in by_year.items()]
    return _Laid(heading, _ordered(rows, combination["order"], rng), [None, *sums])


def _around(
    laid: _Laid, write: Writer, dates: list[str], numbers: list[str], combination: Combination,
    rng: np.random.Generator,
) -> Sheet:  # fmt: skip
    heading, rows, above = laid.heading, laid.rows, []
    match combination["junk"]:
        case "titles":
            above = list(_TITLES[int(rng.integers(len(_TITLES)))])
            if rng.random() < 0.5:
                above.append("")
        case "blank lines":
            rows = list(rows)
            for _ in range(3):
                rows.insert(int(rng.integers(len(rows) + 1)), [])
        case "total":
            cells = [BLANK if value is None else write(value) for value in laid.totals]
            rows = [*rows, [Cell("Total"), *cells[1:]]]
            numbers = [*numbers, *(cell.text for cell in cells if cell.text)]
        case "source":
            rows = [*rows, [], [Cell(_SOURCES[int(rng.integers(len(_SOURCES)))])]]
        case "index":
            name = "__index_level_0__" if combination["kind"] == "parquet" else ""
            heading = [Cell(name), *heading]
            rows = [[Cell(str(i), i), *row] for i, row in enumerate(rows)]
    stored = combination["kind"] in ("xlsx", "parquet")
    if stored and combination["marks"] == "1234.5" and write(1).stored is not None:
        numbers = []
    return Sheet(above, heading, rows, dates, numbers)
