"""Files that store numbers and dates as such: Excel workbooks and Parquet files."""

import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from core.errors import DataError, LookbackError, SettingError
from core.reading.archives import check_packing, check_unpacked
from core.reading.choices import Detection
from core.reading.date_text import is_date
from core.reading.numbers import looks_like_number
from core.reading.records import Record
from core.wording import counted, listed, quoted

_BATCH = 50_000
_MOST_ROWS = 1_048_576
_LOOKED_AT = 50
"""Rows read of each sheet to see whether it holds a table."""

_FEWEST = 3
"""Rows with numbers or dates that make a table for sure."""


class Stored(str):
    """Text of a number or date that the file stores as one, so that it can be read one way only."""

    __slots__ = ()


def read_sheet(data: bytes, filename: str, sheet: str | None) -> tuple[Iterator[Record], Detection]:
    """The rows of one sheet of an Excel workbook.

    Args:
        data: The workbook's bytes.
        filename: Its name, for messages.
        sheet: Name of the sheet; the first that holds a table if None.

    Returns:
        The rows, read as they are taken, and which sheet they are of.

    Raises:
        DataError: If it is no workbook that can be read, or has no sheet with cells.
        LimitError: If it is larger than this server takes.
        SettingError: If there is no such sheet.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_packing(archive, filename)
        with warnings.catch_warnings():
            # It warns of drawings and of styles it does not know; cells are all we take.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for each in book.worksheets:
            # What a sheet says of its own size may be wrong.
            each.reset_dimensions()
        shown = [each for each in book.worksheets if each.sheet_state == "visible"]
        tables = {each.title: each for each in shown or book.worksheets}
        if not tables:
            raise DataError(f"{filename} has no sheet with cells. Upload one with a table in it.")
        if sheet is not None and sheet not in tables:
            names = listed([quoted(name) for name in tables], most=20)
            raise SettingError(f"There is no sheet {quoted(sheet)}; the sheets are {names}.")
        name, reason = (sheet, "chosen by you") if sheet is not None else _first_table(tables)
    except LookbackError:
        raise
    # A damaged workbook can break openpyxl in nearly any way.
    except Exception:
        raise _unreadable(filename) from None
    options = tuple(tables) if len(tables) > 1 else ()
    return _rows(tables[name], filename), Detection("sheet", "Sheet", name, reason, options)


def _unreadable(filename: str) -> DataError:
    return DataError(
        f"{filename} is an Excel workbook that can't be read; it may be damaged. Open it in "
        "Excel, save it again and upload that."
    )


def _first_table(sheets: dict[str, Any]) -> tuple[str, str]:
    if len(sheets) == 1:
        return next(iter(sheets)), "it is the only sheet"
    heads = {
        name: [
            [cell for cell in row if cell is not None]
            for row in islice(sheet.iter_rows(values_only=True), _LOOKED_AT)
        ]
        for name, sheet in sheets.items()
    }
    # Notes and lists of contents have a number here and there.
    for least, holds in ((_FEWEST, _holds_number), (2, bool)):
        for name, head in heads.items():
            if sum(len(row) > 1 and holds(row) for row in head) >= least:
                return name, f"the first of {len(sheets)} sheets that holds a table"
    return next(iter(sheets)), f"the first of {len(sheets)} sheets"


def _holds_number(row: list[object]) -> bool:
    return any(
        looks_like_number(cell) or is_date(cell) if isinstance(cell, str) else cell is not None
        for cell in row
    )


def _rows(sheet: Any, filename: str) -> Iterator[Record]:
    try:
        # A damaged sheet may name a row far beyond the last that Excel has.
        rows = islice(sheet.iter_rows(values_only=True), _MOST_ROWS)
        for line, row in enumerate(rows, start=1):
            yield Record(line, [_text(cell) for cell in row])
    except Exception:
        raise _unreadable(filename) from None


def _text(cell: object) -> str:
    """A cell as it would stand in a text file, marked if the file stores it as a number or date."""
    match cell:
        case None:
            return ""
        case bool():
            return str(cell).upper()
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return Stored(int(cell))
        case int() | float() | Decimal():
            return Stored(cell)
        case datetime():
            if cell.time() == time() and cell.tzinfo is None:
                return Stored(cell.date().isoformat())
            return Stored(_rounded(cell).isoformat(" ", "seconds"))
        case date() | time():
            return Stored(cell.isoformat())
    return str(cell).strip()


def _rounded(stamp: datetime) -> datetime:
    """To the second: Excel keeps parts of a day, and a quarter past comes out a little off."""
    return (stamp + timedelta(milliseconds=500)).replace(microsecond=0)


def read_parquet(data: bytes, filename: str) -> tuple[Iterator[Record], Detection]:
    """The rows of a Parquet file, its column names first; as `read_sheet` otherwise.

    Raises:
        DataError: If it can't be read, or a column holds lists or records.
        LimitError: If it unpacks to more than this server takes.
    """
    try:
        file = pq.ParquetFile(pa.BufferReader(data))
        schema, groups = file.schema_arrow, range(file.num_row_groups)
        size = sum(file.metadata.row_group(group).total_byte_size for group in groups)
    # A damaged file can break Arrow in nearly any way.
    except Exception:
        raise _damaged_parquet(filename) from None
    check_unpacked(size, filename)
    odd = [field.name for field in schema if _is_nested(field.type) or _is_bytes(field.type)]
    if odd:
        raise DataError(
            f"Column {quoted(odd[0])} of {filename} holds lists, records or bytes, not one value "
            "in each row. Leave it out."
        )
    words = f"it names {counted(len(schema), 'column')}"
    return _parquet_rows(data, schema, filename), Detection("format", "File", "Parquet", words)


def _parquet_rows(data: bytes, schema: pa.Schema, filename: str) -> Iterator[Record]:
    yield Record(1, [str(name) for name in schema.names])
    texts = [each.name for each in schema if _is_text(each.type)]
    line, size = 1, 0
    try:
        # Texts stay a dictionary: one long text, repeated, would unpack to any size.
        file = pq.ParquetFile(pa.BufferReader(data), read_dictionary=texts)
        for batch in file.iter_batches(_BATCH):
            size += batch.nbytes
            check_unpacked(size, filename)
            columns = [_column(column) for column in batch.columns]
            for fields in zip(*columns, strict=True):
                line += 1
                yield Record(line, list(fields))
    except LookbackError:
        raise
    except Exception:
        raise _damaged_parquet(filename) from None


def _column(column: pa.Array) -> list[str]:
    column.validate(full=True)
    if not isinstance(column, pa.DictionaryArray):
        return [_text(cell) for cell in column.to_pylist()]
    names = [_text(name) for name in column.dictionary.to_pylist()]
    return ["" if code is None else names[code] for code in column.indices.to_pylist()]


def _is_nested(kind: pa.DataType) -> bool:
    return bool(pa.types.is_nested(kind))


def _is_bytes(kind: pa.DataType) -> bool:
    types = pa.types
    return bool(
        types.is_binary(kind) or types.is_large_binary(kind) or types.is_fixed_size_binary(kind)
    )


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _damaged_parquet(filename: str) -> DataError:
    return DataError(
        f"{filename} is a Parquet file that can't be read; it may be damaged, or written in a rare "
        "way. Write it again, or save the table as CSV."
    )
