"""From text to rows of fields: the delimiter, quotation marks, and the line each row begins on."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, takewhile

from core.errors import DataError
from core.reading.numbers import looks_like_number
from core.settings import check_choice
from core.wording import number, quoted

DELIMITERS = {"\t": "tab", ";": "semicolon", ",": "comma", "|": "vertical bar"}
_SAMPLE_ROWS = 200
_SAMPLE_LENGTH = 500_000


@dataclass(frozen=True, slots=True)
class Record:
    """One row: its fields without surrounding blanks, and the line it begins on, from 1."""

    line: int
    fields: list[str]


def read_records(text: str, delimiter: str) -> Iterator[Record]:
    """Every row of a text, blank ones included.

    Raises:
        DataError: If a quotation mark is never closed, naming its line.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    # A field that returns often is stored once.
    seen: dict[str, str] = {}
    line = last = 1
    try:
        for fields in reader:
            yield Record(line, [seen.setdefault(f, f) for f in map(str.strip, fields)])
            last, line = line, reader.line_num + 1
    except csv.Error:
        raise _unclosed(line) from None
    if line - last > 1 and _runs_to_the_end(text, last, delimiter):
        raise _unclosed(last)


def _unclosed(line: int) -> DataError:
    return DataError(
        f'Line {number(line)} opens a quotation mark (") that is never closed. '
        "Close or remove it and upload the file again."
    )


def _runs_to_the_end(text: str, line: int, delimiter: str) -> bool:
    """Whether the row that begins on `line` reaches the end of the file inside a quotation."""
    lines = islice(io.StringIO(text, newline=""), line - 1, None)
    try:
        next(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "end of data" in str(error)
    return False


def unwrapped(text: str) -> str:
    """A text whose every line is one quotation, without these; any other text as it is.

    Spreadsheets write a table that they took for one column so.
    """
    if not text.lstrip().startswith('"'):
        return text
    some = [line for line in islice(io.StringIO(text), _SAMPLE_ROWS) if line.strip()]
    if not all(_is_one_field(line) for line in some) or not any(
        mark in line for line in some for mark in DELIMITERS
    ):
        return text
    return "\n".join(
        line.strip()[1:-1].replace('""', '"') if _is_one_field(line) else line
        for line in text.split("\n")
    )


def _is_one_field(line: str) -> bool:
    inside = line.strip()
    return (
        len(inside) > 1
        and inside[0] == inside[-1] == '"'
        and '"' not in inside[1:-1].replace('""', "")
    )


def find_delimiter(text: str, chosen: str | None = None) -> tuple[str, str, int]:
    """What separates the columns.

    A delimiter that fits the first row goes before one that does not; then the one that cuts
    more rows into equally many fields. Where several fit alike the comma comes late, for it also
    stands inside numbers and names, and the vertical bar, which joins names, last.

    Args:
        text: The file.
        chosen: The delimiter's word in `DELIMITERS`; found out if None.

    Returns:
        The delimiter, the evidence, and the number of lines that only state it (Excel's
        "sep=;").

    Raises:
        DataError: If nothing separates columns.
        SettingError: If there is no such delimiter.
    """
    stated = text[:8].splitlines()[0].strip().strip('"')
    states = stated.lower().startswith("sep=") and stated[4:] in DELIMITERS
    if chosen is not None:
        marks = {word: mark for mark, word in DELIMITERS.items()}
        check_choice("Delimiter", chosen, list(marks))
        return marks[chosen], "chosen by you", int(states)
    if states:
        return stated[4:], "the first line says so", 1
    counts = {mark: _field_counts(text[:_SAMPLE_LENGTH], mark) for mark in DELIMITERS}
    best = _best(counts)
    if best is None:
        # Lines above the heading may outnumber the rows of a short table.
        above = min(len(list(takewhile(lambda n: n == 1, found))) for found in counts.values())
        best = _best({mark: found[above:] for mark, found in counts.items()})
    if best is None and _is_column_of_numbers(text):
        return "\t", "there is only one column", 0
    if best is None:
        raise DataError(
            "The file has only one column: no comma, semicolon, tab or vertical bar cuts its rows "
            f"into columns. It begins with {quoted(text.strip().splitlines()[0])}. Save it as CSV "
            "with a column of dates and a column of values."
        )
    delimiter, columns, share = best
    lines = "every line" if share == 1 else f"{share:.0%} of the lines"
    return delimiter, f"it cuts {lines} into {columns} columns", 0


def _best(counts: dict[str, list[int]]) -> tuple[str, int, float] | None:
    """The delimiter that cuts rows best, into how many columns, and the share of rows.

    `counts` holds the numbers of fields by delimiter; `None` if each leaves most rows whole.
    """
    best: tuple[bool, float] | None = None
    winner = None
    for delimiter, found in counts.items():
        usual, rows = Counter(found).most_common(1)[0] if found else (1, 0)
        if usual < 2:
            continue
        fit = found[0] == usual, rows / len(found)
        if best is None or fit > best:
            best, winner = fit, (delimiter, usual, fit[1])
    return winner


def _is_column_of_numbers(text: str) -> bool:
    """Whether all lines of a text, but for a heading, hold one number each."""
    lines = [line.strip() for line in text[:_SAMPLE_LENGTH].splitlines() if line.strip()]
    return len(lines) > 2 and all(looks_like_number(line) for line in lines[1:])


def _field_counts(text: str, delimiter: str) -> list[int]:
    """Number of fields in each of the first rows that are not blank."""
    counts: list[int] = []
    try:
        for record in islice(read_records(text, delimiter), _SAMPLE_ROWS):
            if any(record.fields):
                counts.append(len(record.fields))
    except DataError:
        # The sample may end inside a quotation; reading the whole file tells.
        return counts
    return counts
