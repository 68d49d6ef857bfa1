from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.errors import LimitError, SettingError
from core.events import Event
from core.folds import Fit, RollingOrigin, carry_out, one_by_one
from core.models import Arima, Ets, Practised, SeasonalNaive, Theta
from core.progress import silent
from core.scenario import Scenario, changed, differences, edits, on_dates, sentence
from core.training import Training
from tests.builders import promoted, seasonal, series
from tests.doubles import Sketch

H = 6


def training(ts, *models):
    return Training(ts, (Sketch(lookback=12), *models), RollingOrigin(H, 2))


def ahead(ts, **columns):
    return pd.DataFrame(columns, index=ts.future_index(H), dtype=float)


def carried(scenario):
    return scenario.carry_out(silent, one_by_one, None)


def base(spec, ts):
    return carry_out(Fit(spec, ts, H, 0, 0)).forecast


@pytest.mark.slow
def test_a_promotion_more_lifts_those_who_use_it_by_its_effect():
    ts = promoted(96, H)
    request = training(ts, Arima(), Practised(adaptation="off"), Theta())
    lift = [np.nan] * 5 + [1.0]
    answer = carried(Scenario("One more", request, ahead(ts, Promotion=lift), ()))
    for spec in (Arima(), Practised(adaptation="off")):
        moved = answer.forecasts[spec.name].table["point"] - base(spec, ts).table["point"]
        np.testing.assert_allclose(moved.iloc[:5], 0, atol=1e-6)
        assert moved.iloc[5] == pytest.approx(40, rel=0.4)
    unmoved = differences(base(Theta(), ts), {"One more": answer.forecasts["Theta"]})
    assert (unmoved["One more"] == 0).all()


def test_the_past_stays_as_it_is():
    ts = promoted(96, H)
    scenario = Scenario("x", training(ts), ahead(ts, Promotion=[1.0] * H), ())
    supposed = scenario.ts
    assert supposed.y.equals(ts.y)
    known = ts.drivers.table.loc[: ts.index[-1]]
    pd.testing.assert_frame_equal(supposed.drivers.table.loc[: ts.index[-1]], known)
    assert (supposed.drivers.table["Promotion"].loc[ts.future_index(H)] == 1).all()


def test_values_beyond_those_of_the_file_can_be_supposed():
    ts = promoted(96, H)
    short = replace(ts, drivers=replace(ts.drivers, table=ts.drivers.table.iloc[:96]))
    scenario = Scenario("x", training(short), ahead(short, Promotion=[0, 1, 0, 1, 0, 0]), ())
    table = scenario.ts.drivers.table
    assert list(table["Promotion"].iloc[-H:]) == [0, 1, 0, 1, 0, 0]
    assert table["Weather"].iloc[-H:].isna().all()


def marked():
    ts = seasonal(96)
    values = ts.values
    values[[30, 55]] *= 1.5
    event = Event(ts.index[30], ts.index[30], "promotion", "repeats", (ts.index[55],))
    return replace(series(values), events=(event,))


def test_an_event_on_another_date_moves_that_date_only():
    ts = marked()
    date = ts.future_index(H)[2]
    event = on_dates(ts.events[0], [date], ts)
    assert event.repeats == (ts.index[55], date)
    answer = carried(Scenario("June", training(ts, SeasonalNaive()), pd.DataFrame(), (event,)))
    ratio = (
        answer.forecasts["Seasonal naive"].table["point"] / base(SeasonalNaive(), ts).table["point"]
    )
    assert ratio[date] == pytest.approx(1.5, abs=0.05)
    np.testing.assert_allclose(ratio.drop(date), 1.0)


def test_without_any_other_date_an_event_is_still_not_learned_from():
    ts = marked()
    event = replace(ts.events[0], repeats=(ts.future_index(H)[1],))
    alone = on_dates(event, [], ts)
    assert (alone.effect, alone.repeats) == ("one-off", ())


def test_a_scenario_that_changes_nothing_is_refused():
    ts = promoted(96, H)
    nothing = Scenario("x", training(ts), ahead(ts, Promotion=[np.nan] * H), ts.events)
    with pytest.raises(LimitError, match="Nothing is changed"):
        nothing.check()
    with pytest.raises(LimitError, match="Nothing is changed"):
        Scenario("x", training(ts), pd.DataFrame(), ts.events).check()


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_scenario_needs_a_name(name):
    with pytest.raises(SettingError, match="name"):
        Scenario(name, training(promoted(96, H)), pd.DataFrame(), ())


def test_events_that_would_overlap_are_refused():
    ts = marked()
    first, second = ts.future_index(H)[:2]
    long = Event(ts.index[30], ts.index[31], "promotion", "repeats", (first, second))
    with pytest.raises(SettingError, match="overlap"):
        Scenario("x", training(ts), pd.DataFrame(), (long,)).check()


@pytest.mark.slow
def test_the_blend_comes_with_a_scenario():
    ts = promoted(96, H)
    request = Training(
        ts, (Sketch(lookback=12), Practised(adaptation="off"), Arima(), Ets(), Theta()),
        RollingOrigin(H, 2),
    )  # fmt: skip
    answer = carried(Scenario("x", request, ahead(ts, Promotion=[1.0] * H), ()))
    assert "Blend" in answer.forecasts


@pytest.mark.slow
def test_it_is_told_what_was_changed_and_what_it_does():
    ts = promoted(96, H)
    scenario = Scenario("All on", training(ts, Arima()), ahead(ts, Promotion=[1.0] * H), ())
    assert changed(scenario).startswith("Changed: 'Promotion' on January 2018")
    other = carried(scenario).forecasts["ARIMA"]
    said = sentence(base(Arima(), ts), other, "All on", ts)
    assert said.startswith("'All on': over 6 months the ARIMA forecasts")
    assert "EUR more altogether" in said
    same = base(SeasonalNaive(), ts)
    assert "changes nothing" in sentence(same, same, "All on", ts)


def test_edits_of_the_grid_are_named_one_by_one():
    ts = promoted(96, H)
    before = pd.DataFrame({"Price": [9.0, np.nan], "Promotion: spring": [False, True]},
                          index=ts.future_index(2))  # fmt: skip
    after = before.copy()
    after.loc[after.index[0], "Price"] = 8.5
    after.loc[after.index[1], "Promotion: spring"] = False
    assert edits(before, before, ts) == ()
    assert edits(before, after, ts) == (
        "January 2018, Price: 9 to 8.5",
        "February 2018, Promotion: spring: yes to no",
    )
