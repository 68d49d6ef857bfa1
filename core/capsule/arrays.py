"""Arrays, indexes, series and tables as plain bytes and back, bit for bit; nothing is unpickled.

Arrays are NumPy's own .npy files. The columns of a table lie in a Parquet file, which any tool can
read; its index, with name and frequency, is an array beside it.
"""

import io
import math
import re
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

_DTYPES = frozenset(
    {"bool", "int8", "int16", "int32", "int64", "float16", "float32", "float64", "datetime64[ns]"}
)
_MONTHS = "JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC"
_ALIAS = re.compile(
    rf"(?:YS|YE|QS|QE)-(?:{_MONTHS})|W-(?:MON|TUE|WED|THU|FRI|SAT|SUN)|MS|ME|D|B|h|30min|15min"
)
"""Frequencies that calendars here have."""

_ARROW = {
    "bool": pa.bool_(),
    "int64": pa.int64(),
    "float64": pa.float64(),
    "datetime64[ns]": pa.timestamp("ns"),
}
_MOST_AXES = 4
"""Axes of an array: series, models, folds and steps of a portfolio."""

MOST_CELLS = 20_000_000
"""Cells of a table."""


def to_npy(array: np.ndarray) -> bytes:
    """An array as a .npy file."""
    if array.dtype.name not in _DTYPES:
        raise TypeError(f"an array of {array.dtype} can't be kept")
    out = io.BytesIO()
    np.lib.format.write_array(out, array, version=(1, 0), allow_pickle=False)
    return out.getvalue()


def from_npy(data: bytes) -> np.ndarray:
    """The array in a .npy file; its header may not promise more than there is.

    Raises:
        ValueError: If it is none.
    """
    file = io.BytesIO(data)
    if np.lib.format.read_magic(file) != (1, 0):
        raise ValueError("another version")
    shape, by_column, dtype = np.lib.format.read_array_header_1_0(file)
    begin = file.tell()
    if (
        dtype.name not in _DTYPES
        or not dtype.isnative
        or len(shape) > _MOST_AXES
        or min(shape, default=0) < 0
    ):
        raise ValueError("another kind of array")
    # Of nothing there can be any number of rows.
    if math.prod(shape) * dtype.itemsize != len(data) - begin or max(shape, default=0) > len(data):
        raise ValueError("the array is longer or shorter than it says")
    flat = np.frombuffer(data, dtype, offset=begin)
    if dtype == np.bool_ and flat.view(np.uint8).max(initial=0) > 1:
        raise ValueError("neither yes nor no")
    # A copy, since what is read from bytes can't be written to.
    return flat.reshape(shape, order="F" if by_column else "C").copy(order="K")


def alias_of(index: pd.DatetimeIndex) -> str | None:
    """The frequency of an index, as it is kept."""
    alias = index.freqstr
    if alias is not None and not _ALIAS.fullmatch(alias):
        raise TypeError(f"dates {alias} apart can't be kept")
    return alias


def to_dates(stamps: np.ndarray, alias: object, name: object) -> pd.DatetimeIndex:
    """An index of dates.

    Raises:
        ValueError: If the stamps are not those of the frequency, or it is none of ours.
    """
    if alias is not None and not (isinstance(alias, str) and _ALIAS.fullmatch(alias)):
        raise ValueError("no frequency of ours")
    if stamps.dtype != "datetime64[ns]" or stamps.ndim != 1:
        raise ValueError("no dates")
    if np.isnat(stamps).any():
        raise ValueError("a date is missing")
    frequency: Any = alias
    return pd.DatetimeIndex(stamps, freq=frequency, name=name)


def to_parquet(table: pd.DataFrame) -> bytes:
    """The columns of a table, without its index, as a Parquet file."""
    columns = {}
    for name in table.columns:
        column = table[name]
        if not isinstance(name, str) or name in columns:
            raise TypeError("a column without a name of its own can't be kept")
        kind = pa.string() if _is_text(column) else _ARROW.get(column.dtype.name)
        if kind is None:
            raise TypeError(f"a column of {column.dtype} can't be kept")
        columns[name] = pa.array(column.to_numpy(), kind, from_pandas=False)
    out = io.BytesIO()
    # The capsule packs it; NaN stays NaN, and dates keep their nanoseconds.
    pq.write_table(
        pa.table(columns), out, compression="none", use_dictionary=False, store_schema=True
    )
    return out.getvalue()


def _is_text(column: pd.Series) -> bool:
    return column.dtype == object and all(type(each) is str for each in column)


def from_parquet(data: bytes) -> dict[str, np.ndarray]:
    """The columns of a table by name, each of shape (rows,).

    Raises:
        ValueError: If it holds something that `to_parquet` never writes.
    """
    source = pa.BufferReader(data)
    about = pq.ParquetFile(source).metadata
    if about.num_rows * about.num_columns > MOST_CELLS:
        raise ValueError("too many cells")
    parts = [about.row_group(place) for place in range(about.num_row_groups)]
    packings = {part.column(n).compression for part in parts for n in range(about.num_columns)}
    if packings - {"UNCOMPRESSED"}:
        # What is packed in it could unpack to anything.
        raise ValueError("packed")
    schema = about.schema.to_arrow_schema()
    texts = [field.name for field in schema if field.type == pa.string()]
    if len(set(schema.names)) < len(schema):
        raise ValueError("a column twice")
    # As a dictionary a text is held once, however often it stands there.
    file = pq.ParquetFile(pa.BufferReader(data), read_dictionary=texts)
    table = file.read(use_threads=False)
    columns = {}
    for name in table.column_names:
        column = table[name].combine_chunks()
        if column.null_count:
            raise ValueError("a cell without a value")
        if name in texts:
            words = np.array(column.dictionary.to_pylist() or [""], dtype=object)
            columns[name] = words[column.indices.to_numpy()]
        elif column.type in _ARROW.values():
            columns[name] = column.to_numpy(zero_copy_only=False).copy()
        else:
            raise ValueError("another kind of column")
    return columns
