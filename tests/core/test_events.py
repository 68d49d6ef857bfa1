"""What can be marked on a series, and how it is told."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.calendar import NAMES
from core.errors import DataError
from core.events import LONGEST_NOTE, MOST_EVENTS, Event, check, fitting, labels
from tests.builders import series


def day(text):
    return pd.Timestamp(text)


DAYS = series(np.arange(60.0), "daily", "2024-01-01")
SALE = Event(day("2024-01-10"), day("2024-01-12"), "promotion", "repeats", (day("2024-02-10"),))


def marked(event, *others, ts=DAYS):
    check(event, others, ts.index, ts.frequency)


def test_each_occurrence_is_as_long_as_the_first_and_may_lie_in_the_future():
    event = Event(
        day("2024-01-10"), day("2024-01-12"), "promotion", "repeats",
        (day("2024-03-10"), day("2024-01-01")),
    )  # fmt: skip
    marked(event)
    starts = [stamps[0] for stamps in event.occurrences(DAYS.frequency)]
    assert starts == [day("2024-01-01"), day("2024-01-10"), day("2024-03-10")]
    assert {len(stamps) for stamps in event.occurrences(DAYS.frequency)} == {3}
    assert event.on(DAYS.index, DAYS.frequency).sum() == 6


def test_months_are_as_long_in_steps_and_not_in_days():
    months = series(np.arange(40.0))
    event = Event(day("2010-01-01"), day("2010-02-01"), "other", "repeats", (day("2011-02-01"),))
    marked(event, ts=months)
    on = months.index[event.on(months.index, months.frequency)]
    assert list(on.strftime("%Y-%m")) == ["2010-01", "2010-02", "2011-02", "2011-03"]


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"last": "2024-01-09"}, "ends on 2024-01-09, before it begins on 2024-01-10"),
        ({"kind": "party"}, "stock-out, promotion, shock and other"),
        ({"effect": "maybe"}, "ignore, one-off and repeats"),
        ({"effect": "repeats"}, "at least one other date"),
        ({"repeats": ("2024-02-01",)}, "Only an event whose effect repeats"),
        ({"note": "x" * (LONGEST_NOTE + 1)}, f"at most {LONGEST_NOTE} are kept"),
    ],
)
def test_an_event_that_contradicts_itself_is_refused(how, words):
    given = {"first": "2024-01-10", "last": "2024-01-12", "kind": "other", "effect": "ignore"} | how
    given["repeats"] = tuple(map(day, given.get("repeats", ())))
    with pytest.raises(DataError) as caught:
        Event(**given | {"first": day(given["first"]), "last": day(given["last"])})
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (Event(day("2023-12-31"), day("2024-01-02"), "other", "ignore"), "lies outside the series"),
        (Event(day("2024-02-28"), day("2024-03-01"), "other", "ignore"), "1 January 2024 to 29"),
        (Event(day("2024-01-12"), day("2024-01-20"), "other", "ignore"), "overlaps the event"),
        (Event(day("2024-02-11"), day("2024-02-11"), "other", "ignore"), "10 February 2024"),
        (
            Event(day("2024-01-20"), day("2024-01-25"), "other", "repeats", (day("2024-01-23"),)),
            "before the occurrence of 20 January 2024 is over",
        ),
        (
            Event(day("2024-01-20"), day("2024-01-20"), "other", "repeats",
                  (day("2024-01-23 05:00"),)),
            "is no date of this series; the nearest is 2024-01-23 00:00",
        ),
    ],
)  # fmt: skip
def test_an_event_without_a_place_on_the_series_is_refused(event, words):
    with pytest.raises(DataError) as caught:
        marked(event, SALE)
    assert words in str(caught.value)


def test_events_are_kept_where_another_calendar_has_their_dates():
    first = Event(day("2024-01-01"), day("2024-01-01"), "shock", "ignore")
    months = series(np.arange(3.0), "monthly", "2024-01-01")
    kept, dropped = fitting((first, SALE), months.index, months.frequency)
    assert (kept, dropped) == ((first,), (SALE,))


def days_of(count, length=1, step=2, start="2010-01-01"):
    firsts = pd.date_range(start, periods=count, freq=f"{step}D")
    return tuple(Event(at, at + pd.Timedelta(days=length - 1), "other", "ignore") for at in firsts)


def test_a_series_takes_so_many_events_and_says_so():
    long = series(np.arange(5000.0), "daily", "2010-01-01")
    events = days_of(MOST_EVENTS + 1)
    marked(events[-2], *events[:-2], ts=long)
    with pytest.raises(DataError, match="200 events already"):
        marked(events[-1], *events[:-1], ts=long)
    kept, dropped = fitting(events, long.index, long.frequency)
    assert (len(kept), dropped) == (MOST_EVENTS, events[-1:])


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_events_overlap_where_they_share_a_stamp(name):
    ts = series(np.arange(60.0), name, "2024-01-01")
    rng = np.random.default_rng(NAMES.index(name))
    for _ in range(40):
        pair = []
        for _ in range(2):
            at, length = rng.integers(0, 20), int(rng.integers(1, 4))
            again = tuple(ts.index[at + np.array([10, 20, 30])])
            pair.append(Event(ts.index[at], ts.index[at + length - 1], "other", "repeats", again))
        shared = pair[0].on(ts.index, ts.frequency) & pair[1].on(ts.index, ts.frequency)
        kept, _ = fitting(pair, ts.index, ts.frequency)
        assert len(kept) == (1 if shared.any() else 2)


def test_an_occurrence_beyond_all_dates_is_refused():
    months = series(np.arange(360.0), "monthly", "1995-01-01")
    event = Event(months.index[0], months.index[299], "other", "repeats", (day("2250-01-01"),))
    with pytest.raises(DataError, match="would end after the year 2262"):
        marked(event, ts=months)


def test_each_date_is_told_by_kind_effect_and_note():
    event = Event(day("2024-01-02"), day("2024-01-02"), "stock-out", "ignore", note="Strike")
    told = labels((event, SALE), DAYS.index, DAYS.frequency)
    assert told[:3] == ["", "stock-out, ignore: Strike", ""]
    assert told[9] == "promotion, repeats"
    assert len([each for each in told if each]) == 7


def test_the_part_until_a_cutoff_keeps_its_events():
    assert replace(DAYS, events=(SALE,)).until(day("2024-01-05")).events == (SALE,)
