"""From bytes to a table of text whose columns have names and whose rows know their line."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import islice

import numpy as np
import pandas as pd

from core import environment
from core.errors import DataError, LimitError, SettingError
from core.reading.archives import Unpacked, unpack
from core.reading.choices import Choices, Detection
from core.reading.date_text import is_date
from core.reading.decode import decode
from core.reading.kinds import is_parquet, is_workbook, refuse_other_kinds
from core.reading.numbers import is_missing, looks_like_number
from core.reading.records import DELIMITERS, Record, find_delimiter, read_records
from core.reading.workbooks import Stored, read_parquet, read_sheet
from core.wording import counted, listed, quoted

# Cells cost memory even when they are empty, so rows times columns has a limit of its own.
_MOST_CELLS = 10_000_000

_MOST_BLANK = 4
"""Rows in all, empty ones too, as a multiple of the most rows."""

_FRACTION = re.compile(r"-?\d+\.\d+")

_HEADINGS = 10
"""First rows that may be chosen as heading."""


@dataclass(frozen=True, eq=False)
class Table:
    """A file as rows of text.

    Attributes:
        frame: Shape (rows, columns), all strings without surrounding blanks, "" where nothing
            stands; columns named as in the file.
        detections: Sheet, encoding, delimiter and heading, with the evidence.
        notes: What was unusual, as sentences.
        lines: Shape (rows,), int64: line of the file each row begins on; the first line is 1.
        delimiter: One of `DELIMITERS`, or "" where the file has none.
        stored: Columns whose cells the file stores as numbers or dates, not as text.
        values: Column of the values, where the table's layout says which; else "".
    """

    frame: pd.DataFrame = field(repr=False)
    detections: tuple[Detection, ...]
    notes: tuple[str, ...]
    lines: np.ndarray = field(repr=False)
    delimiter: str
    stored: frozenset[str] = frozenset()
    values: str = ""


def open_table(data: bytes, filename: str, choices: Choices | None = None) -> Table:
    """Read a file into a table of text.

    Args:
        data: The file's bytes: text, an Excel workbook, Parquet, or gzip or zip around one.
        filename: Its name, for messages.
        choices: What the person decided; of these, sheet, encoding, delimiter and heading count.

    Raises:
        DataError: If it is no table or has no rows; says where and what to do.
        LimitError: If it is larger than this server takes.
        SettingError: If a choice does not fit the file.
    """
    choices = choices or Choices()
    _check_size(data, filename)
    refuse_other_kinds(data)
    inside = unpack(data, filename)
    if inside.note:
        refuse_other_kinds(inside.data)
    records, detections, delimiter = _records(inside, choices)
    rows = _within_limits(records, filename)
    notes = [inside.note] if inside.note else []
    heading, names, rows = _headed(rows, choices.header, notes)
    if not rows:
        if heading is None:
            raise _empty(filename)
        raise DataError(
            f"{filename} holds a heading but no rows below it. "
            "Upload a table with one row for each date."
        )
    notes += _even_out(rows, names)
    unique, renamed = _unique(names)
    stored = {
        name
        for place, name in enumerate(unique)
        if all(isinstance(row.fields[place], Stored) or not row.fields[place] for row in rows)
    }
    frame = pd.DataFrame(
        {
            name: [_plain(row.fields[i], name in stored) for row in rows]
            for i, name in enumerate(unique)
        },
        dtype=object,
    )
    bare = [name for name, given in zip(unique, names, strict=True) if not given]
    hollow = [name for name in bare if not frame[name].any()]
    if hollow:
        notes.append(f"{counted(len(hollow), 'empty column')} without a name left out.")
    return Table(
        frame.drop(columns=hollow),
        (*detections, *filter(None, [heading])),
        (*notes, *renamed),
        np.array([row.line for row in rows], dtype=np.int64),
        delimiter,
        frozenset(stored),
    )


def _plain(cell: str, stored: bool) -> str:
    """A cell as text. A number stored among texts shows that its point is a decimal mark."""
    if isinstance(cell, Stored) and not stored and _FRACTION.fullmatch(cell):
        return f"{cell}e0"
    return str(cell)


def _records(
    inside: Unpacked, choices: Choices
) -> tuple[Iterable[Record], tuple[Detection, ...], str]:
    """Every row of a file, what was found out on the way, and its delimiter, "" if it has none."""
    data, filename = inside.data, inside.filename
    if is_workbook(data):
        rows, sheet = read_sheet(data, filename, choices.sheet)
        return rows, (sheet,), ""
    if is_parquet(data):
        rows, kind = read_parquet(data, filename)
        return rows, (kind,), ""
    if not data.strip():
        raise _empty(filename)
    text, encoding = decode(data, choices.encoding)
    if not text.strip():
        raise _empty(filename)
    delimiter, evidence, skip = find_delimiter(text, choices.delimiter)
    words = tuple(DELIMITERS.values())
    found = Detection("delimiter", "Delimiter", DELIMITERS[delimiter], evidence, words)
    return islice(read_records(text, delimiter), skip, None), (encoding, found), delimiter


def _headed(
    rows: list[Record], chosen: str | None, notes: list[str]
) -> tuple[Detection | None, list[str], list[Record]]:
    """The heading, the names in it, and the rows below; None, where there are no rows at all."""
    if not rows:
        return None, [], []
    lines = [f"line {row.line:,}" for row in rows[:_HEADINGS]]
    options = ("none", *lines)
    if chosen is None:
        titles = _count_titles(rows)
        if not rows[titles:]:
            return None, [], []
        heading, names = _heading(rows[titles])
    elif chosen in options:
        titles = 0 if chosen == "none" else lines.index(chosen)
        heading = Detection("header", "Heading", chosen, "chosen by you")
        widest = max(len(row.fields) for row in rows)
        names = [""] * widest if chosen == "none" else list(rows[titles].fields)
    else:
        raise SettingError(
            f"Heading can't be {chosen!r}; choose one of: {listed(list(options), most=20)}."
        )
    if titles:
        notes.append(f"{counted(titles, 'title line')} above the heading left out.")
    below = rows[titles:] if heading.value == "none" else rows[titles + 1 :]
    return replace(heading, options=options), names, below


def _empty(filename: str) -> DataError:
    return DataError(
        f"{filename} is empty. Upload a table with a column of dates and a column of values."
    )


def _check_size(data: bytes, filename: str) -> None:
    megabytes = environment.number("LOOKBACK_MAX_UPLOAD_MB")
    if len(data) > megabytes * 1_000_000:
        raise LimitError(
            f"{filename} has {len(data) / 1e6:,.1f} MB; this server takes at most "
            f"{megabytes:,} MB. Leave out columns or rows that are not needed."
        )


def _within_limits(records: Iterable[Record], filename: str) -> list[Record]:
    """All rows that are not blank, read only as far as the limits allow."""
    most_rows = environment.number("LOOKBACK_MAX_ROWS")
    most_columns = environment.number("LOOKBACK_MAX_COLUMNS")
    rows: list[Record] = []
    widest = 0
    for count, record in enumerate(records, start=1):
        if len(record.fields) > most_columns:
            raise LimitError(
                f"Line {record.line:,} of {filename} has {len(record.fields):,} columns; this "
                f"server takes at most {most_columns:,}. Leave out columns that are not needed."
            )
        if count > _MOST_BLANK * most_rows:
            raise LimitError(f"{filename} has too many empty rows. Leave them out.")
        if not any(record.fields):
            continue
        rows.append(record)
        widest = max(widest, len(record.fields))
        if len(rows) > most_rows + 1:
            raise LimitError(
                f"{filename} has more than {most_rows:,} rows, the most this server takes. "
                "Leave out the oldest rows, or add rows up by day before you upload."
            )
        if len(rows) * widest > _MOST_CELLS:
            raise LimitError(
                f"{filename} has more than {_MOST_CELLS:,} cells, the most this server takes. "
                "Leave out columns or rows that are not needed."
            )
    return rows


def _count_titles(rows: list[Record]) -> int:
    """Number of lines above the heading: text in their first field only."""

    def title(row: Record) -> bool:
        return bool(row.fields[0]) and not any(row.fields[1:])

    return next((i for i, row in enumerate(rows) if not title(row)), 0)


def _heading(first: Record) -> tuple[Detection, list[str]]:
    """How the heading was found, and the names in it, "" for a column without one."""
    if _is_data(first.fields):
        reason = "the first line already holds a date and a number"
        return Detection("header", "Heading", "none", reason), [""] * len(first.fields)
    named = counted(sum(bool(name) for name in first.fields), "column")
    return (
        Detection("header", "Heading", f"line {first.line:,}", f"it names {named}"),
        list(first.fields),
    )


def _is_data(fields: list[str]) -> bool:
    """Whether a row holds one date, at least one number, and nothing else."""
    others = [text for text in fields if not is_missing(text) and not looks_like_number(text)]
    numbers = sum(looks_like_number(text) and not is_missing(text) for text in fields)
    return len(others) == 1 and is_date(others[0]) and numbers > 0


def _even_out(rows: list[Record], names: list[str]) -> list[str]:
    """Give all rows and `names` the same number of fields; sentences on what was uneven.

    Raises:
        DataError: If most rows have more fields than the heading has names.
    """
    width = len(names)
    short = [row for row in rows if len(row.fields) < width]
    long = [row for row in rows if any(row.fields[width:])]
    if len(long) > len(rows) / 2:
        row = long[0]
        raise DataError(
            f"Line {row.line:,} has {len(row.fields)} fields but the heading names {width} "
            f"columns, and so in {counted(len(long), 'row')} of {len(rows):,}. Add the missing "
            "names to the heading, or put numbers that hold a comma in quotation marks."
        )
    widest = max([width, *(len(row.fields) for row in long)])
    names += [""] * (widest - width)
    for row in rows:
        row.fields[:] = row.fields[:widest] + [""] * (widest - len(row.fields))
    notes = []
    if short:
        notes.append(
            f"{_places(short)} fewer fields than the heading; the missing ones count as empty."
        )
    if long:
        notes.append(
            f"{_places(long)} more fields than the heading; what is too many stands in "
            f"{quoted(f'Column {width + 1}')}. If a number there holds a comma, put it in "
            "quotation marks."
        )
    return notes


def _places(rows: list[Record]) -> str:
    where = listed([f"{row.line:,}" for row in rows])
    return f"Line {where} has" if len(rows) == 1 else f"Lines {where} have"


def _unique(names: list[str]) -> tuple[list[str], list[str]]:
    """Names made unique and not empty, and sentences on those that were changed."""
    unique: list[str] = []
    notes = []
    taken = set(names)
    for position, name in enumerate(names, start=1):
        new = name or f"Column {position}"
        count = 2
        while new in unique or (new != name and new in taken):
            new = f"{name or f'Column {position}'} ({count})"
            count += 1
        if name and new != name:
            notes.append(f"Two columns are named {quoted(name)}; the later one is {quoted(new)}.")
        unique.append(new)
    return unique, notes
