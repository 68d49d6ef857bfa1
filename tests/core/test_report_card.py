from dataclasses import replace

import numpy as np
import pytest

from core.calibration import left_out, recalibration
from core.calibration_findings import advice, earlier, told
from core.report_card import report_card, sentences
from core.report_card_figures import card_figure
from tests.builders import past


def errors_of(folds=8, steps=12, seed=0):
    return np.random.default_rng(seed).normal(size=(folds, steps))


def test_what_was_held_is_counted_in_all_and_in_parts():
    errors = errors_of()
    ts, backtest = past(errors)
    card = report_card(backtest, "Model", ts)
    inside = np.abs(errors) <= 1.2815515655446004
    assert [(held.level, held.of) for held in card.overall] == [(80, 96), (95, 96)]
    assert card.overall[0].held == inside.sum()
    assert card.overall[1].held == (np.abs(errors) <= 1.959963984540054).sum()
    steps = [held for held in card.parts["Months ahead"] if held.level == 80]
    assert [held.held for held in steps] == list(inside.reshape(8, 6, 2).sum(axis=(0, 2)))
    assert [held.label for held in steps][:2] == ["1 to 2", "3 to 4"]
    # Every fold begins in January.
    spring = next(held for held in card.parts["Time of the year"] if held.part == "March to May")
    assert (spring.held, spring.of) == (inside[:, 2:5].sum(), 24)
    assert card.tied


def test_values_that_were_not_observed_count_for_nothing():
    errors = errors_of(4, 6)
    errors[1, 2:4] = np.nan
    errors[2] = np.nan
    ts, backtest = past(errors)
    card = report_card(backtest, "Model", ts)
    assert card.overall[0].of == 16
    assert sum(held.of for held in card.parts["Months ahead"] if held.level == 80) == 16
    ts, backtest = past(np.full((4, 6), np.nan))
    assert report_card(backtest, "Model", ts) is None


@pytest.mark.parametrize(
    ("deviation", "verdict"), [(0.5, "too narrow"), (1.0, ""), (4.0, "too wide")]
)
def test_ranges_of_the_wrong_width_are_called_so(deviation, verdict):
    ts, backtest = past(errors_of(), deviation=deviation)
    card = report_card(backtest, "Model", ts)
    assert card.overall[0].verdict == verdict
    said = sentences(card)[0]
    held = card.overall[0]
    assert said.startswith(f"The 80% band held {held.held} of 96 values")
    assert f"{held.chance.low} to {held.chance.high}" in said
    assert {"": "nothing speaks against it", "too narrow": "it is too narrow",
            "too wide": "it is too wide"}[verdict] in said  # fmt: skip


def test_a_time_of_the_year_at_which_ranges_fail_is_named():
    errors = errors_of()
    errors[:, 2:5] *= 4
    ts, backtest = past(errors)
    card = report_card(backtest, "Model", ts)
    found = card.standing_out
    assert found.part == "March to May"
    said = sentences(card)[-1]
    assert said.startswith(f"March to May: the {found.level}% band held {found.held} of 24")
    assert "Trust it less there." in said
    assert "can't be told apart" in said


@pytest.mark.slow
def test_with_right_ranges_a_part_is_seldom_named():
    ts, backtest = past(errors_of())
    named = 0
    for seed in range(40):
        rows = backtest.predictions
        actual = rows["point"] + errors_of(seed=seed).ravel()
        card = report_card(replace(backtest, predictions=rows.assign(y=actual)), "Model", ts)
        named += card.standing_out is not None
    assert named <= 4


def test_without_a_calendar_only_steps_are_looked_at():
    ts, backtest = past(errors_of(5, 3), frequency="yearly", start="1950-01-01")
    card = report_card(backtest, "Model", ts)
    assert list(card.parts) == ["Years ahead"]
    assert "(years ahead)" in sentences(card)[-1]


def test_the_table_has_every_part_with_its_range():
    ts, backtest = past(errors_of())
    table = report_card(backtest, "Model", ts).table()
    assert len(table) == 1 + 6 + 4
    assert (table["low-80"] <= table["high-80"]).all()
    assert (table["share-80"] == table["held-80"] / table["values"]).all()
    assert table["values"].sum() == 3 * 96


def test_the_chart_shows_the_range_of_chance_and_marks_what_lies_outside():
    ts, backtest = past(errors_of(), deviation=0.5)
    card = report_card(backtest, "Model", ts)
    figure = card_figure(card, "Time of the year")
    names = [trace.name for trace in figure.data]
    assert names.count("95% by chance") == 2
    beyond = next(trace for trace in figure.data if trace.name == "Held, beyond chance")
    assert "All" in beyond.x
    assert beyond.marker.symbol == "diamond"
    bars = next(trace for trace in figure.data if trace.name == "95% by chance")
    assert list(bars.x) == ["All", "Dec to Feb", "Mar to May", "Jun to Aug", "Sep to Nov"]
    held = card.overall[0]
    assert bars.base[0] == held.chance.low / 96
    assert bars.base[0] + bars.y[0] == pytest.approx(held.chance.high / 96)
    assert "Recalibrated" not in names
    after = report_card(left_out(backtest, "Model", ts), "Model", ts)
    assert "Recalibrated" in {t.name for t in card_figure(card, "Months ahead", after=after).data}


def test_recalibration_is_told_with_what_it_does_and_what_it_costs():
    ts, backtest = past(errors_of(), deviation=0.5)
    card, left = report_card(backtest, "Model", ts), left_out(backtest, "Model", ts)
    after = report_card(left, "Model", ts)
    done, does, costs = told(recalibration(backtest, "Model"), card, after, backtest, left)
    assert done.startswith("The ranges of Model were recalibrated on 8 past folds: ")
    assert f"the 80% band holds {after.overall[0].held} of 96 instead of" in does
    assert "wider and scores" in costs
    assert "better" in costs
    since = left_out(backtest, "Model", ts, earlier=True)
    words = earlier(backtest, since, "Model")
    rows = since.predictions
    held = int(rows["y"].between(rows["lo-80"], rows["hi-80"]).sum())
    assert words.startswith("On the newest 3 folds")
    assert f"the 80% band holds {held} of 36 instead of" in words


@pytest.mark.parametrize(("deviation", "said"), [
    (0.5, "recalibrating them is worth it"),
    (1.0, "would follow chance"),
    (4.0, "wider than need be"),
])  # fmt: skip
def test_whether_to_recalibrate_is_said_by_what_chance_explains(deviation, said):
    ts, backtest = past(errors_of(), deviation=deviation)
    assert said in advice(report_card(backtest, "Model", ts))


def test_what_has_no_width_costs_nothing():
    ts, backtest = past(np.zeros((6, 4)), deviation=0.0)
    card, left = report_card(backtest, "Model", ts), left_out(backtest, "Model", ts)
    after = report_card(left, "Model", ts)
    costs = told(recalibration(backtest, "Model"), card, after, backtest, left)[-1]
    assert "the 80% band is as wide as before and scores as before" in costs


def test_long_series_of_hours_are_judged_by_time_of_the_day_and_weekday():
    errors = errors_of(6, 48)
    ts, backtest = past(errors, frequency="hourly", before=24 * 15, start="2024-01-01")
    card = report_card(backtest, "Model", ts)
    assert list(card.parts) == ["Hours ahead", "Time of the day", "Weekday"]
