"""Which row of a file names its columns, and rows of uneven length made even."""

from dataclasses import replace

from core.errors import DataError, SettingError
from core.reading.above import count_above
from core.reading.choices import Detection
from core.reading.date_text import is_date
from core.reading.numbers import is_missing, looks_like_number
from core.reading.records import Record
from core.wording import counted, listed, number, quoted

_HEADINGS = 10
"""First rows that may be chosen as heading."""


def find_heading(rows: list[Record], chosen: str | None) -> tuple[Detection, list[str], int, int]:
    """Where the heading stands, and what it says.

    Args:
        rows: The first rows of a file, or all of them, none blank.
        chosen: "none", or a line as in "line 3"; found out if None.

    Returns:
        How it was found; the names, "" for a column without one; the number of title lines above
        it; and the number of rows up to where the data begin. Only titles: no rows remain.

    Raises:
        SettingError: If `chosen` is not one of the first lines.
    """
    lines = [f"line {row.line:,}" for row in rows[:_HEADINGS]]
    options = ("none", *lines)
    if chosen is None:
        titles = count_above(rows)
        if titles == len(rows):
            return Detection("header", "Heading", "none", "", options), [], titles, titles
        heading, names = _heading(rows[titles], rows[titles + 1 : titles + 2])
    elif chosen in options:
        titles = 0 if chosen == "none" else lines.index(chosen)
        heading = Detection("header", "Heading", chosen, "chosen by you")
        widest = max(len(row.fields) for row in rows)
        names = [""] * widest if chosen == "none" else list(rows[titles].fields)
    else:
        raise SettingError(
            f"Heading can't be {chosen!r}; choose one of: {listed(list(options), most=20)}."
        )
    begin = titles if heading.value == "none" else titles + 1
    return replace(heading, options=options), names, titles, begin


def _heading(first: Record, after: list[Record]) -> tuple[Detection, list[str]]:
    """How the heading was found, and the names in it, "" for a column without one."""
    if _is_data(first.fields) or (after and _are_data(first.fields, after[0].fields)):
        reason = "the first line already holds a date and a number"
        if len(first.fields) == 1:
            reason = "the first line already holds a number"
        return Detection("header", "Heading", "none", reason), [""] * len(first.fields)
    named = counted(sum(bool(name) for name in first.fields), "column")
    return (
        Detection("header", "Heading", f"line {first.line:,}", f"it names {named}"),
        list(first.fields),
    )


def _is_data(fields: list[str]) -> bool:
    """Whether a row holds one date, at least one number, and nothing else; or numbers alone."""
    others = [text for text in fields if not is_missing(text) and not looks_like_number(text)]
    numbers = sum(map(_is_number, fields))
    if len(fields) == 1:
        return numbers == 1
    if numbers == len(fields):
        # Years may head columns, and so may the numbers of months.
        return not all(text.isdigit() and len(text) in (1, 2, 4) for text in fields)
    return len(others) == 1 and is_date(others[0]) and numbers > 0


def comments(rows: list[Record]) -> int:
    """Number of lines above a table that begin with "#", but for one that names its columns."""
    count = next((i for i, row in enumerate(rows) if not row.fields[0].startswith("#")), len(rows))
    if not count or count == len(rows):
        return 0
    last, first = rows[count - 1].fields, rows[count].fields
    names = len(last) == len(first) > 1 and any(map(_is_number, first))
    return count - 1 if names else count


def _are_data(first: list[str], second: list[str]) -> bool:
    """Whether two rows hold a date, numbers and texts in the same places."""
    kinds = [
        ["date" if is_date(text) else "number" if _is_number(text) else "text" for text in row]
        for row in (first, second)
    ]
    same = kinds[0] == kinds[1] and first != second
    return same and kinds[0].count("date") == 1 and "number" in kinds[0]


def _is_number(text: str) -> bool:
    return looks_like_number(text) and not is_missing(text)


def without_margin(rows: list[Record]) -> list[Record]:
    """The same rows without the fields that are empty at the left of all of them."""
    margin = min(
        (next((i for i, text in enumerate(row.fields) if text), 0) for row in rows), default=0
    )
    if margin:
        for row in rows:
            del row.fields[:margin]
    return rows


def even_out(rows: list[Record], names: list[str]) -> list[str]:
    """Give all rows and `names` the same number of fields; sentences on what was uneven.

    Raises:
        DataError: If most rows have more fields than the heading has names.
    """
    if _numbered_rows(rows, len(names)):
        names.insert(0, "")
    width = len(names)
    short = [row for row in rows if len(row.fields) < width]
    long = [row for row in rows if any(row.fields[width:])]
    cut = [row for row in long if _is_number(row.fields[width])]
    if len(cut) > len(rows) / 2:
        row = cut[0]
        raise DataError(
            f"Line {number(row.line)} has {len(row.fields)} fields but the heading names "
            f"{width} columns, and so in {counted(len(cut), 'row')} of {number(len(rows))}. Add "
            "the missing names to the heading, or put numbers that hold a comma in quotation marks."
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


def _numbered_rows(rows: list[Record], width: int) -> bool:
    """Whether each row begins with its number, which the heading has no name for, as in R."""
    if any(len(row.fields) != width + 1 for row in rows):
        return False
    return [row.fields[0] for row in rows] == [str(place) for place in range(1, len(rows) + 1)]


def _places(rows: list[Record]) -> str:
    where = listed([number(row.line) for row in rows])
    return f"Line {where} has" if len(rows) == 1 else f"Lines {where} have"


def unique_names(names: list[str]) -> tuple[list[str], list[str]]:
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
