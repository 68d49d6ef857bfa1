"""From bytes to a table of text whose columns have names and whose rows know their line."""

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
import pandas as pd

from core.errors import DataError
from core.reading import bulk, stacked_headings
from core.reading.archives import Unpacked, unpack
from core.reading.cell_text import without_hidden
from core.reading.choices import Choices, Detection
from core.reading.decode import decode
from core.reading.file_limits import check_size, read_within, within
from core.reading.heading import comments, even_out, find_heading, unique_names, without_margin
from core.reading.kinds import is_parquet, is_workbook, refuse_other_kinds
from core.reading.records import DELIMITERS, Record, find_delimiter, read_records, unwrapped
from core.reading.two_headings import joined_headings
from core.reading.workbooks import Stored, read_parquet, read_sheet
from core.wording import counted

_FRACTION = re.compile(r"-?\d+\.\d+")

_OPENING = 200
"""First rows of a large text, which show where its heading stands."""


@dataclass(frozen=True, eq=False)
class Table:
    """A file as rows of text.

    Attributes:
        frame: Shape (rows, columns), all strings without surrounding blanks, "" where nothing
            stands; columns named as in the file. Those of a large file are
            categorical.
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
    check_size(data, filename)
    refuse_other_kinds(data)
    inside = unpack(data, filename)
    if inside.note:
        refuse_other_kinds(inside.data)
    source = _source(inside, choices)
    body = _bulk(source, choices) or _row_by_row(source, choices, filename)
    frame = body.frame
    hollow = [name for name in body.unnamed if not (frame[name] != "").any()]
    notes = [inside.note] if inside.note else []
    notes += body.notes
    if hollow:
        notes.append(f"{counted(len(hollow), 'empty column')} without a name left out.")
    return Table(
        frame.drop(columns=hollow),
        (*source.detections, body.heading),
        tuple(notes),
        body.lines,
        source.delimiter,
        body.stored,
    )


@dataclass(frozen=True)
class _Source:
    """A file about to be cut into rows.

    Attributes:
        detections: What was found out on the way.
        records: Every row, where the file is no text.
        text: The text, where it is.
        utf8: The same in UTF-8, as it came.
        delimiter: What separates its columns, "" where the file is no text.
        skipped: Lines of the text that only state the delimiter.
    """

    detections: tuple[Detection, ...]
    records: Iterable[Record] | None = None
    text: str = field(default="", repr=False)
    utf8: bytes = field(default=b"", repr=False)
    delimiter: str = ""
    skipped: int = 0

    def rows(self) -> Iterator[Record]:
        """Every row, blank ones too."""
        if self.records is not None:
            return iter(self.records)
        return islice(read_records(self.text, self.delimiter), self.skipped, None)


@dataclass(frozen=True, eq=False)
class _Body:
    """The rows below a heading, with the heading's names; `unnamed` are those we had to name."""

    frame: pd.DataFrame
    lines: np.ndarray
    heading: Detection
    unnamed: list[str]
    notes: list[str]
    stored: frozenset[str] = frozenset()


def _source(inside: Unpacked, choices: Choices) -> _Source:
    data, filename = inside.data, inside.filename
    if is_workbook(data):
        rows, sheet = read_sheet(data, filename, choices.sheet)
        return _Source((sheet,), rows)
    if is_parquet(data):
        rows, kind = read_parquet(data, filename)
        return _Source((kind,), rows)
    if not data.strip():
        raise _empty(filename)
    whole, encoding = decode(data, choices.encoding)
    text = unwrapped(without_hidden(whole))
    if not text.strip():
        raise _empty(filename)
    delimiter, evidence, skip = find_delimiter(text, choices.delimiter)
    words = tuple(DELIMITERS.values())
    found = Detection("delimiter", "Delimiter", DELIMITERS[delimiter], evidence, words)
    # A large file is not copied for nothing; other encodings have other lengths.
    unchanged = text is whole and not data.startswith(codecs.BOM_UTF8)
    same = encoding.value == "UTF-8" and unchanged
    utf8 = data if same else text.encode("utf-8", "surrogatepass")
    return _Source((encoding, found), None, text, utf8, delimiter, skip)


def _bulk(source: _Source, choices: Choices) -> _Body | None:
    """The rows of a large text, if it is plain and within the limits; else None."""
    if len(source.text) < bulk.LARGE:
        return None
    opening = list(islice((row for row in source.rows() if any(row.fields)), _OPENING))
    heading, names, titles, begin = find_heading(opening, choices.header)
    if len(opening) < _OPENING or begin >= len(opening):
        return None
    if joined_headings(names, opening[begin].fields) or (
        heading.value != "none" and stacked_headings.lines_below(opening[begin:])
    ):
        return None
    unique, renamed = unique_names(list(names))
    skipped = opening[begin].line - 1
    if not within(source.text.count("\n") - skipped, len(names)):
        return None
    read = bulk.read_bulk(source.utf8, source.delimiter, unique, skipped)
    if read is None:
        return None
    frame, lines = read
    unnamed = [name for name, given in zip(unique, names, strict=True) if not given]
    return _Body(frame, lines, heading, unnamed, [*_title_note(titles), *renamed])


def _row_by_row(source: _Source, choices: Choices, filename: str) -> _Body:
    rows = without_margin(read_within(source.rows(), filename))
    if not rows:
        raise _empty(filename)
    above = comments(rows)
    rows = rows[above:]
    heading, names, titles, begin = find_heading(rows, choices.header)
    if titles == len(rows):
        raise _empty(filename)
    rows = rows[begin:]
    notes = _title_note(above + titles)
    if rows and (joined := joined_headings(names, rows[0].fields)):
        names, rows = joined, rows[1:]
    elif heading.value != "none" and (more := stacked_headings.lines_below(rows)):
        names, rows = stacked_headings.joined(names, rows[:more]), rows[more:]
        notes.append(f"The heading has {counted(more + 1, 'line')}, read as one.")
    if not rows:
        raise DataError(
            f"{filename} holds a heading but no rows below it. "
            "Upload a table with one row for each date."
        )
    notes += even_out(rows, names)
    unique, renamed = unique_names(names)
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
    lines = np.array([row.line for row in rows], dtype=np.int64)
    unnamed = [name for name, given in zip(unique, names, strict=True) if not given]
    return _Body(frame, lines, heading, unnamed, [*notes, *renamed], frozenset(stored))


def _title_note(titles: int) -> list[str]:
    return [f"{counted(titles, 'title line')} above the heading left out."] if titles else []


def _plain(cell: str, stored: bool) -> str:
    """A cell as text. A number stored among texts shows that its point is a decimal mark."""
    if isinstance(cell, Stored) and not stored and _FRACTION.fullmatch(cell):
        return f"{cell}e0"
    return str(cell)


def _empty(filename: str) -> DataError:
    return DataError(
        f"{filename} is empty. Upload a table with a column of dates and a column of values."
    )
