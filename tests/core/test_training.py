"""Time budgets: counts of epochs, settled before a training."""

import pytest

from core.errors import SettingError
from core.folds import RollingOrigin
from core.models import Pace, SeasonalNaive
from core.training import Budget, Training, train
from tests.builders import seasonal
from tests.doubles import Sketch, SketchedArima

PACE = Pace(start=2.0, epoch=0.1)


def training(budget_s, epochs=100):
    models = (Sketch(lookback=12, epochs=epochs), SketchedArima(), SeasonalNaive())
    return Training(seasonal(84), models, RollingOrigin(6, 3), Budget(budget_s))


@pytest.mark.parametrize(("budget_s", "epochs"), [(0, 100), (10, 10), (30, 35), (900, 100)])
def test_a_budget_is_a_number_of_epochs(budget_s, epochs):
    assert training(budget_s).epochs(PACE) == epochs


def test_the_time_that_is_told_stays_within_the_budget():
    assert training(0, epochs=100).seconds(PACE) == pytest.approx(2 + 4 * 2 * 100 * 0.1)
    assert training(30).seconds(PACE) <= 30


def test_a_budget_too_small_for_anything_leaves_one_epoch():
    assert training(10).epochs(Pace(start=60.0, epoch=5.0)) == 1


def test_what_was_carried_out_says_how_many_epochs_it_were():
    asked = []

    def time_epoch(network, ts, horizon):
        asked.append((len(ts), horizon))
        return PACE

    done = train(training(10), time_epoch=time_epoch)
    assert done.training.network.epochs == 10
    assert asked == [(84, 6)]
    assert train(training(0), time_epoch=time_epoch).training.network.epochs == 100
    assert len(asked) == 1


def test_a_budget_is_one_of_those_offered():
    with pytest.raises(SettingError, match="Time budget"):
        Budget(7)
