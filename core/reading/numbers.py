"""Numbers as people write them: decimal comma or point, thousands marks, words for missing."""

import re
from collections import Counter
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.number_style import THIN_SPACE
from core.reading.units import CODES, bare, has_flag

MISSING = frozenset(
    ("", "na", "n/a", "n.a.", "nan", "<na>", "null", "none", "nil", "missing", "(blank)",
     "-", "--", "---", "–", "—", ".", "..", "...", "…", ":", "?", "\\n", "(na)", "n/d", "n.d.",
     "k.a.", "not available", "no data", "#n/a", "#na", "#n/a n/a", "#null!", "#value!", "#div/0!",
     "#ref!", "#num!", "#name?", "***", "****", "*****")
)  # fmt: skip
# Beyond this a sum of a few values would no longer be a finite number.
_LARGEST = 1e100
_INFINITE = re.compile(r"[+-]?(inf|infinity|∞)")
_CODE = re.compile(CODES, re.I)
_DIGITS = re.compile(r"(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII)
_PLAIN = re.compile(rf"[+-]?{_DIGITS.pattern}", re.ASCII)
# As `number_style` calls them: every space is the same mark, and so is every apostrophe.
_SPACES = "\u00a0\u202f\u2009 '’"
_SAME_MARK = dict.fromkeys(_SPACES, THIN_SPACE) | {"'": "'", "’": "'"}
_GROUPED = {
    ".": re.compile(rf"(\d{{1,3}}((,\d{{2,3}})*,\d{{3}}|([{_SPACES}]\d{{3}})+))(\.\d*)?", re.ASCII),
    ",": re.compile(rf"(\d{{1,3}}((\.\d{{3}})+|([{_SPACES}]\d{{3}})+))(,\d*)?", re.ASCII),
}


@dataclass(frozen=True, eq=False)
class Numbers:
    """A column read as numbers.

    Attributes:
        values: Shape (n,), float64; NaN where nothing, or nothing readable, stands.
        unreadable: Shape (n,), bool: text that is no number and no word for missing.
        infinite: Shape (n,), bool: infinite, or too large to calculate with.
        flagged: Shape (n,), bool: a flag stood behind the number, as in "123.4 p".
    """

    values: np.ndarray
    unreadable: np.ndarray
    infinite: np.ndarray
    flagged: np.ndarray


def is_missing(text: str) -> bool:
    """Whether a cell says that there is no value."""
    return text.strip().lower() in MISSING


def read_number(text: str, decimal: str) -> float | None:
    """One cell as a number.

    Args:
        text: The cell.
        decimal: "." or ",".

    Returns:
        NaN for a word for missing, an infinity for infinite or too large, `None` for text that
        is no number.
    """
    cell = text.strip().lower().replace("−", "-")
    if _PLAIN.fullmatch(cell) and (decimal == "." or "." not in cell):
        return _bounded(float(cell))
    if cell in MISSING:
        return float("nan")
    if _INFINITE.fullmatch(cell):
        return float("-inf" if cell[0] == "-" else "inf")
    number = bare(text)
    digits = number.digits.lower().removeprefix("+")
    if _GROUPED[decimal].fullmatch(digits):
        digits = re.sub(rf"[{_SPACES}{',' if decimal == '.' else '.'}]", "", digits)
    elif decimal == "," and "." in digits:
        return None
    if decimal == ",":
        digits = digits.replace(",", ".")
    if not _DIGITS.fullmatch(digits) or (number.power and "e" in digits):
        return None
    power = f"e{number.power}" if number.power else ""
    return _bounded(float(f"{'-' * number.negative}{digits}{power}"))


def _bounded(value: float) -> float:
    return value if abs(value) < _LARGEST else float("inf") * (1 if value > 0 else -1)


def looks_like_number(text: str) -> bool:
    """Whether a cell is a number with either decimal mark, or infinite."""
    return read_number(text, ".") is not None or read_number(text, ",") is not None


def read_numbers(texts: pd.Series, decimal: str) -> Numbers:
    """A column as numbers; `texts` has shape (n,), strings."""
    codes, uniques = pd.factorize(texts)
    read = [read_number(text, decimal) for text in uniques]
    values = np.array([np.nan if value is None else value for value in read], dtype=np.float64)
    unreadable = np.array([value is None for value in read], dtype=bool)
    infinite = np.isinf(values)
    flagged = np.array([has_flag(text) for text in uniques], dtype=bool) & ~np.isnan(values)
    values = np.where(infinite, np.nan, values)
    return Numbers(values[codes], unreadable[codes], infinite[codes], flagged[codes])


_SHAPE = str.maketrans("23456789", "11111111")
_COMMA_ONLY = re.compile(
    r"\d*,(\d{1,2}|\d{4,})|\d+(\.\d{3})+,\d*|0,\d+|\d{4,},\d+|\d*,\d+e[+-]?\d+", re.ASCII | re.I
)
_POINT_ONLY = re.compile(
    r"\d*\.(\d{1,2}|\d{4,})|\d+(,\d{3})+\.\d*|0\.\d+|\d{4,}\.\d+|\d*\.\d+e[+-]?\d+",
    re.ASCII | re.I,
)
_EITHER = re.compile(r"[1-9]\d{0,2}([.,])\d{3}", re.ASCII)
_SPACED = re.compile(rf"(?<=\d)[{_SPACES}](?=\d{{3}}(?!\d))", re.ASCII)
_BELOW_THOUSAND = re.compile(r"[1-9]\d\d", re.ASCII)
_UNGROUPED = re.compile(r"\d{4,}", re.ASCII)
_REPEATED = re.compile(r"\d{1,3}(?:(\.\d{3}){2,}|(,\d{3}){2,})", re.ASCII)


@dataclass(frozen=True)
class Decimal:
    """The decimal mark of a column: the mark, the evidence, and whether both marks fit.

    `seen` says whether any cell told.
    """

    mark: str
    reason: str
    both_fit: bool = False
    example: str = ""
    seen: bool = True


STORED = Decimal(".", "the file stores these as numbers", seen=False)
"""That of a column which needs none."""


def detect_decimal(texts: pd.Series, delimiter: str) -> Decimal:
    """Find the decimal mark of a column.

    Args:
        texts: Its cells, strings, shape (n,).
        delimiter: What separates the file's columns; a semicolon goes with decimal commas.
    """
    # Cells that differ in their digits only say the same, but for a 0 in front.
    alike: dict[str, tuple[str, int]] = {}
    for text in pd.factorize(texts)[1]:
        shape = text.translate(_SHAPE)
        example, count = alike.get(shape, (text.strip(), 0))
        alike[shape] = example, count + 1
    votes: dict[str, list[tuple[int, str]]] = {".": [], ",": []}
    either: list[str] = []
    ungrouped, whole = False, ""
    for text, count in alike.values():
        cell = text
        if not (cell[:1].isdigit() and cell[-1:].isdigit()):
            cell = bare(cell).digits.strip("+-− ")
        # Where blanks or apostrophes group the digits, a comma or point does not.
        cell = _SPACED.sub("", cell)
        if _COMMA_ONLY.fullmatch(cell):
            votes[","].append((count, text))
        elif _POINT_ONLY.fullmatch(cell):
            votes["."].append((count, text))
        elif repeated := _REPEATED.fullmatch(cell):
            votes["," if repeated[1] else "."].append((count, text))
        elif _EITHER.fullmatch(cell):
            either.append(text)
        elif _BELOW_THOUSAND.fullmatch(cell):
            whole = whole or text
        else:
            ungrouped = ungrouped or bool(_UNGROUPED.fullmatch(cell))
    if votes["."] or votes[","]:
        commas, points = (sum(count for count, _ in votes[mark]) for mark in ",.")
        mark = "," if commas > points else "."
        return Decimal(mark, f"'{votes[mark][0][1]}' can only be read so")
    if either:
        return _three_digits(either, ungrouped, whole, delimiter)
    return Decimal(".", "no number has a decimal mark", seen=False)


def thousands_mark(texts: pd.Series, decimal: str) -> str:
    """What most of the grouped numbers of a column have between thousands.

    Args:
        texts: Its cells, strings, shape (n,).
        decimal: "." or ",".

    Returns:
        A mark as `core.number_style.NumberStyle` has it; "" where no number is grouped.
    """
    votes: Counter[str] = Counter()
    for text in pd.factorize(texts)[1]:
        grouped = _GROUPED[decimal].fullmatch(bare(text).digits.lstrip("+"))
        if grouped:
            # The first mark after the leading digits.
            votes[next(sign for sign in grouped[1] if not sign.isdigit())] += 1
    if not votes:
        return ""
    mark = votes.most_common(1)[0][0]
    return _SAME_MARK.get(mark, mark)


def unit_of(text: str) -> str:
    """The currency, percent sign or unit that stands with a number: "€", "NOK"; "" for none."""
    sign = bare(text).unit.rstrip(".")
    if sign.lower() == "kr":
        return "kr"
    return sign.upper() if _CODE.fullmatch(sign) else sign


def _three_digits(either: list[str], ungrouped: bool, whole: str, delimiter: str) -> Decimal:
    """Only numbers such as 1.234, where the mark may also group thousands, and whole ones."""
    marks = {_EITHER.search(text)[1] for text in either}  # type: ignore[index]
    if ungrouped and len(marks) == 1:
        mark = marks.pop()
        return Decimal(mark, "in larger numbers it does not group the thousands")
    if whole and len(marks) == 1:
        # Written with three decimals it would be 812.000.
        mark = "," if marks == {"."} else "."
        return Decimal(mark, f"'{whole}' stands among them without decimals")
    mark = "," if delimiter == ";" else "."
    return Decimal(mark, f"'{either[0]}' fits both ways", both_fit=True, example=either[0])
