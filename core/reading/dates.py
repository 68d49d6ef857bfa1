"""A column of dates: the order of day and month, time zones, and what can't be read."""

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from core import rhythm
from core.reading import date_orders, fiscal, uneven_dates, year_parts, zones
from core.reading.date_cells import read_cells
from core.reading.date_kinds import KINDS
from core.wording import quoted

FIRST_YEAR, LAST_YEAR = 1700, 2200
_FULL = 2 / 3
"""Share of periods that have to hold a date for a calendar to be taken for one."""

_FEWEST = 8
"""Different dates from which on one of them may be said to stand alone."""

_TWO_ORDERS = np.array([kind.two_orders for kind in KINDS])
_NUMBERED = np.array([kind.numbered for kind in KINDS])


@dataclass(frozen=True, eq=False)
class Dates:
    """A column read as dates.

    Attributes:
        stamps: Shape (n,), datetime64[ns] without zone; NaT where no date can be read.
        beyond: Shape (n,), bool: dates outside the years that can be calculated with.
        order: "day-first" or "month-first"; "" where the dates don't need one.
        reason: The evidence for the order, in words.
        swapped: The stamps under the other order where both fit every date; else `None`.
        remarks: Name and sentence for each thing done to all dates, such as dropping a zone.
        notes: Warnings, as sentences.
        far: Shape (n,), bool: a lone date so far from all others that it must be mistyped.
        longer: Shape (n,), bool: a year or quarter among months.
    """

    stamps: pd.DatetimeIndex = field(repr=False)
    beyond: np.ndarray = field(repr=False)
    order: str
    reason: str
    swapped: pd.DatetimeIndex | None = field(repr=False)
    remarks: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    far: np.ndarray | None = field(default=None, repr=False)
    longer: np.ndarray | None = field(default=None, repr=False)

    def without_far(self) -> "Dates":
        """The same with the first or last date taken for mistyped where it stands alone.

        It does where it comes once, and lies further from the next one than all others from each
        other.
        """
        known = self.stamps[self.stamps.notna()]
        unique = known.unique().sort_values()
        if len(unique) < _FEWEST:
            return self
        far = np.zeros(len(self.stamps), dtype=bool)
        # Timedeltas of pandas end at 292 years.
        since = unique.to_numpy().astype("datetime64[s]")
        for lone, gap, rest in (
            (unique[0], since[1] - since[0], since[-1] - since[1]),
            (unique[-1], since[-1] - since[-2], since[-2] - since[0]),
        ):
            here = np.asarray(self.stamps == lone)
            if gap > rest and here.sum() == 1:
                far |= here
        if not far.any():
            return self
        stamps = self.stamps.to_numpy(copy=True)
        stamps[far] = np.datetime64("NaT")
        return replace(self, stamps=pd.DatetimeIndex(stamps), far=far)

    def of(self, rows: pd.Index) -> "Dates":
        """Those of some rows."""
        swapped = None if self.swapped is None else self.swapped[rows]
        far = None if self.far is None else self.far[rows]
        return replace(
            self,
            stamps=self.stamps[rows],
            beyond=self.beyond[rows],
            swapped=swapped,
            far=far,
            longer=None if self.longer is None else self.longer[rows],
        )


def read_dates(texts: pd.Series, order: str | None = None, weekly: bool = False) -> Dates:
    """Read a column of dates.

    Args:
        texts: Shape (n,), strings.
        order: "day-first" or "month-first"; `None` to find out.
        weekly: Whether the column's name speaks of weeks.

    Raises:
        DataError: If day and month stand in two orders, and some dates fit both.
    """
    codes, uniques = pd.factorize(texts)
    cells = [str(text) for text in uniques]
    known, parts = read_cells(cells)
    years = fiscal.find_fiscal(parts, known)
    counting: tuple[tuple[str, str], ...] = ()
    if not years.any():
        parts, known, counting = year_parts.settle(parts, known, cells, weekly)
    longer = uneven_dates.longer_periods(parts, known)
    known &= ~longer
    numbered = known & _NUMBERED[parts[:, 0]]
    if numbered.any() and not numbered[known].all():
        # Among real dates, 1-01 is not a month.
        known &= ~numbered
        numbered[:] = False
    # The number after the slash is no month; quarters and periods have one of their own.
    parts[years & ~fiscal.PARTED[parts[:, 0]], 2] = 1
    # What is no date either way says nothing about the order.
    possible = (parts[:, 1:3] > 0).all(axis=1) & ~_beyond(parts[:, 3])
    open_order = known & possible & _TWO_ORDERS[parts[:, 0]]
    found, reason, both_fit = date_orders.usual_order(parts, open_order, cells)
    month_first = np.full(len(parts), (order or found) == "month-first")
    if order is None:
        month_first, said = date_orders.by_separator(parts, open_order, cells, found)
        counting = (*counting, *said)
    stamps, beyond, flipped = _stamps(parts, known, open_order, month_first)
    turned = uneven_dates.turned_round(parts, known, cells)
    if turned.any() and not _is_calendar(stamps):
        back = parts.copy()
        back[turned, 1:3] = parts[turned, 2:0:-1]
        other, _, _ = _stamps(back, known, open_order, month_first)
        if _is_calendar(other):
            stamps = other
            counting = (*counting, uneven_dates.turned_remark(cells, turned))
    ahead, zone_remarks = zones.without_zones(stamps, parts[:, 4], parts[:, 5])
    stamps = stamps if ahead is None else stamps - ahead
    swapped = None
    if both_fit and order is None:
        swapped, _, _ = _stamps(parts, known, open_order, ~month_first)
        swapped = swapped if ahead is None else swapped - ahead
        whole, swapped_whole = _is_calendar(stamps), _is_calendar(swapped)
        if (swapped_whole, _regularity(swapped[codes])) > (whole, _regularity(stamps[codes])):
            found, stamps, swapped = "month-first", swapped, stamps
        reason = "the dates fit both ways; this one gives the more regular calendar"
        if whole != swapped_whole:
            swapped = None
            reason = "only this way round do the dates form a regular calendar"
    remarks = [*counting, *zone_remarks]
    numbered &= np.asarray(stamps.notna())
    if numbered.any():
        remarks.append(_numbered_remark(stamps[numbered], cells, numbered))
    if years.any():
        remarks.append(fiscal.remark(parts, years, cells))
    return Dates(
        stamps[codes],
        beyond[codes],
        (order or found) if open_order.any() else "",
        "chosen by you" if order else reason,
        None if swapped is None else swapped[codes],
        tuple(remarks),
        tuple(_notes(parts, known, flipped, cells)),
        longer=longer[codes] if longer.any() else None,
    )


def _beyond(year: np.ndarray) -> np.ndarray:
    return np.asarray((year < FIRST_YEAR) | (year > LAST_YEAR))


def _stamps(
    parts: np.ndarray, known: np.ndarray, open_order: np.ndarray, month_first: np.ndarray
) -> tuple[pd.DatetimeIndex, np.ndarray, np.ndarray]:
    """Stamps, whether each lies in years out of reach, and whether it fits the other order only."""
    day, month, year = parts[:, 1].copy(), parts[:, 2].copy(), parts[:, 3]
    swap = open_order & month_first
    day[swap], month[swap] = month[swap], day[swap]
    flipped = open_order & (month > 12) & (day <= 12)
    day[flipped], month[flipped] = month[flipped], day[flipped]
    beyond = known & _beyond(year)
    valid = known & ~beyond & (month >= 1) & (month <= 12) & (day >= 1)
    months = np.where(valid, (year - 1970) * 12 + month - 1, 0).astype("datetime64[M]")
    length = (months + 1).astype("datetime64[D]") - months.astype("datetime64[D]")
    valid &= day <= length.astype(np.int64)
    days = months.astype("datetime64[D]") + (day - 1).astype("timedelta64[D]")
    stamps = days.astype("datetime64[s]") + parts[:, 4].astype("timedelta64[s]")
    stamps[~valid] = np.datetime64("NaT")
    return pd.DatetimeIndex(stamps.astype("datetime64[ns]")), beyond, flipped & valid


def _is_calendar(stamps: pd.DatetimeIndex) -> bool:
    """Whether dates keep one spacing, each period holding one and few of them none."""
    unique = stamps[stamps.notna()].unique().sort_values()
    if len(unique) < 2:
        return False
    frequency, _ = rhythm.infer(unique)
    periods = frequency.snap(unique).unique()
    return len(periods) == len(unique) and len(periods) >= _FULL * frequency.length(
        periods[0], periods[-1]
    )


def _regularity(stamps: pd.DatetimeIndex) -> tuple[float, bool, float]:
    """How even the spacing of the dates is, 0 to 1; whether they rise; share of month starts."""
    known = stamps[stamps.notna()]
    gaps = np.diff(known.unique().sort_values().to_numpy()).astype(np.int64)
    if not len(gaps):
        return 0.0, True, 0.0
    typical = float(np.median(gaps))
    # Months differ by up to a tenth in length.
    even = float(np.mean(np.abs(gaps - typical) <= 0.12 * typical))
    return even, known.is_monotonic_increasing, float(np.mean(known.day == 1))


def _numbered_remark(
    stamps: pd.DatetimeIndex, cells: list[str], numbered: np.ndarray
) -> tuple[str, str]:
    example = cells[int(np.argmax(numbered))]
    first, last = stamps.min(), stamps.max()
    return (
        "Years numbered",
        f"The months are numbered without a calendar year ({quoted(example)}); they are drawn "
        f"as the years {first:%Y} to {last:%Y}.",
    )


def _notes(
    parts: np.ndarray, known: np.ndarray, flipped: np.ndarray, cells: list[str]
) -> list[str]:
    notes = []
    kinds, first = np.unique(parts[known, 0], return_index=True)
    if len(kinds) > 1:
        examples = [cells[i] for i in np.flatnonzero(known)[np.sort(first)]]
        shown = " and ".join(quoted(text) for text in examples[:3])
        notes.append(
            f"The dates are written in {len(kinds)} ways, such as {shown}; each was read in its "
            "own way."
        )
    if flipped.any():
        example = quoted(cells[int(np.argmax(flipped))])
        notes.append(
            f"Day and month don't stand in the same order everywhere: {example} fits only the "
            "other way round and was read so. Check the dates near it."
        )
    return notes
