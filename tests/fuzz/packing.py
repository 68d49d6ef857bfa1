"""A text as the file of some kind: packed, as a workbook, as Parquet."""

import csv
import gzip
import io
import re
import zipfile
from datetime import date, datetime, time
from decimal import Decimal

import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from tests.corpus.files import zipped
from tests.fuzz.damage import damaged

_STORED = (
    0, -1, 1, 2020, 43831, 10**15, 10**18, 0.1, -2.5, 1e300, -1e300, 5e-324, float("inf"),
    float("nan"), True, False, None, datetime(2020, 1, 31), datetime(1900, 1, 1),
    datetime(9999, 12, 31, 23, 59, 59), date(2024, 2, 29), time(23, 59, 59),
)  # fmt: skip
"""What a cell of a workbook may hold instead of text."""

_COLUMNS = (
    pa.array([1.5, None, float("inf"), float("nan"), -1e300]),
    pa.array([0, 1, 2**62, -(2**62), None]),
    pa.array([2**63, 1, 2, 3, 4], pa.uint64()),
    pa.array([Decimal("1.10"), None, Decimal("-99999.99"), Decimal("0.00"), Decimal("1.00")]),
    pa.array([True, False, None, True, True]),
    pa.array([date(2020, 1, n) for n in range(1, 6)]),
    pa.array([date(1, 1, 1), date(9999, 12, 31), None, date(2020, 1, 1), date(2020, 1, 2)]),
    pa.array([datetime(2020, n, 1) for n in range(1, 6)], pa.timestamp("ns")),
    pa.array([2**62, -(2**62), 0, None, 1], pa.timestamp("us")),
    pa.array([datetime(2020, 1, n, 23) for n in range(1, 6)], pa.timestamp("s", "Europe/Oslo")),
    pa.array([time(1, 2, 3), None, time(0), time(23, 59, 59), time(12)]),
    pa.array([86_400_000_000, None, -1, 0, 2**62], pa.duration("us")),
    pa.array(["a", "b", "a", None, ""]).dictionary_encode(),
    pa.array(["2020-01-01", "2020-02-01", "2020-03-01", "x" * 5_000, None], pa.large_string()),
    pa.array([None] * 5),
    pa.array([[1], [2], None, [], [3]]),
    pa.array([b"a", b"\xff", None, b"", b"c"]),
)
"""Columns, each of five rows, that Parquet stores in its own ways."""


def as_file(kind: str, text: bytes, rng: np.random.Generator) -> bytes:
    """A text as a file of a kind: "csv", "gz", "zip", "xlsx" or "parquet".

    Packed files are damaged themselves, one in eight.
    """
    match kind:
        case "gz":
            data = gzip.compress(text, mtime=0)
        case "zip":
            data = zipped({"table.csv": text})
        case "xlsx":
            data = _workbook(text, rng)
        case "parquet":
            data = _parquet(text, rng)
        case _:
            return text
    return damaged(data, rng) if rng.random() < 0.125 else data


def _rows(text: bytes) -> list[list[str]]:
    """A text cut into cells, however damaged it is."""
    encoding = "utf-16" if text.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    whole = text.decode(encoding, "replace").replace("\x00", "")
    mark = max(",;\t|", key=whole.count)
    return list(csv.reader(io.StringIO(whole[:20_000], newline=None), delimiter=mark))


def _workbook(text: bytes, rng: np.random.Generator) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    for row, cells in enumerate(_rows(text), start=1):
        for column, cell in enumerate(cells[:100], start=1):
            plain = ILLEGAL_CHARACTERS_RE.sub("", cell)[:32_000]
            page.cell(row, column, _number(plain))
    width = page.max_column
    for _ in range(int(rng.integers(5))):
        row, column = int(rng.integers(1, page.max_row + 2)), int(rng.integers(1, width + 2))
        page.cell(row, column, _STORED[int(rng.integers(len(_STORED)))])
    packed = io.BytesIO()
    book.save(packed)
    parts = {}
    with zipfile.ZipFile(packed) as archive:
        for name in archive.namelist():
            parts[name] = archive.read(name)
    # When it was made, which the seed does not settle.
    core = "docProps/core.xml"
    parts[core] = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]{8}Z", b"2024-01-01T00:00:00Z", parts[core])
    if rng.random() < 0.15:
        # What stands in it is XML, which nobody but a program writes wrongly.
        name = sorted(parts)[int(rng.integers(len(parts)))]
        parts[name] = damaged(parts[name], rng)
    return zipped(parts)


def _number(text: str) -> str | float:
    try:
        return float(text)
    except ValueError:
        return text


def _parquet(text: bytes, rng: np.random.Generator) -> bytes:
    rows = [row for row in _rows(text) if row]
    width = min(max((len(row) for row in rows), default=1), 50)
    cells = [[row[place] if place < len(row) else None for row in rows] for place in range(width)]
    columns = {column[0] or str(place): column[1:] for place, column in enumerate(cells) if column}
    arrays = {name: pa.array(column, pa.string()) for name, column in columns.items()}
    if rng.random() < 0.5:
        arrays = {name: column[:5] for name, column in arrays.items() if len(column) >= 5}
        for place in rng.permutation(len(_COLUMNS))[: int(rng.integers(2, 4))]:
            arrays[f"column {place}"] = _COLUMNS[int(place)]
    packed = io.BytesIO()
    pq.write_table(pa.table(arrays), packed)
    return packed.getvalue()
