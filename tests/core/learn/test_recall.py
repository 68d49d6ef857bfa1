import numpy as np
import pytest

from core.folds import Fit, carry_out
from core.learn.memory import CELLS
from core.learn.recall import (
    ANEW,
    DELAYS,
    Recall,
    echo,
    expected,
    named_trial,
    recalled,
    request,
)
from core.learn.recall_figures import echo_figure, recall_figure
from core.models import SeasonalNaive


@pytest.mark.parametrize("delay", DELAYS)
def test_an_echo_repeats_what_lies_so_far_back_and_nothing_nearer_tells(delay):
    values = echo(delay).values
    repeated = values[delay:] == values[:-delay]
    assert repeated.mean() == pytest.approx(1 - ANEW, abs=0.06)
    for nearer in range(1, delay):
        assert abs(np.corrcoef(values[nearer:], values[:-nearer])[0, 1]) < 0.25
    # The best guess by squared error, found by regression on the value itself.
    slope = np.polyfit(values[:-delay], values[delay:], 1)[0]
    assert expected(delay) == pytest.approx(slope * values[-delay:], abs=0.1)


def test_every_cell_is_tried_on_every_echo_from_a_window_that_just_reaches():
    asked = request(20)
    assert len(asked.forecasters) == len(CELLS) * len(DELAYS)
    for trial in asked.forecasters:
        assert trial.network.lookback == trial.horizon
        assert trial.network.epochs == 20
    asked.check()


def answers(told):
    """Forecasts as if trained, each answering `told(delay)`."""
    found = {}
    for delay in DELAYS:
        forecast = SeasonalNaive().fit(echo(delay), delay).predict()
        for cell in CELLS:
            table = forecast.table.assign(point=told(delay))
            found[named_trial(cell, delay)] = type(forecast)(forecast.model, forecast.cutoff, table)
    return found


def test_all_is_recalled_by_the_best_answers_and_nothing_by_the_middle():
    best, middle = recalled(answers(expected)), recalled(answers(lambda delay: np.zeros(delay)))
    for cell in CELLS:
        np.testing.assert_allclose(best.shares[cell], 1)
        np.testing.assert_allclose(middle.shares[cell], 0, atol=1e-9)
        assert (best.reach(cell), middle.reach(cell)) == (DELAYS[-1], 0)


def test_a_reach_ends_where_less_than_half_is_recalled():
    assert Recall({"gru": np.array([0.9, 0.5, 0.2])}).reach("gru") == DELAYS[1]
    assert Recall({"gru": np.array([0.4, 0.9, 0.9])}).reach("gru") == 0


def test_the_pictures_hold_the_echo_and_what_was_recalled():
    figure = echo_figure()
    _, same, anew = figure.data
    assert len(same.x) + len(anew.x) == 4 * DELAYS[0]
    found = Recall({cell: np.array([0.9, 0.5, 0.1]) for cell in CELLS})
    for bars in recall_figure(found, "dark").data:
        np.testing.assert_array_equal(bars.y, [0.9, 0.5, 0.1])


@pytest.mark.engine
@pytest.mark.slow
def test_a_trained_gru_recalls_the_shortest_echo():
    asked = request(25)
    trial = next(each for each in asked.forecasters if each.name == named_trial("gru", DELAYS[0]))
    outcome = carry_out(Fit(trial, trial.ts, trial.horizon, 0, 0))
    told, best = outcome.forecast.table["point"].to_numpy(), expected(DELAYS[0])
    assert ((told - best) ** 2).sum() < 0.5 * (best**2).sum()
