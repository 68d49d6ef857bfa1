"""When clocks changed anywhere: hours of the time zone database that came twice, or never.

The database comes with the system, or with pandas (`tzdata`).
"""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

FORWARD, BACK = 1, -1

_STEP = timedelta(days=14)
"""Changes of one zone are further apart: Morocco's, around Ramadan, by four weeks."""

_HOUR, _MINUTE = timedelta(hours=1), timedelta(minutes=1)
_FIRST_YEAR = 1900
"""Before it places kept the time of their own sun."""

Change = tuple[date, int, int]
"""Day and hour by the clocks, and `FORWARD` for an hour that never was, `BACK` for one twice."""


@cache
def changes(year: int) -> dict[Change, frozenset[str]]:
    """The zones of each change by an hour in a year."""
    found: dict[Change, set[str]] = {}
    if not _FIRST_YEAR <= year < datetime.max.year:
        return {}
    # Clocks may be a day ahead of UTC, or behind.
    begin = datetime(year, 1, 1, tzinfo=UTC) - timedelta(days=1)
    points = [begin + _STEP * place for place in range(28)]
    for zone in _zones():
        offsets = [_ahead(zone, point) for point in points]
        for (first, before), (last, after) in pairwise(zip(points, offsets, strict=True)):
            if abs(after - before) != _HOUR:
                continue
            moment = _moment(zone, first, last)
            # The hour that never was begins where clocks leave off, the one twice where they go to.
            wall = (moment + min(before, after)).replace(tzinfo=None)
            kind = FORWARD if after > before else BACK
            if wall.year == year:
                found.setdefault((wall.date(), wall.hour, kind), set()).add(zone.key)
    return {change: frozenset(zones) for change, zones in found.items()}


def zones_of(day: date, hour: int, kind: int) -> frozenset[str]:
    """Zones in which an hour, named by its begin or its end, came twice or never."""
    known = changes(day.year)
    return frozenset().union(*(known.get((day, each, kind), ()) for each in (hour, hour - 1)))


@cache
def days(year: int) -> frozenset[date]:
    """Days of a year on which clocks changed somewhere."""
    return frozenset(day for day, _, _ in changes(year))


@cache
def _zones() -> tuple[ZoneInfo, ...]:
    return tuple(ZoneInfo(name) for name in sorted(available_timezones()))


def _ahead(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta(0)


def _moment(zone: ZoneInfo, first: datetime, last: datetime) -> datetime:
    """The first minute in UTC with the offset of `last`, which that of `first` is not."""
    after = _ahead(zone, last)
    while last - first > _MINUTE:
        middle = first + (last - first) // 2 // _MINUTE * _MINUTE
        first, last = (first, middle) if _ahead(zone, middle) == after else (middle, last)
    return last
