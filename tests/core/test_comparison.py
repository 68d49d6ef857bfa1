import numpy as np
import pandas as pd
import pytest

from core.comparison import Contest, Losses, losses
from core.measures import MEASURES
from core.significance import DOUBT
from tests.core.folds import CUTOFFS, backtest

DECIDING = [key for key, measure in MEASURES.items() if measure.decides]


def uneven(seed=0):
    """Two models over six folds of two steps, with actuals missing here and there."""
    rng = np.random.default_rng(seed)
    made = backtest(One=[1.0] * 6, Two=[2.0] * 6, scales=[5, 6, 7, 8, 9, 10], steps=2)
    rows = made.predictions
    rows["point"] = 100 + rng.normal(0, 5, len(rows))
    rows.loc[(rows["step"] == 2) & rows["cutoff"].isin(CUTOFFS[[1, 4]]), "y"] = np.nan
    return made


@pytest.mark.parametrize("by", DECIDING)
def test_results_are_those_of_the_leaderboard(by):
    made = uneven()
    found = losses(made, ["One", "Two"], by)
    board = made.leaderboard(by).set_index("model")[by]
    for model in ("One", "Two"):
        assert found.result(model) == pytest.approx(board[model])
    pair = found.pair("One", "Two")
    assert (pair.better, pair.worse) == tuple(board.index)


@pytest.mark.parametrize("by", DECIDING)
def test_the_mean_of_the_differences_is_the_gap_of_the_results(by):
    pair = losses(uneven(), ["One", "Two"], by).pair("One", "Two")
    power = 2 if by == "rmse" else 1
    assert pair.differences.mean() == pytest.approx(pair.worst**power - pair.best**power)


def test_folds_count_by_their_actuals_where_the_measure_does():
    made = uneven()
    assert list(losses(made, ["One"], "mae").weights * 10 / 6) == pytest.approx([2, 1, 2, 2, 1, 2])
    assert set(losses(made, ["One"], "msis").weights) == {1.0}


def test_only_folds_of_all_models_asked_for_count_and_others_stand_beside_if_complete():
    made = backtest(One=[1, None, 3], Two=[2, 2, 2], Three=[1, None, 1], Four=[None, 1, 1])
    found = losses(made, ["One", "Two"], "mae")
    assert list(found.table.index) == [CUTOFFS[0], CUTOFFS[2]]
    assert set(found.table) == {"One", "Two", "Three"}


@pytest.mark.parametrize(("steps", "overlap"), [(1, 0), (2, 1), (4, 3)])
def test_overlap_counts_the_later_folds_that_share_dates(steps, overlap):
    assert losses(backtest(One=[1] * 6, steps=steps), ["One"], "mae").overlap == overlap


def test_folds_left_out_in_between_overlap_with_nothing():
    made = backtest(One=[1, None, 3, None, 5], steps=2)
    assert losses(made, ["One"], "mae").overlap == 0


def test_the_lead_without_a_fold_is_that_of_the_others():
    pair = losses(backtest(One=[1, 2, 3, 4], Two=[2, 2, 9, 3]), ["One", "Two"], "mae").pair(
        "Two", "One"
    )
    assert (pair.better, pair.won) == ("One", 2)
    assert list(pair.without) == pytest.approx([14 / 9 - 1, 14 / 8 - 1, 0.0, 13 / 6 - 1])
    assert pair.decisive == CUTOFFS[2]
    assert losses(backtest(One=[1, 2], Two=[2, 2]), ["One"], "mae").pair("One", "Two").without.empty


def test_equal_models_keep_their_order_and_have_no_lead():
    pair = losses(backtest(One=[1, 0], Two=[1, 0]), ["One", "Two"], "rmse").pair("Two", "One")
    assert (pair.better, pair.lead, pair.close, pair.won) == ("Two", 0.0, True, 0)


@pytest.mark.slow
def test_among_equal_models_hardly_one_is_called_a_winner_or_clearly_best():
    rng = np.random.default_rng(5)
    names = ["LSTM", "ARIMA", "Seasonal naive", "ETS", "Theta", "Blend", "Drift", "GRU"]
    ones, many = pd.Series(1.0, CUTOFFS[:8]), 1000
    won = best = 0
    for _ in range(many):
        table = pd.DataFrame(np.abs(rng.normal(size=(8, 12, 8))).mean(axis=1), ones.index, names)
        contest = Contest(Losses("mae", table, ones, 0), *names[:3])
        tested = contest.pair.significance
        won += tested.found and not contest.pair.close
        best += contest.clearly
    assert won / many < DOUBT + 0.02
    assert best / many < DOUBT
