"""Public holidays by country and region: as drivers of a series, and what they do to it.

The library `holidays` knows the days; it is imported inside functions, so that no page waits
for it.
"""

import re
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from core.design import LEAST_CHANGES, design
from core.drivers import Driver, Drivers
from core.errors import SettingError
from core.regression import learned
from core.timeseries import TimeSeries
from core.wording import percent, quoted, rounded

ALL, OTHER, COUNT = "Public holiday", "Other public holiday", "Public holidays on weekdays"
"""Names of the columns that stand for more than one holiday."""

LEAST_TIMES = 3
"""Times that a holiday is in the past at least if it is to have an effect of its own."""

MOST_NAMED = 20
"""Holidays with an effect of their own at most, those that came most often first."""

NEWEST = 2_000
"""Newest values that effects are learned from at most."""

LONGEST_CODE = 3
"""Letters of a region's code or short form at most."""

_JOINING = re.compile(r"\b(And|Of|The)\b(?!$)")
_ASIDE = re.compile(r"\s*\([^)]*\)")


def countries() -> dict[str, str]:
    """Countries by their ISO code, by name: {"AF": "Afghanistan", ...}."""
    from holidays.registry import COUNTRIES

    named = {}
    for name, code, *_ in COUNTRIES.values():
        words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
        named[code] = words[0] + _JOINING.sub(lambda word: word[0].lower(), words[1:])
    return dict(sorted(named.items(), key=lambda pair: pair[1]))


def regions(country: str) -> dict[str, str]:
    """Regions of a country that have holidays of their own, by their code, by name.

    The library has names in the regions' own languages, of some in several: the first counts,
    which is English in Canada. A code of letters stands with it: "Bayern (BY)".

    Raises:
        SettingError: If there is no calendar of that country.
    """
    kind = _calendar(country)
    named = {code: _name_of(code, names) for code, names in kind.get_subdivision_aliases().items()}
    return dict(sorted(named.items(), key=lambda pair: pair[1]))


def _name_of(code: str, names: list[str]) -> str:
    # Some have short forms among their names, as long as a code.
    spelt = [name for name in names if len(name) > LONGEST_CODE] or names
    if not spelt:
        return code
    return f"{spelt[0]} ({code})" if code.isalpha() and len(code) <= LONGEST_CODE else spelt[0]


def holidays_of(country: str, region: str, first: pd.Timestamp, last: pd.Timestamp) -> pd.Series:
    """Names of the public holidays from `first` to `last`, by day, in English where they have it.

    Args:
        country: One of `countries`.
        region: One of its `regions`; "" for what holds in all of the country.
        first: First day.
        last: Last day.

    Raises:
        SettingError: If there is no calendar of that country or region.
    """
    kind = _calendar(country)
    if region and region not in kind.subdivisions:
        raise SettingError(f"{quoted(region)} is not a region of {quoted(country)}.")
    english = {"language": "en_US"} if "en_US" in kind.supported_languages else {}
    years = range(first.year, last.year + 1)
    days = kind(subdiv=region or None, years=years, **english)
    names = {
        pd.Timestamp(day): _ASIDE.sub("", days.get_list(day)[0]).strip() for day in sorted(days)
    }
    every = pd.Series(names, dtype=object, index=pd.DatetimeIndex(list(names)))
    return every.loc[first.normalize() : last]


def holiday_drivers(ts: TimeSeries, country: str, region: str, horizon: int) -> Drivers:
    """Holidays as drivers known ahead, for the stamps of `ts` and the `horizon` after them.

    Steps of a day or less have a 0/1 column for all holidays, and one for each that came
    `LEAST_TIMES` or more in the past: what it does beyond the others. Longer steps have the
    number of holidays in them that are no Saturday or Sunday. Years that the calendar does not
    know have no value.

    Raises:
        SettingError: If there is no calendar of that country or region.
    """
    table = _columns(ts, country, region, horizon)
    if table.shape[1] > 2 and table.iloc[:, 0].equals(table.iloc[:, 1:].sum(axis="columns")):
        # Together they would say what the first column does: the others are told beside this one.
        table = table.iloc[:, :-1]
    return Drivers(_kinds(table), table)


@dataclass(frozen=True, eq=False)
class HolidayEffect:
    """What public holidays do to a series.

    Attributes:
        sentence: Their average effect in words.
        table: One row for all holidays and, of steps of a day or less, one for each with an
            effect of its own: `holiday, times, effect, lo, hi, percent, lo-percent,
            hi-percent`; the ranges are 95% ones. Empty if there are too few.
    """

    sentence: str
    table: pd.DataFrame = field(repr=False)


def holiday_effect(ts: TimeSeries, country: str, region: str) -> HolidayEffect:
    """What the public holidays of the past did to `ts`, by the regression of `core.regression`.

    Raises:
        SettingError: If there is no calendar of that country or region.
    """
    columns = _columns(ts, country, region, 1)
    together, each = columns.iloc[:, :1], columns.iloc[:, 1:].copy()
    if each.shape[1]:
        each[OTHER] = together.iloc[:, 0] - each.sum(axis="columns")
    tables = [_table(ts, together), _table(ts, each)]
    if tables[0].empty:
        return HolidayEffect(
            "There are too few public holidays in this past to tell what they do: the calendar "
            f"has to change {LEAST_CHANGES} times.",
            pd.DataFrame(),
        )
    table = pd.concat([table for table in tables if len(table)], ignore_index=True)
    return HolidayEffect(_sentence(table.iloc[0], ts), table)


def _kinds(columns: pd.DataFrame) -> tuple[Driver, ...]:
    return tuple(Driver(str(name), True, str(name) != COUNT, holiday=True) for name in columns)


def _table(ts: TimeSeries, columns: pd.DataFrame) -> pd.DataFrame:
    """Effects of these columns, learned together, as `HolidayEffect.table` has them."""
    found = design(replace(ts, drivers=Drivers(_kinds(columns), columns)), 1, NEWEST)
    if not found.names:
        return pd.DataFrame()
    table = learned(ts, found).table().rename(columns={"driver": "holiday"})
    times = columns.loc[ts.index[0] : ts.index[-1], list(found.names)].sum()
    table.insert(1, "times", times.astype(int).to_numpy())
    return table


def _sentence(row: "pd.Series[Any]", ts: TimeSeries) -> str:
    low, high = sorted((float(row["lo"]), float(row["hi"])))
    head = (
        "On a public holiday"
        if row["holiday"] == ALL
        else f"With one public holiday more on a weekday of a {ts.frequency.noun},"
    )
    if low <= 0 <= high:
        return (
            f"{head} no effect stands out from chance: it lies between {rounded(-low, ts.unit)} "
            f"less and {rounded(high, ts.unit)} more (95% range)."
        )
    side = "more" if row["effect"] > 0 else "less"
    near, far = sorted((abs(low), abs(high)))
    share = percent(abs(float(row["percent"])) / 100)
    return (
        f"{head} {quoted(ts.name)} is {rounded(abs(float(row['effect'])), ts.unit)} {side} on "
        f"average, {share} (95% range {rounded(near)} to {rounded(far)})."
    )


def _calendar(country: str) -> Any:
    import holidays

    if country not in countries():
        raise SettingError(f"There is no holiday calendar for {quoted(country)}.")
    return getattr(holidays, country)


def _columns(ts: TimeSeries, country: str, region: str, horizon: int) -> pd.DataFrame:
    """All holidays, then each that came often; or their number in each step."""
    stamps = ts.index.append(ts.future_index(horizon))
    stamps = pd.DatetimeIndex(stamps, freq=ts.frequency.alias)
    names = holidays_of(country, region, *_span(ts, stamps))
    if ts.frequency.within_day or ts.frequency.name in ("daily", "business-daily"):
        table = _flags(ts, stamps, names)
    else:
        table = pd.DataFrame({COUNT: _counts(ts, stamps, names)})
    kind = _calendar(country)
    unknown = (stamps.year < kind.start_year) | (stamps.year > kind.end_year)
    table = table.astype(np.float64)
    table.loc[unknown] = np.nan
    return table


def _span(ts: TimeSeries, stamps: pd.DatetimeIndex) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First and last day of the periods that stamps stand for."""
    periods = stamps[[0, -1]].to_period(ts.frequency.period)
    return periods[0].start_time, periods[-1].end_time


def _flags(ts: TimeSeries, stamps: pd.DatetimeIndex, names: pd.Series) -> pd.DataFrame:
    """0/1 columns by stamp: all holidays, then each that came often."""
    days = stamps.normalize()
    mine = names.reindex(days).to_numpy()
    times = names[names.index.isin(days[: len(ts)])].value_counts()
    often = [str(name) for name in times.index[times >= LEAST_TIMES] if name != ALL][:MOST_NAMED]
    flags = {ALL: ~pd.isna(mine)} | {name: mine == name for name in often}
    return pd.DataFrame(flags, index=stamps)


def _counts(ts: TimeSeries, stamps: pd.DatetimeIndex, names: pd.Series) -> pd.Series:
    """Holidays from Monday to Friday in the period of each stamp."""
    days = pd.DatetimeIndex(names.index)
    return ts.frequency.snap(days[days.dayofweek < 5]).value_counts().reindex(stamps, fill_value=0)
