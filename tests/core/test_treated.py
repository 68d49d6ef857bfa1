"""What is done to a fold's past and to its forecast: closed forms, and nothing of the future."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core import calendar
from core.backtest import backtest
from core.events import Event
from core.first_look import first_look
from core.folds import Fit, RollingOrigin, carry_out
from core.models import SeasonalNaive
from core.timeseries import TimeSeries
from core.treated import treated
from core.treatment import Treatment
from tests.builders import seasonal, series

pytestmark = pytest.mark.slow

N = 84
STEPS = np.arange(N)
SEASON = np.tile([6.0, 3.0, -2.0, -8.0, 1.0, 4.0, -4.0], N // 7)


def days(values, *events, **treatment):
    ts = series(values, "daily", "2024-01-01")
    return replace(ts, events=events, treatment=Treatment(**treatment))


def event(ts, first, last=None, effect="ignore", repeats=(), kind="promotion", note=""):
    at = ts.frequency.calendar(ts.index[0], ts.index[0] + pd.Timedelta(days=365))
    stamps = tuple(at[place] for place in repeats)
    last = first if last is None else last
    return Event(at[first], at[last], kind, effect, stamps, note)


PLAIN = days(100 + SEASON)


def forecast(ts, horizon=14):
    return carry_out(Fit(SeasonalNaive(), ts, horizon, 0, 1)).forecast


def test_without_events_and_choices_the_past_is_as_it_was():
    past = treated(PLAIN)
    pd.testing.assert_series_equal(past.ts.y, PLAIN.y)
    assert (past.learned, past.notes) == ((), ())


@pytest.mark.parametrize("effect", ["ignore", "one-off"])
def test_what_is_not_learned_from_is_not_there(effect):
    values = 100 + SEASON
    values[40:43] = 500
    ts = days(values, event(PLAIN, 40, 42, effect))
    past = treated(ts)
    assert past.ts.y.iloc[40:43].isna().all()
    assert past.ts.observed == N - 3
    assert past.ts.events == ()
    assert "3 days marked" in past.notes[0]


def test_a_start_that_is_not_learned_from_is_cut_off():
    ts = replace(PLAIN, events=(event(PLAIN, 0, 20, "one-off"),))
    assert treated(ts).ts.index[0] == PLAIN.index[21]


def test_an_effect_that_multiplies_is_found_taken_out_and_put_on():
    values = 100 + SEASON
    for start in (20, 50):
        values[start : start + 3] *= 1.25
    again = event(PLAIN, 20, 22, "repeats", (50, N + 4), note="Spring sale")
    ts = days(values, again)
    past = treated(ts)
    (learned,) = past.learned
    assert (learned.size, learned.known) == (pytest.approx(1.25, abs=0.01), 2)
    np.testing.assert_allclose(past.ts.values, 100 + SEASON, rtol=0.01)
    said, plain = forecast(ts), forecast(PLAIN)
    put_on = said.table.div(plain.table)
    np.testing.assert_allclose(put_on.iloc[4:7], 1.25, atol=0.02)
    np.testing.assert_allclose(put_on["point"].drop(put_on.index[4:7]), 1.0, atol=0.01)
    assert said.effects[0] == "Promotion (Spring sale): +25% on 3 dates, from 2 earlier ones."


def test_where_values_are_not_all_above_zero_an_effect_is_added():
    values = SEASON.copy()
    values[[20, 50]] += 30
    ts = days(values, event(PLAIN, 20, effect="repeats", repeats=(50, N + 1)))
    (learned,) = treated(ts).learned
    assert not learned.multiplies
    assert learned.size == pytest.approx(30, abs=0.3)
    added = forecast(ts).table - forecast(days(SEASON)).table
    assert added["point"].iloc[1] == pytest.approx(30, abs=0.5)
    assert "+30.0 EUR on 1 date, from 2 earlier ones." in forecast(ts).effects[0]


def test_a_drawing_effect_lowers():
    values = 100 + SEASON
    values[30] *= 0.4
    ts = days(values, event(PLAIN, 30, effect="repeats", repeats=(N,), kind="other"))
    assert forecast(ts).effects[0] == "Other: -60% on 1 date, from 1 earlier one."


def test_an_occurrence_that_never_was_known_is_put_on_nothing():
    ts = replace(PLAIN, events=(event(PLAIN, 60, effect="repeats", repeats=(70,)),))
    early = carry_out(Fit(SeasonalNaive(), ts.until(ts.index[55]), 14, 1, 1)).forecast
    without = carry_out(Fit(SeasonalNaive(), PLAIN.until(ts.index[55]), 14, 1, 1)).forecast
    pd.testing.assert_frame_equal(early.table, without.table)
    assert "none is known before the cutoff, so nothing was put on 1 date." in early.effects[0]


@pytest.mark.parametrize(
    ("gaps", "wanted"),
    [
        ("leave", [np.nan, np.nan]),
        ("zero", [0, 0]),
        ("carry", [98, 98]),
        # From 98 before the gap to 104 after it.
        ("linear", [100, 102]),
        ("seasonal", [92, 101]),
    ],
)
def test_gaps_are_filled_as_chosen(gaps, wanted):
    values = 100 + SEASON
    values[38:40] = np.nan
    past = treated(days(values, gaps=gaps))
    np.testing.assert_allclose(past.ts.values[38:40], wanted, atol=0.1)
    assert len(past.notes) == (gaps != "leave")
    assert not past.seen.isin(PLAIN.index[38:40]).any()


def test_a_gap_within_an_event_stays_open():
    values = 100 + SEASON
    values[38:40] = np.nan
    past = treated(days(values, event(PLAIN, 38, 41), gaps="zero"))
    assert past.ts.y.iloc[38:42].isna().all()


def test_outliers_are_replaced_by_what_is_usual_but_scored_as_they_were():
    values = 100 + SEASON + np.random.default_rng(0).normal(0, 1, N)
    values[[40, 79]] = 400
    ts = days(values, outliers="replace")
    past = treated(ts)
    np.testing.assert_allclose(past.ts.values[[40, 79]], 100 + SEASON[[40, 79]], atol=4)
    assert past.notes == ("2 outliers were replaced by what was usual on such dates.",)
    rows = backtest([SeasonalNaive()], ts, RollingOrigin(7, 1)).predictions
    assert rows["y"].max() == 400


def test_ignored_dates_count_for_nobody_and_the_scale_is_that_of_the_treated_past():
    values = 100 + SEASON
    values[[30, 80]] = 500
    plan = RollingOrigin(7, 1)
    told = backtest([SeasonalNaive()], days(values, event(PLAIN, 30), event(PLAIN, 80)), plan)
    assert told.predictions["y"].isna().sum() == 1
    assert told.leaderboard()["scored"].iloc[0] == 6
    assert told.leaderboard()["mae"].iloc[0] == pytest.approx(0)
    assert told.notes == ("1 day marked to ignore is not counted.",)
    # Nothing but the season is left of the past, which repeats exactly: no scale.
    assert np.isnan(told.folds["scale"].iloc[0])


def test_one_offs_are_scored():
    values = 100 + SEASON
    values[80] = 500
    told = backtest(
        [SeasonalNaive()], days(values, event(PLAIN, 80, effect="one-off")), RollingOrigin(7, 1)
    )
    assert told.predictions["y"].max() == 500
    assert told.notes == ()


def test_residuals_are_those_of_dates_learned_from_in_the_series_own_unit():
    rng = np.random.default_rng(1)
    values = 100 + SEASON + rng.normal(0, 2, N)
    values[[30, 60]] *= 2
    values[40] = np.nan
    again = event(PLAIN, 30, effect="repeats", repeats=(60,))
    ts = days(values, again, event(PLAIN, 45), gaps="linear")
    residuals = forecast(ts).residuals
    assert not residuals.index.isin(ts.index[[40, 45]]).any()
    past = treated(ts)
    inner = SeasonalNaive().fit(past.ts, 14).residuals
    doubled = past.learned[0].size
    assert residuals[ts.index[60]] == pytest.approx(inner[ts.index[60]] * doubled)
    assert residuals[ts.index[61]] == pytest.approx(inner[ts.index[61]])


def test_nothing_of_the_file_after_a_cutoff_changes_anything_of_its_fold():
    rng = np.random.default_rng(3)
    values = 100 + SEASON + rng.normal(0, 2, N)
    values[[25, 44]] = np.nan
    values[33] = 300
    events = (
        event(PLAIN, 20, 22, "repeats", (62, N + 3)),
        event(PLAIN, 10, 11),
        event(PLAIN, 75, 76),
        event(PLAIN, 58, effect="one-off"),
    )
    plan = RollingOrigin(10, 3)
    for gaps in ("zero", "carry", "linear", "seasonal"):
        honest = days(values, *events, gaps=gaps, outliers="replace")
        told = backtest([SeasonalNaive()], honest, plan)
        for cutoff in told.cutoffs:
            spoiled = honest.y.where(honest.index <= cutoff, -1e6 * rng.random(N))
            lied = backtest([SeasonalNaive()], replace(honest, y=spoiled), plan)
            pd.testing.assert_series_equal(
                treated(honest.until(cutoff)).ts.y,
                treated(replace(honest, y=spoiled).until(cutoff)).ts.y,
            )
            for table, columns in (("predictions", ["ds", "point", "lo-80", "hi-95"]),
                                   ("folds", ["scale"])):  # fmt: skip
                mine, theirs = getattr(told, table), getattr(lied, table)
                pd.testing.assert_frame_equal(
                    mine.loc[mine["cutoff"] == cutoff, columns],
                    theirs.loc[theirs["cutoff"] == cutoff, columns],
                )


def test_the_first_look_follows_the_events():
    ts = seasonal(72)
    last = ts.index[-1]
    sale = Event(ts.index[30], ts.index[30], "promotion", "repeats", (ts.future_index(3)[2],))
    values = ts.values
    values[30] *= 2
    said = first_look(replace(ts, y=pd.Series(values, ts.index), events=(sale,)), 6)
    plain = first_look(ts, 6)
    ratio = said.table["point"] / plain.table["point"]
    assert said.cutoff == last
    assert ratio.iloc[2] == pytest.approx(2, abs=0.2)
    assert ratio.drop(ratio.index[2]).to_numpy() == pytest.approx(1, abs=0.05)


def test_closed_weekdays_are_taken_as_zero_where_the_past_shows_them_so():
    index = pd.date_range("2024-01-01", periods=70, freq="D")
    sunday = np.asarray(index.dayofweek == 6)
    y = pd.Series(np.where(sunday, 0.0, 5.0), index)
    y.iloc[[13, 20, 22]] = np.nan
    ts = TimeSeries("y", y, calendar.named("daily", index), treatment=Treatment(gaps="closed"))
    filled = treated(ts).ts.y
    assert filled.iloc[[13, 20]].tolist() == [0, 0]
    assert np.isnan(filled.iloc[22])
    # Three Sundays have to be known: before that, none is taken for closed.
    early = treated(ts.until(index[21])).ts.y
    assert early.iloc[[13, 20]].isna().all()
