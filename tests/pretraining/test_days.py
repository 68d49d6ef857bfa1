"""What happens on days, and what months, weeks and days see of it."""

import numpy as np
import pytest

from pretraining import days


def rng():
    return np.random.default_rng(0)


@pytest.mark.parametrize(("period", "least", "most"), [(12, 28, 31), (4, 90, 92), (52, 7, 7)])
def test_steps_are_made_of_days(period, least, most):
    long = np.diff(days.steps(rng(), 200, period))
    assert (long.min(), long.max()) == (least, most)
    assert days.steps(rng(), 200, 24) is None


def test_days_of_business_leave_weekends_out():
    long = np.diff(days.steps(rng(), 40, 5))
    np.testing.assert_array_equal(long.reshape(8, 5).sum(axis=1), 7)
    assert sorted(set(long)) == [1, 3]


@pytest.mark.parametrize("period", [1, 4, 5, 7, 12, 24, 52])
def test_promotions_lift_now_and_then(period):
    drawn = days.promotions(rng(), 300, 100, period)
    assert drawn.shape == (300, 100)
    assert drawn.mean() > 0.01
    assert (drawn < 0.1).mean() > 0.3
    assert 0.6 < np.median(drawn.max(axis=1)) < 2.5
    # Some are followed by a dip.
    assert 0.02 < (drawn.min(axis=1) < -0.05).mean() < 0.6


def test_a_campaign_lasts_for_days_and_within_a_month_or_two():
    daily = days.promotions(rng(), 300, 400, 7) > 0.05
    begins = (daily[:, 1:] & ~daily[:, :-1]).sum()
    assert 2.5 < daily.sum() / begins < 9
    monthly = days.promotions(rng(), 300, 120, 12)
    rare = monthly[(monthly > 0.01).mean(axis=1) < 0.1] > 0.01
    begins = (rare[:, 1:] & ~rare[:, :-1]).sum()
    assert rare.sum() / begins < 2


def test_a_feast_is_once_a_year():
    monthly = days.feasts(rng(), 200, 120, 12)
    np.testing.assert_allclose(monthly[:, 12:-12].sum(axis=1), 8, atol=1.01)
    assert (monthly > 0).mean() < 3 / 12
    daily = days.feasts(rng(), 50, 1_100, 7)
    assert daily.max() == 1
    begins = ((daily[:, 1:] > 0) & (daily[:, :-1] == 0)).sum(axis=1)
    assert set(begins) <= {2, 3, 4}
    assert (days.feasts(rng(), 3, 50, 24) == 0).all()


def test_months_see_the_feasts_that_move_and_weeks_see_all():
    monthly = days.feasts(rng(), 200, 120, 12)
    places = [np.unique(np.flatnonzero(row > 0.5) % 12) for row in monthly]
    assert np.mean([len(found) > 1 for found in places]) > 0.5
    weekly = days.feasts(rng(), 200, 520, 52)
    places = [np.unique(np.flatnonzero(row > 0.1) % 52) for row in weekly]
    # A year isn't 52 weeks: within ten of them the same date is two weeks later.
    assert min(len(found) for found in places) >= 2
    assert max(len(found) for found in places) > 6


def test_trading_days_follow_the_calendar():
    drawn = days.trading_days(rng(), 300, 240, 12)
    assert 0.002 < drawn.std() < 0.1
    # Which weekdays a month has comes again after 28 years, hardly after one.
    long = days.trading_days(rng(), 50, 12 * 60, 12)
    again = np.abs(long[:, 28 * 12 :] - long[:, : -28 * 12]).mean()
    assert again < 0.3 * np.abs(long[:, 12:] - long[:, :-12]).mean()
    assert (days.trading_days(rng(), 3, 20, 7) == 0).all()
