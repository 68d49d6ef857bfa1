"""Chances to meet targets held against what happened, where the truth is known."""

import numpy as np
import pandas as pd
import pytest

from core.backtest import Backtest, backtest
from core.folds import RollingOrigin
from core.models import Drift
from core.target_findings import of_record
from core.track_record import SHARES, TOTAL_SHARES, plans_known, track_record
from tests.builders import series


def replayed(seed, spread=1.0, lift=0.0, folds=8, horizon=6, n=120, n_paths=1_000):
    """A random walk and its folds; paths are those of the truth, but for spread and lift."""
    rng = np.random.default_rng(seed)
    ts = series(1_000 + rng.normal(0, 10, n).cumsum(), "yearly", start="1900-01-01")
    predictions, paths = [], {}
    for cutoff in RollingOrigin(horizon, folds).cutoffs(ts):
        at = ts.index.get_loc(cutoff)
        steps = rng.normal(0, 10 * spread, (n_paths, horizon)).cumsum(axis=1)
        paths["Walk", cutoff] = ts.values[at] + lift + steps
        ahead = ts.y.iloc[at + 1 : at + 1 + horizon]
        predictions.append(
            pd.DataFrame(
                {"model": "Walk", "cutoff": cutoff, "ds": ahead.index,
                 "step": range(1, horizon + 1), "y": ahead.to_numpy(), "point": 0.0}
            )
        )  # fmt: skip
    table = pd.concat(predictions, ignore_index=True)
    return Backtest(table, table[["model", "cutoff"]].drop_duplicates(), horizon, paths=paths), ts


def records(many, **how):
    return [track_record(*_with_model(replayed(seed, **how))) for seed in range(many)]


def _with_model(made):
    return made[0], "Walk", made[1]


def test_targets_are_last_seasons_values_moved_by_past_changes():
    months = series(np.arange(48.0) ** 2)
    plans = plans_known(months, 12, (0.0, 0.5, 1.0))
    changes = months.values[12:] - months.values[:-12]
    np.testing.assert_allclose(plans[1], months.values[-12:] + np.median(changes))
    np.testing.assert_allclose(plans[0] + np.ptp(changes), plans[2])
    # Two years ahead: moved by what two years did.
    longer = plans_known(months, 18, (0.5,))
    changes = months.values[24:] - months.values[:-24]
    np.testing.assert_allclose(longer[0, 12:], months.values[-12:-6] + np.median(changes))


def test_no_target_is_set_without_enough_past():
    assert np.isnan(plans_known(series(np.arange(15.0)), 12, SHARES)).all()
    gappy = series(np.where(np.arange(60) == 55, np.nan, np.arange(60.0)))
    plans = plans_known(gappy, 12, SHARES)
    assert np.isnan(plans[:, 7]).all()
    assert np.isfinite(np.delete(plans, 7, axis=1)).all()


def test_targets_of_a_fold_come_from_its_past_alone():
    made, ts = replayed(0)
    changed = ts.values
    changed[-6:] += 500
    found, other = (
        track_record(made, "Walk", each) for each in (ts, series(changed, "yearly", "1900-01-01"))
    )
    # The last fold's outcome is in the backtest; nothing else of it may have changed.
    assert found.steps.stated == other.steps.stated
    assert found.steps.targets == len(SHARES) * 6 * 8


@pytest.mark.slow
def test_right_chances_are_seldom_doubted_and_lie_in_the_range_of_chance():
    found = records(120)
    doubted = np.mean([each.doubtful for each in found])
    assert doubted <= 0.08
    groups = [group for each in found for group in each.groups]
    for kind in ([each.steps for each in found], [each.totals for each in found], groups):
        inside = np.mean([each.chance[0] <= each.happened <= each.chance[1] for each in kind])
        # 95%, or a little more where few values can be taken.
        assert inside >= 0.9
    assert np.mean([np.ptp(each.steps.chance) for each in found]) < 0.45
    # Reliability over all: what was stated came about.
    for at in (0.0, 0.2, 0.4, 0.6, 0.8):
        mine = [each for each in groups if np.isclose(each.low, at)]
        weights = [each.targets for each in mine]
        stated = np.average([each.stated for each in mine], weights=weights)
        happened = np.average([each.happened for each in mine], weights=weights)
        assert happened == pytest.approx(stated, abs=0.05)
    # The mean of p (1 - p), when each chance p is right.
    brier = np.mean([each.brier for each in found])
    assert brier == pytest.approx(np.mean([_expected_brier(each) for each in found]), abs=0.01)


def _expected_brier(found):
    """About what it would be, from the groups' mean chances: a little more than the truth."""
    targets = np.array([each.targets for each in found.groups])
    stated = np.array([each.stated for each in found.groups])
    within = (0.2**2) / 12  # chances spread evenly over a group
    return np.average(stated * (1 - stated) - within, weights=targets)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("how", "least", "words"),
    [
        ({"spread": 0.3}, 0.6, "too sure of themselves"),
        ({"lift": 40.0}, 0.8, "too high, at 8"),
        ({"lift": -40.0}, 0.8, "too low, at 8"),
    ],
)
def test_wrong_chances_are_found_and_called_what_they_are(how, least, words):
    found = [each for each in records(40, **how) if each.doubtful]
    assert len(found) >= least * 40
    ts = replayed(0)[1]
    told = [" ".join(of_record(each, ts, "Walk", 6)) for each in found]
    assert np.mean([words in text for text in told]) > 0.7


@pytest.mark.slow
def test_chances_of_a_model_fitted_to_simulated_data_are_reliable():
    met, stated = [], []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        ts = series(1_000 + rng.normal(0.5, 10, 90).cumsum(), "yearly", start="1900-01-01")
        past = backtest([Drift()], ts, RollingOrigin(6, 6))
        found = track_record(past, "Drift", ts)
        met += [each.happened * each.targets for each in found.groups]
        stated += [(each.low, each.stated, each.targets) for each in found.groups]
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        mine = [at for at, each in enumerate(stated) if np.isclose(each[0], low)]
        targets = sum(stated[at][2] for at in mine)
        said = sum(stated[at][1] * stated[at][2] for at in mine) / targets
        assert sum(met[at] for at in mine) / targets == pytest.approx(said, abs=0.08)


def test_few_folds_are_called_too_few():
    made, ts = replayed(1, folds=3)
    found = track_record(made, "Walk", ts)
    assert found.few
    assert not found.doubtful
    said = of_record(found, ts, "Walk", 6)
    assert said[0] == "3 past cutoffs are too few to tell whether such chances can be believed."
    assert said[1].startswith("90 targets for single years were given a chance of ")
    assert "Targets for 6 years together: " in said[2]
    assert said[2].endswith("; too few to tell.")


def test_the_table_has_groups_all_and_the_horizon():
    made, ts = replayed(2)
    found = track_record(made, "Walk", ts)
    table = found.table()
    assert list(table["what"][-2:]) == ["single, all", "whole horizon"]
    assert table["targets"].iloc[:-2].sum() == table["targets"].iloc[-2] == len(SHARES) * 48
    assert table["targets"].iloc[-1] == len(TOTAL_SHARES) * 8
    assert ((table["happened"] >= 0) & (table["happened"] <= 1)).all()


def test_values_that_were_not_scored_and_models_without_paths_have_no_record():
    made, ts = replayed(3)
    made.predictions.loc[made.predictions["step"] == 2, "y"] = np.nan
    found = track_record(made, "Walk", ts)
    assert found.steps.targets == len(SHARES) * 40
    assert found.totals is None
    assert track_record(made, "Another", ts) is None
    short = series(np.arange(8.0))
    assert track_record(backtest([Drift()], short, RollingOrigin(2, 1)), "Drift", short) is None
