"""Column names that stand for dates: 2020-01, Sales 2020, 1990 [YR1990], Jan, Q1, 1 to 12."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from core.reading.date_text import is_date, is_month
from core.reading.vocabulary import SUMMARY, TOTAL, words_of

_FEWEST = 3
"""Columns named like dates from which on a table is taken to have one for each."""

_YEAR = re.compile(r"(?:19|20)\d\d")
_QUARTERS = "q|qtr|quarter|quartal|kvartal|trim|trimestre|trimester|t"
_QUARTER = re.compile(rf"(?:{_QUARTERS})[. ]*[1-4]|[1-4][. ]*(?:{_QUARTERS})", re.I)
_MONTH = re.compile(r"[mp]?0?(?P<number>[1-9]|1[0-2])", re.I)
_SPAN = re.compile(r"[JFMASOND]-[JFMASOND]|winter|spring|summer|autumn|fall", re.I)
_INITIALS = "JFMAMJJASOND" * 2
_CODE = re.compile(r"\s*\[YR\d{4}\]", re.I)
_CUT = re.compile(r"(?<=[\s_:/-])|(?=[\s_:/-])")


@dataclass(frozen=True)
class Spread:
    """Columns that stand for dates.

    Attributes:
        columns: Their names.
        dates: What of each name is the date.
        called: What to call the dates once they are rows.
        value: What all names say beside the dates; "" for nothing.
        aside: Columns that sum up those of the dates: a total, a mean.
        wants: What another column has to hold, or these are no dates; () for anything.
    """

    columns: list[str]
    dates: list[str]
    called: str
    value: str = ""
    aside: list[str] | tuple[()] = ()
    wants: tuple[str, ...] = ()


def is_quarter(text: str) -> bool:
    """Whether a text is a quarter without a year: Q1, T1, Quarter 1, 1. Quartal."""
    return bool(_QUARTER.fullmatch(text.strip()))


def _is_part_of_year(name: str) -> bool:
    """Whether a name beside those of all months stands for several of them: DJF, J-D, Q1."""
    initials = len(name) > 2 and name.isupper() and name in _INITIALS
    return initials or bool(_SPAN.fullmatch(name)) or is_quarter(name)


def find_spread(names: list[str]) -> Spread | None:
    """The columns among `names` that stand for dates; `None` if they are too few."""
    sums_months = sum(map(is_month, names)) == 12
    aside = [
        name
        for name in names
        if words_of(name) & (TOTAL | SUMMARY) or (sums_months and _is_part_of_year(name))
    ]
    rest = [name for name in names if name not in aside]
    for value, shortened in _shortened(rest):
        for called, fits, fewest, wants in _KINDS:
            fitting = [name for name in rest if name in shortened and fits(shortened[name])]
            if len(fitting) < fewest or 2 * len(fitting) <= len(rest):
                continue
            dates = [shortened[name] for name in fitting]
            wanted = wants if called == "Year" and len(fitting) < _FEWEST else ()
            return Spread(fitting, dates, called, value, aside, wanted)
    months = {name: found["number"] for name in rest if (found := _MONTH.fullmatch(name))}
    if sorted(map(int, months.values())) == [*range(1, 13)]:
        return Spread([*months], [*months.values()], "Month", "", aside, ("years",))
    return None


_KINDS: tuple[tuple[str, Callable[[str], bool], int, tuple[str, ...]], ...] = (
    ("Date", is_date, _FEWEST, ()),
    ("Year", lambda name: bool(_YEAR.fullmatch(name)), 2, ("months", "quarters")),
    ("Month", is_month, _FEWEST, ()),
    ("Quarter", is_quarter, _FEWEST, ()),
)


def _shortened(names: list[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Names without what most of them have in common, and what that is."""
    yield "", {name: _CODE.sub("", name) for name in names}
    for at_end in (False, True):
        shared: Counter[str] = Counter()
        for name in names:
            cuts = {found.start() for found in _CUT.finditer(name)} - {0, len(name)}
            shared.update({name[cut:] if at_end else name[:cut] for cut in cuts})
        usual = [text for text, count in shared.items() if 2 * count > len(names) and count > 1]
        for text in sorted(usual, key=len, reverse=True):
            cut = str.removesuffix if at_end else str.removeprefix
            mine = {
                name: cut(name, text).strip(" _:/-") for name in names if cut(name, text) != name
            }
            yield text.strip(" _:/-"), mine
