"""What can be marked on a series, and how it is told."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.errors import DataError
from core.events import LONGEST_NOTE, Event, check, fitting, labels
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


def test_each_date_is_told_by_kind_effect_and_note():
    event = Event(day("2024-01-02"), day("2024-01-02"), "stock-out", "ignore", note="Strike")
    told = labels((event, SALE), DAYS.index, DAYS.frequency)
    assert told[:3] == ["", "stock-out, ignore: Strike", ""]
    assert told[9] == "promotion, repeats"
    assert len([each for each in told if each]) == 7


def test_the_part_until_a_cutoff_keeps_its_events():
    assert replace(DAYS, events=(SALE,)).until(day("2024-01-05")).events == (SALE,)
