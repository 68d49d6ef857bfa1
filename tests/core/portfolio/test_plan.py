"""Where the past of a portfolio is cut."""

import pytest

from core.errors import SeriesTooShort, SettingError
from core.models import SeasonalNaive, Theta
from core.portfolio.plan import PortfolioPlan


def test_cutoffs_lie_a_horizon_apart_and_the_last_leaves_one():
    plan = PortfolioPlan(horizon=5, choosing=2, reporting=1)
    assert plan.cutoffs(40).tolist() == [25, 30, 35]


@pytest.mark.parametrize(
    ("n", "horizon", "period", "folds"),
    [
        (120, 12, 12, (2, 2)),
        # Four folds would leave the first less than half.
        (60, 10, 12, (2, 1)),
        # Two seasons of 52 weeks and more have to be known.
        (156, 13, 52, (2, 1)),
        (30, 6, 12, (1, 1)),
    ],
)
def test_folds_leave_the_first_of_them_enough(n, horizon, period, folds):
    plan = PortfolioPlan(horizon=horizon).suited(n, period)
    assert (plan.choosing, plan.reporting) == folds


def test_folds_that_do_not_fit_are_refused():
    with pytest.raises(SeriesTooShort, match="4 folds of 6 steps take 24"):
        PortfolioPlan(horizon=6).cutoffs(25)


def test_settings_are_checked():
    with pytest.raises(SettingError, match="Folds reported"):
        PortfolioPlan(reporting=-1)


def test_models_are_known_by_name():
    plan = PortfolioPlan(models=(SeasonalNaive(), Theta()))
    assert plan.names == ("Seasonal naive", "Theta")
    assert plan.network is None
