"""A table laid out in columns."""

from dataclasses import dataclass, field

import numpy as np

from tests.corpus.axes import Combination
from tests.corpus.cells import BLANK, Cell
from tests.corpus.dates import WrittenDates, across_a_year, write_dates
from tests.corpus.known import Known
from tests.corpus.numbers import Writer, number_writer
from tests.corpus.orders import PRICE, QUANTITY, Lines

_BESIDE = {
    "price": ("Price", "Temperature", "Discount %"),
    "flag": ("Promotion", "holiday", "is_open"),
    "remark": ("Comment", "Remarks", "Notiz"),
}
_REMARKS = ("", "checked", "see mail", "new shelf", "closed at noon", "ok")
_ORDER = ("order_id", "Order", "InvoiceNo")


@dataclass(frozen=True, eq=False)
class Column:
    """A column of a table.

    Attributes:
        heading: Its name.
        cells: A cell for each row.
        total: What stands in a row of totals, in units of the last decimal; `None` for nothing.
        numbers: Texts of its numbers, for `readings`.
    """

    heading: Cell
    cells: list[Cell] = field(repr=False)
    total: int | None = None
    numbers: list[str] = field(default_factory=list, repr=False)


@dataclass(frozen=True, eq=False)
class Laid:
    """Columns of equal length, in the order of the file, and the texts of dates for `readings`."""

    columns: list[Column]
    dates: list[str] = field(repr=False)


class Layout:
    """Writes known tables in the layout of a combination.

    Args:
        known: The table.
        combination: How it is written.
        write: Writes a value.
        blank: Stands for a missing one.
        rng: For what the combination leaves open.
    """

    def __init__(
        self, known: Known, combination: Combination, write: Writer, blank: Cell,
        rng: np.random.Generator,
    ) -> None:  # fmt: skip
        self.known, self.combination, self.rng = known, combination, rng
        self.write, self.blank = write, blank
        self.summed = combination["junk"] == "sums"
        self.cells = [
            [write(int(value)) if there else blank for value, there in zip(row, held, strict=True)]
            for row, held in zip(known.units, known.there, strict=True)
        ]

    def laid(self) -> Laid:
        """The columns; order lines are `orders`."""
        return {
            "one": self._wide, "wide": self._wide, "long": self._long, "across": self._across,
            "grid": self._grid,
        }[self.combination["layout"]]()  # fmt: skip

    def _dates(self) -> WrittenDates:
        when = self.known.periods
        return write_dates(
            when.edges[:-1], when.edges[1:], self.combination, self.rng, heading=when.heading
        )

    def _valued(self, heading: str, cells: list[Cell], total: int | None) -> Column:
        numbers = [cell.text for cell in cells if cell.text and cell is not self.blank]
        return Column(Cell(heading), cells, total, numbers)

    def _sum(self, values: np.ndarray, there: np.ndarray) -> Cell:
        return self.write(int(values[there].sum())) if there.any() else self.blank

    def _beside(self, rows: int) -> list[Column]:
        """One more column, or none."""
        kind, rng = self.combination["beside"], self.rng
        if kind == "nothing":
            return []
        name = Cell(_BESIDE[kind][int(rng.integers(3))])
        if kind == "remark":
            return [Column(name, [Cell(_REMARKS[i]) for i in rng.integers(6, size=rows)])]
        if kind == "flag":
            return [Column(name, [Cell(str(i), int(i)) for i in rng.integers(2, size=rows)])]
        bare = {**self.combination, "unit": "bare", "sign": "positive"}
        write, _ = number_writer(bare, 2, rng)
        cells = [write(int(value)) for value in rng.integers(900, 1_500, rows)]
        return [Column(name, cells, None, [cell.text for cell in cells])]

    def _wide(self) -> Laid:
        known, dates = self.known, self._dates()
        when = _date_columns(dates, range(len(self.cells)))
        names = [known.measure] if self.combination["layout"] == "one" else known.wide_names
        sums = np.where(known.there, known.units, 0).sum(axis=0)
        values = [
            self._valued(name, [row[j] for row in self.cells], int(sums[j]))
            for j, name in enumerate(names)
        ]
        if self.summed:
            of_rows = map(self._sum, known.units, known.there)
            values.append(self._valued(known.total, list(of_rows), int(sums.sum())))
        beside = self._beside(len(self.cells))
        parts = [beside, values] if self.rng.random() < 0.5 else [values, beside]
        columns = [*when, *parts[0], *parts[1]]
        kept = np.arange(len(self.cells))
        if self.combination["missing"] == "no row":
            kept = np.flatnonzero(known.there.any(axis=1))
        return _ordered(columns, self._order(kept), dates)

    def _long(self) -> Laid:
        known, dates = self.known, self._dates()
        all_rows = self.combination["missing"] != "no row"
        places = [
            (i, j)
            for i in range(len(self.cells))
            for j in range(len(known.names))
            if all_rows or known.there[i, j]
        ]
        if self.rng.random() < 0.5:
            # Series after series.
            places.sort(key=lambda place: place[1])
        rows = [(i, known.names[j], self.cells[i][j]) for i, j in places]
        if self.summed:
            total = ("Total",) * len(known.id_columns)
            of_periods = map(self._sum, known.units, known.there)
            rows += [(i, total, cell) for i, cell in enumerate(of_periods)]
        names = [
            Column(Cell(heading), [_name(parts[place]) for _, parts, _ in rows])
            for place, heading in enumerate(known.id_columns)
        ]
        everything = int(known.units[known.there].sum())
        value = [self._valued(known.measure, [cell for *_, cell in rows], everything)]
        beside = self._beside(len(rows))
        parts = [beside, value] if self.rng.random() < 0.5 else [value, beside]
        when = _date_columns(dates, [i for i, *_ in rows])
        columns = [*when, *names, *parts[0], *parts[1]]
        return _ordered(columns, self._order(np.arange(len(rows))), dates)

    def _across(self) -> Laid:
        known, dates = self.known, self._dates()
        shown = np.arange(len(self.cells))
        if self.combination["missing"] == "no row":
            shown = np.flatnonzero(known.there.any(axis=1))
        columns = [
            Column(Cell(heading), [_name(parts[place]) for parts in known.names])
            for place, heading in enumerate(known.id_columns)
        ]
        sums = np.where(known.there, known.units, 0).sum(axis=1)
        columns += [
            self._valued(dates.cells[i][0].text, self.cells[i], int(sums[i]))
            for i in self._order(shown)
        ]
        if self.summed:
            of_series = map(self._sum, known.units.T, known.there.T)
            columns.append(self._valued("Total", list(of_series), int(sums.sum())))
        return Laid(columns, [when.text for (when,) in dates.cells])

    def _grid(self) -> Laid:
        known, parts = self.known, across_a_year(self.known.periods.frequency, self.rng)
        starts = known.periods.starts
        years, part = starts.year, (starts.month - 1) // (12 // len(parts))
        rows = self._order(np.unique(years))
        cells = {(y, p): self.cells[i][0] for i, (y, p) in enumerate(zip(years, part, strict=True))}
        units = np.where(known.there, known.units, 0)[:, 0]
        columns = [Column(Cell("Year"), [Cell(str(year), int(year)) for year in rows])]
        columns += [
            self._valued(
                name, [cells.get((year, p), BLANK) for year in rows], int(units[part == p].sum())
            )
            for p, name in enumerate(parts)
        ]
        if self.summed:
            of_years = [self._sum(units[years == y], known.there[years == y, 0]) for y in rows]
            columns.append(self._valued("Total", of_years, int(units.sum())))
        return Laid(columns, [])

    def _order(self, rows: np.ndarray) -> np.ndarray:
        order = self.combination["order"]
        if order == "shuffled":
            return self.rng.permutation(rows)
        return rows[::-1] if order == "falling" else rows

    def orders(self, lines: Lines) -> Laid:
        """Columns of order lines."""
        known, rng = lines.known, self.rng
        dates = write_dates(lines.at, lines.at, self.combination, rng, clock=lines.timed)
        order = _ORDER[int(rng.integers(len(_ORDER)))]
        number = [Column(Cell(order), [Cell(str(n), int(n)) for n in lines.orders])]
        when = _date_columns(dates, range(len(lines.at)))
        names = [
            Column(Cell(heading), [_name(known.names[j][place]) for j in lines.series])
            for place, heading in enumerate(known.id_columns)
        ]
        cells = [
            self.write(int(value)) if there else self.blank
            for value, there in zip(lines.units, lines.there, strict=True)
        ]
        if lines.quantities is None:
            total = int(lines.units[lines.there].sum())
            values = [self._valued(known.measure, cells, total)]
        else:
            many = [Cell(str(n), int(n)) for n in lines.quantities]
            values = [
                Column(Cell(QUANTITY), many, None, [cell.text for cell in many]),
                self._valued(PRICE, cells, None),
            ]
        front = [*number, *when] if rng.random() < 0.5 else [*when, *number]
        columns = [*front, *names, *values]
        return _ordered(columns, self._order(np.arange(len(lines.at))), dates)


def _name(part: str) -> Cell:
    return Cell(part, int(part) if part.isdigit() else None)


def _date_columns(dates: WrittenDates, rows) -> list[Column]:
    return [
        Column(Cell(heading), [dates.cells[i][place] for i in rows])
        for place, heading in enumerate(dates.headings)
    ]


def _ordered(columns: list[Column], rows: np.ndarray, dates: WrittenDates) -> Laid:
    """Columns with some of their rows, in this order."""
    some = [
        Column(column.heading, [column.cells[row] for row in rows], column.total, column.numbers)
        for column in columns
    ]
    texts = [when.text for (when,) in dates.cells] if len(dates.headings) == 1 else []
    return Laid(some, texts)
