"""Times that name their time zone: with one zone, with the two of daylight saving, with several.

Wall-clock time is kept wherever it can be: people buy, open and sleep by it, and a day's total is
the total of that day. So the two offsets of one place are read as its clocks showed them. The price
is two hours a year, one shown twice and one not at all: `core.reading.clock_changes`.
"""

import numpy as np
import pandas as pd

from core.reading.clock_changes import on_change_day
from core.reading.date_kinds import NO_ZONE

_NAME = "Time zones dropped"
_YEAR = np.timedelta64(365, "D")


def without_zones(
    stamps: pd.DatetimeIndex, seconds: np.ndarray, zone: np.ndarray
) -> tuple[np.ndarray | None, tuple[tuple[str, str], ...]]:
    """What has to be taken off stamps that name zones, and what is said about it.

    Args:
        stamps: As written, shape (n,), NaT where there is no date.
        seconds: Since midnight, shape (n,).
        zone: Minutes ahead of UTC, shape (n,), `NO_ZONE` where none is named.

    Returns:
        Time to subtract, shape (n,), timedelta64, or `None` for nothing; names and sentences.
    """
    known = np.asarray(stamps.notna())
    zoned = known & (zone != NO_ZONE)
    if not zoned.any():
        return None, ()
    offsets = np.unique(zone[zoned])
    every = bool(zoned[known].all())
    if len(offsets) == 1 and every:
        midnights = _midnights_elsewhere(stamps, seconds, int(offsets[0]))
        if midnights is not None:
            return midnights
        return None, ((_NAME, "All times name the same time zone; they are used as written."),)
    if not seconds[zoned].any():
        return None, ((_NAME, "The dates name time zones; only their days are used."),)
    ahead = np.where(zoned, zone, 0).astype("timedelta64[m]").astype("timedelta64[ns]")
    if every and len(offsets) == 2 and _saves_daylight(stamps[zoned], ahead[zoned]):
        shown = " and ".join(_words(int(offset)) for offset in offsets)
        text = (
            f"The times name {shown}, the offsets of daylight saving time at one place; they are "
            "used as clocks there showed them, so that each day keeps its own hours."
        )
        return None, ((_NAME, text),)
    text = "The times name several time zones; all were converted to UTC, where days begin too."
    return ahead, ((_NAME, text),)


def _midnights_elsewhere(
    stamps: pd.DatetimeIndex, seconds: np.ndarray, offset: int
) -> tuple[np.ndarray, tuple[tuple[str, str], ...]] | None:
    """Days that a program wrote as UTC, so that each seems to begin the evening before.

    Only where the evening hour changes with the clocks is it certain that midnights are meant.
    """
    known = np.asarray(stamps.notna())
    evening = np.unique(seconds[known])
    if offset != 0 or len(evening) != 2 or evening[0] < 43_200:
        return None
    ahead = (86_400 - seconds).astype("timedelta64[s]").astype("timedelta64[ns]")
    days = stamps + ahead
    if not _saves_daylight(days[known], ahead[known]):
        return None
    hours = " and ".join(f"{second // 3600:02}:{second % 3600 // 60:02}" for second in evening)
    text = (
        f"The times are {hours} UTC and change as clocks do, so they are midnights of a place "
        "ahead of UTC; each is used as the day that began there."
    )
    return -ahead, ((_NAME, text),)


def _words(minutes: int) -> str:
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"


def _saves_daylight(stamps: pd.DatetimeIndex, ahead: np.ndarray) -> bool:
    """Whether two offsets take turns as those of one place do, shapes (n,) and (n,)."""
    if np.ptp(ahead) not in (np.timedelta64(30, "m"), np.timedelta64(60, "m")):
        return False
    wall = stamps.to_numpy()
    moments = wall - ahead
    order = np.argsort(moments, kind="stable")
    switches = np.flatnonzero(np.diff(ahead[order]) != np.timedelta64(0))
    years = (moments[order[-1]] - moments[order[0]]) / _YEAR
    if len(switches) > 2 * years + 2:
        return False
    days = wall.astype("datetime64[D]")
    return all(
        on_change_day(pd.date_range(days[order[at]], days[order[at + 1]])).any() for at in switches
    )
