"""Rows of cells as the bytes of a file."""

import gzip
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from tests.corpus.axes import Combination
from tests.corpus.cells import BLANK
from tests.corpus.covering import combinations
from tests.corpus.known import Known
from tests.corpus.readings import two_decimal_marks, two_orders
from tests.corpus.sheets import Sheet, make_sheet

_NAMES = ("table.csv", "table.csv", "table.txt", "table.tsv")
_DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}


@dataclass(frozen=True, eq=False)
class File:
    """A file and the truth about it.

    Attributes:
        combination: How it is written.
        data: Its bytes.
        filename: Its name.
        known: What it says.
        asks: What it truly leaves open, with the true answer: "date_order", "decimal",
            "frequency", "period_day".
    """

    combination: Combination
    data: bytes
    filename: str
    known: Known
    asks: dict[str, str]


def corpus(count: int, seed: int) -> Iterator[File]:
    """Files that cover every pair of levels, these first, filled up to `count`."""
    for number, combination in enumerate(combinations(count, seed)):
        yield write_file(combination, seed + number)


def write_file(combination: Combination, seed: int) -> File:
    """One file; what a combination leaves open, such as names and sizes, follows from `seed`."""
    rng = np.random.default_rng([seed, crc32(repr(sorted(combination.items())).encode())])
    sheet = make_sheet(combination, rng)
    known, asks = sheet.known, {}
    if combination["dates"] == "none":
        asks["frequency"] = known.periods.frequency
    if known.periods.open_day:
        asks["period_day"] = known.periods.open_day
    if two_orders(sheet.dates):
        asks["date_order"] = "month-first" if combination["dates"] == "m/d/y" else "day-first"
    if two_decimal_marks(*sheet.numbers):
        comma = combination["marks"] in ("1.234,5", "1 234,5", "1234,5")
        asks["decimal"] = "," if comma else "."
    kind = combination["kind"]
    if kind == "xlsx":
        return File(combination, _workbook(sheet, rng), "table.xlsx", known, asks)
    if kind == "parquet":
        return File(combination, _parquet(sheet), "table.parquet", known, asks)
    data, name = _text(sheet, combination, rng), _NAMES[int(rng.integers(len(_NAMES)))]
    if kind == "gz":
        data, name = gzip.compress(data, mtime=0), f"{name}.gz"
    elif kind == "zip":
        data, name = zipped({name: data}), "table.zip"
    return File(combination, data, name, known, asks)


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip archive of files by name."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in files.items():
            # Of a day of its own, so that the same seed gives the same bytes.
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _text(sheet: Sheet, combination: Combination, rng: np.random.Generator) -> bytes:
    delimiter, quoting = _DELIMITERS[combination["delimiter"]], combination["quoting"]
    # Spreadsheets write the delimiters of an empty row, people don't.
    padded = bool(rng.random() < 0.5)
    width = len(sheet.rows[sheet.heading])

    def field(text: str) -> str:
        risky = any(mark in text for mark in (delimiter, '"', "\n"))
        if quoting == "all" or (quoting == "minimal" and risky):
            return '"' + text.replace('"', '""') + '"'
        return text

    def line(texts: list[str]) -> str:
        if len(texts) < width and padded:
            texts = texts + [""] * (width - len(texts))
        return delimiter.join(field(text) for text in texts)

    lines = [line([cell.text for cell in row]) for row in sheet.rows]
    end = "\r\n" if combination["line ends"] == "crlf" else "\n"
    text = end.join(lines) + ("" if combination["line ends"] == "unended" else end)
    return text.encode(combination["encoding"])


def _workbook(sheet: Sheet, rng: np.random.Generator) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    if rng.random() < 0.3:
        page["A1"] = "About this file"
        page = book.create_sheet("Figures")
    for number, row in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(row, start=1):
            value = cell.text if cell.stored is None else cell.stored
            if value != "":
                page.cell(number, column, value)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _parquet(sheet: Sheet) -> bytes:
    columns = {}
    for place, name in enumerate(sheet.rows[0]):
        cells = [row[place] for row in sheet.rows[1:]]
        kinds = {type(cell.stored) for cell in cells if cell != BLANK}
        stored = len(kinds) == 1 and type(None) not in kinds
        columns[name.text] = pa.array(
            [(cell.stored if stored else cell.text) if cell != BLANK else None for cell in cells]
        )
    packed = io.BytesIO()
    pq.write_table(pa.table(columns), packed)
    return packed.getvalue()
