import numpy as np
import pytest

from core.anomalies import suggest
from core.portfolio.classes import (
    abc,
    classify,
    demand_figures,
    ended,
    new,
    pattern,
    variation,
    xyz,
)
from tests.builders import series

NAN = np.nan


def rows(*of):
    """Series of several lengths on one calendar that ends for all alike."""
    longest = max(len(each) for each in of)
    return np.array([np.r_[[NAN] * (longest - len(each)), each] for each in of], dtype=float)


def orders(n, rate, seed=0):
    rng = np.random.default_rng(seed)
    return np.where(rng.random(n) < rate, 5.0, 0.0)


def test_the_largest_make_up_most_of_the_volume():
    # 60 + 25 pass 80 with the second; 10 more reach 95 exactly, so the next is in C.
    assert abc(np.array([25.0, 3, 60, 10, 2])).tolist() == ["A", "C", "A", "B", "C"]
    assert abc(np.array([1000.0, 1])).tolist() == ["A", "C"]
    assert abc(np.array([0.0, -5, 7])).tolist() == ["C", "C", "A"]
    assert abc(np.zeros(3)).tolist() == ["C", "C", "C"]


def test_series_that_weigh_alike_share_the_classes():
    classes = abc(np.ones(100))
    assert [(classes == name).sum() for name in "ABC"] == [80, 15, 5]


def test_variation_is_the_spread_beside_the_mean():
    values = np.array([2.0, 4, 4, 4, 5, 5, 7, 9])
    found = variation(rows(values, values * 10), 1)
    np.testing.assert_allclose(found, values.std(ddof=1) / values.mean())


def test_a_season_that_comes_back_is_no_uncertainty():
    steps = np.arange(60)
    season = 100 + 90 * np.sin(2 * np.pi * steps / 12)
    noise = np.random.default_rng(0).normal(0, 90, 60)
    found = variation(rows(season, 100 + noise, season + noise, season[:20]), 12)
    assert found[0] < 0.01
    assert found[2] == pytest.approx(found[1], rel=0.02)
    # Fewer than two seasons show none.
    assert found[3] == pytest.approx(season[:20].std(ddof=1) / season[:20].mean())


def test_a_season_found_in_noise_makes_it_look_no_steadier():
    rng = np.random.default_rng(1)
    values = rng.normal(100, 30, (400, 36))
    assert variation(values, 12).mean() == pytest.approx(0.3, rel=0.12)


def test_variation_is_not_known_without_demand():
    assert np.isnan(variation(rows(np.zeros(30), [4.0]), 1)).all()
    assert xyz(np.array([0.2, 0.5, 0.99, 1.0, NAN])).tolist() == ["X", "Y", "Y", "Z", "Z"]


def test_demand_is_smooth_erratic_intermittent_or_lumpy():
    uneven = np.tile([1.0, 9.0, 1.0, 1.0], 10)
    rare = np.kron(np.ones(20), [0.0, 4.0])
    both = np.kron(uneven, [0.0, 1.0])
    adi, cv2 = demand_figures(rows(np.full(40, 4.0), uneven, rare, both, np.zeros(40)))
    np.testing.assert_allclose(adi[:4], [1, 1, 2, 2])
    np.testing.assert_allclose(cv2[:2], [0, uneven.var(ddof=1) / 9])
    single = demand_figures(rows(np.r_[0.0, 7.0, np.zeros(8)]))
    assert [figure[0] for figure in single] == [9, 0]
    assert pattern(adi, cv2).tolist() == ["smooth", "erratic", "intermittent", "lumpy", "none"]


@pytest.mark.parametrize("rate", [0.1, 0.4, 0.8, 1.0])
def test_a_series_ends_when_its_last_run_of_zeros_is_odd(rate):
    past = orders(60, rate, seed=2)
    past[[0, -1]] = 5.0
    mine, odd = [], []
    for length in range(4, 40, 3):
        ts = series(np.r_[past, np.zeros(length)], "yearly", "1850-01-01")
        said = [each.event for each in suggest(ts)]
        odd.append(any(it.kind == "stock-out" and it.last == ts.index[-1] for it in said))
        mine.append(bool(ended(ts.values[None], 1)[0]))
    assert mine == odd
    # With demand in one of ten periods, 37 without are nothing odd yet.
    assert mine[-1] == (rate > 0.1)
    assert not ended(np.r_[past, np.zeros(3)][None], 1)[0]


def test_steady_demand_that_goes_on_has_not_ended():
    rng = np.random.default_rng(0)
    values = np.where(rng.random((2_000, 120)) < 0.3, 5.0, 0.0)
    assert ended(values, 1).mean() < 0.002
    assert ended(values, 12).mean() < 0.004


def test_what_is_sold_in_one_month_has_not_ended_in_the_others():
    december = np.tile(np.r_[np.zeros(11), 50.0], 5)
    year = np.r_[december, np.zeros(11)]
    assert not ended(year[None], 12)[0]
    steady = np.r_[np.full(60, 5.0), np.zeros(11)]
    assert ended(steady[None], 12)[0]


def test_values_that_stop_and_products_not_yet_on_sale():
    stops = np.r_[np.full(40, 5.0), [NAN] * 12]
    late = np.r_[np.zeros(30), np.full(10, 5.0), np.zeros(12)]
    never, goes_on = np.zeros(52), np.r_[np.zeros(40), np.full(12, 5.0)]
    assert ended(rows(stops, late, never, goes_on), 1).tolist() == [True, True, False, False]


def test_a_series_is_new_until_two_seasons_are_behind_it():
    full, half, launched = np.full(30, 5.0), np.full(23, 5.0), np.r_[np.zeros(10), np.full(20, 5.0)]
    assert new(rows(full, half, launched, np.zeros(30)), 12).tolist() == [False, True, True, False]
    assert new(rows(np.full(14, 1.0), np.full(11, 1.0)), 1).tolist() == [False, True]


def test_all_classes_stand_in_one_table():
    rng = np.random.default_rng(0)
    table = classify(
        rows(rng.normal(500, 20, 60), orders(60, 0.2), np.r_[np.full(40, 9.0), np.zeros(20)]),
        12,
        12,
    )
    assert table["abc"].tolist() == ["A", "C", "C"]
    assert table["xyz"].iloc[0] == "X"
    assert table["pattern"].tolist() == ["smooth", "intermittent", "smooth"]
    assert table["ended"].tolist() == [False, False, True]
    assert table["share"].sum() == pytest.approx(1)
    assert table["volume"].iloc[2] == 0


def test_each_series_gets_what_it_gets_alone():
    rng = np.random.default_rng(5)
    values = np.where(rng.random((50, 90)) < 0.5, rng.poisson(6, (50, 90)), 0).astype(float)
    values[rng.random((50, 90)) < 0.05] = NAN
    values[:10, -30:] = 0
    together = classify(values, 12, 12).drop(columns=["share", "abc"])
    for place in (0, 7, 30):
        alone = classify(values[[place]], 12, 12).drop(columns=["share", "abc"])
        assert alone.iloc[0].to_dict() == pytest.approx(together.iloc[place].to_dict())
