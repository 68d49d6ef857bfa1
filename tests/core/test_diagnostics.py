import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.diagnostic import acorr_ljungbox
from statsmodels.stats.stattools import jarque_bera
from statsmodels.tsa.stattools import acf

from core.diagnostic_findings import findings
from core.diagnostics import LEAST, diagnose
from core.errors import SeriesTooShort
from tests.builders import series

UNIT = 3.0


def errors(n=120, seed=0, **how):
    """Errors that are chance alone, and the series they belong to."""
    return of(np.random.default_rng(seed).normal(0, UNIT, n), **how)


def of(values, missing=(), **how):
    ts = series(1000 + np.arange(len(values)), **how)
    residuals = pd.Series(values, index=ts.index)
    return residuals.drop(ts.index[list(missing)]), ts


def said(residuals, ts, origin="fitted"):
    return findings(diagnose(residuals, ts), ts, origin)


@pytest.mark.parametrize(
    ("n", "frequency", "lags", "tested"),
    [(120, "monthly", 24, 24), (60, "monthly", 24, 12), (30, "monthly", 14, 6),
     (120, "yearly", 10, 10), (30, "yearly", 10, 6), (200, "daily", 14, 14)],
)  # fmt: skip
def test_autocorrelation_and_ljung_box_are_those_of_statsmodels(n, frequency, lags, tested):
    start = "1800-01-01" if frequency == "yearly" else "2010-01-01"
    residuals, ts = errors(n, frequency=frequency, start=start)
    found = diagnose(residuals, ts)
    np.testing.assert_allclose(found.acf, acf(residuals, nlags=lags)[1:], rtol=1e-9)
    np.testing.assert_allclose(found.limits, 1.959964 / np.sqrt(n), rtol=1e-6)
    theirs = acorr_ljungbox(residuals - residuals.mean(), lags=[tested]).iloc[0]
    assert found.ljung_box.freedom == tested
    assert found.ljung_box.statistic == pytest.approx(theirs["lb_stat"])
    assert found.ljung_box.p == pytest.approx(theirs["lb_pvalue"])


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("shape", ["normal", "exponential", "standard_cauchy", "uniform"])
def test_jarque_bera_is_that_of_statsmodels(seed, shape):
    residuals, ts = of(getattr(np.random.default_rng(seed), shape)(size=90))
    found = diagnose(residuals, ts)
    statistic, p, skewness, kurtosis = jarque_bera(residuals)
    assert found.jarque_bera.statistic == pytest.approx(statistic)
    assert found.jarque_bera.p == pytest.approx(p, abs=1e-12)
    assert found.skewness == pytest.approx(skewness)
    assert found.kurtosis == pytest.approx(kurtosis - 3)


def test_gaps_leave_only_pairs_that_are_really_so_far_apart():
    missing = np.random.default_rng(3).choice(np.arange(1, 119), 30, replace=False)
    residuals, ts = errors(120)
    residuals = residuals.drop(ts.index[missing])
    found = diagnose(residuals, ts)
    assert found.n == 90
    gappy = residuals.reindex(ts.index)
    # theirs divides by the pairs there are; ours shrinks long lags as usual.
    theirs = acf(gappy, nlags=24, adjusted=True, missing="conservative")[1:]
    np.testing.assert_allclose(found.acf, theirs * (1 - np.arange(1, 25) / 120), rtol=1e-9)
    assert (found.limits > 1.96 / np.sqrt(90)).all()


def test_dates_without_errors_are_not_closed_up():
    # Alternating signs; without every 4th date, closed up, neighbours would often be alike.
    values = 5 * (-1.0) ** np.arange(80) + np.random.default_rng(0).normal(0, 1, 80)
    residuals, ts = of(values, missing=range(3, 79, 4))
    found = diagnose(residuals, ts)
    assert found.acf[0] < -0.9
    assert found.acf[3] > 0.85


def test_a_lag_without_pairs_is_left_open():
    residuals, ts = errors(60)
    found = diagnose(residuals.iloc[::2], ts)
    assert np.isnan(found.acf[::2]).all()
    assert np.isfinite(found.acf[1::2]).all()
    assert found.ljung_box.freedom == 3


@pytest.mark.slow
@pytest.mark.parametrize("share", [1.0, 0.6])
def test_chance_alone_is_seldom_called_a_finding(share):
    rng, found = np.random.default_rng(5), []
    for _ in range(400):
        residuals, ts = of(rng.normal(0, 1, 150))
        found.append(diagnose(residuals[rng.random(150) < share], ts))
    assert np.mean([each.ljung_box.found for each in found]) < 0.09
    assert np.mean([abs(each.mean) > each.chance for each in found]) < 0.08
    assert np.mean([each.outside.mean() for each in found]) < 0.07


def test_too_few_errors_are_refused_with_both_numbers():
    residuals, ts = errors(LEAST - 1)
    with pytest.raises(SeriesTooShort) as caught:
        diagnose(residuals, ts)
    assert (caught.value.needed, caught.value.actual) == (LEAST, LEAST - 1)


def test_chance_alone_leaves_nothing_to_report():
    left, bias, shape, caution = said(*errors(unit="EUR"))
    assert left.startswith("Nothing is left over that stands out from chance")
    assert "Ljung-Box, 24 lags, p = 0." in left
    assert bias.startswith("No bias can be seen: the mean error is ")
    assert " EUR" in bias
    assert shape.startswith("Errors spread about like a normal curve (Jarque-Bera, p = 0.")
    assert "larger as a rule" in caution


def test_a_season_left_in_the_errors_is_named_by_its_length():
    season = np.tile(np.r_[20.0, np.zeros(11)], 10)
    residuals, ts = errors()
    left = said(residuals + season - season.mean(), ts)[0]
    assert left.startswith("Something is left over that the model could have learned")
    assert "those 12 months earlier (correlation 0." in left
    assert "part of the season is still in them" in left


@pytest.mark.parametrize(
    ("carried", "meaning"),
    [(0.7, "it follows changes too slowly"), (-0.7, "it follows the newest value too closely")],
)
def test_errors_that_follow_the_one_before_say_how(carried, meaning):
    values = np.random.default_rng(1).normal(0, UNIT, 200)
    for step in range(1, 200):
        values[step] += carried * values[step - 1]
    left = said(*of(values, frequency="daily"))[0]
    assert "those 1 day earlier" in left
    assert meaning in left


@pytest.mark.parametrize(
    ("sign", "meaning"), [(1, "come again after that time, to the same"), (-1, "to the other side")]
)
def test_any_other_lag_says_what_tends_to_follow(sign, meaning):
    values = np.random.default_rng(1).normal(0, UNIT, 200)
    values[5:] += sign * 0.9 * values[:-5]
    left = said(*of(values))[0]
    assert "those 5 months earlier" in left
    assert meaning in left


def test_a_single_correlation_outside_its_limits_is_put_into_proportion():
    for seed in range(50):
        residuals, ts = errors(seed=seed)
        found = diagnose(residuals, ts)
        if found.outside.sum() == 1 and not found.ljung_box.found:
            left = said(residuals, ts)[0]
            assert "Of 24 correlations 1 lies outside the limits" in left
            assert "chance alone puts one in 20 there" in left
            return
    pytest.fail("no such case in 50")


@pytest.mark.parametrize(("shift", "side"), [(2.0, "too low"), (-2.0, "too high")])
def test_bias_has_its_side_and_its_size(shift, side):
    residuals, ts = errors(unit="EUR")
    bias = said(residuals - residuals.mean() + shift, ts)[1]
    assert bias.startswith(f"On average it forecast {side}, by 2.00 EUR; chance")
    assert "hint" not in bias


def test_bias_of_errors_that_follow_each_other_is_a_hint():
    values = np.random.default_rng(1).normal(0, UNIT, 200)
    for step in range(1, 200):
        values[step] += 0.7 * values[step - 1]
    assert "take it as a hint" in said(*of(values + 3))[1]


def test_few_errors_say_that_their_shape_is_not_known():
    shape = said(*errors(20))[2]
    assert shape == (
        "Whether errors spread like a normal curve can't be told from 20 errors; 30 are needed."
    )


def test_heavy_tails_name_the_largest_miss_and_its_date():
    residuals, ts = errors(unit="EUR")
    residuals.iloc[50] = -60.0
    shape = said(residuals, ts)[2]
    assert shape.startswith("Errors have heavy tails (Jarque-Bera, p < 0.001)")
    assert "the largest -60.0 EUR for March 2014" in shape
    assert "lie outside the range meant for 95%" in shape


@pytest.mark.parametrize(("sign", "far"), [(1, "above"), (-1, "below")])
def test_lopsided_errors_say_to_which_side(sign, far):
    values = sign * (np.random.default_rng(0).gamma(6, 1, 400) - 6)
    shape = said(*of(values, frequency="daily"))[2]
    assert f"further {far} the forecast" in shape
    assert f"too narrow {far} it" in shape


def test_errors_more_even_than_a_normal_curve_make_intervals_too_wide():
    values = np.random.default_rng(0).uniform(-1, 1, 300)
    assert "spread more evenly" in said(*of(values, frequency="daily"))[2]


def test_a_network_is_not_believed_on_what_it_was_trained_on():
    assert "proves little" in said(*errors(), "trained")[3]
    assert "had not seen" in said(*errors(), "practised")[3]
    assert "was fitted to" in said(*errors(), "fitted")[3]
    assert "Half of the blend" in said(*errors(), "blend")[3]


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.0, "All 40 errors are 0"), (12.0, "forecast too low by 12.0 EUR each time")],
)
def test_errors_that_are_all_alike_leave_nothing_to_examine(value, words):
    residuals, ts = of(np.full(40, value), unit="EUR")
    found = diagnose(residuals, ts)
    assert found.alike
    assert found.ljung_box is None
    (sentence,) = findings(found, ts, "fitted")
    assert words in sentence


def test_errors_too_far_apart_say_so():
    residuals, ts = errors(1200, frequency="daily")
    left = said(residuals.iloc[::100], ts)[0]
    assert left.startswith("Whether errors follow each other can't be told")


def test_the_histogram_holds_every_error_and_a_normal_curve_of_as_many():
    residuals, ts = errors(300, frequency="daily")
    table = diagnose(residuals, ts).histogram()
    assert table["errors"].sum() == 300
    assert table["normal"].sum() == pytest.approx(300, abs=5)
    np.testing.assert_allclose(table["high"] - table["low"], table["high"][0] - table["low"][0])


def test_the_table_of_correlations_marks_those_outside():
    found = diagnose(*errors())
    table = found.correlations()
    assert list(table["lag"]) == list(range(1, 25))
    assert (table["outside"] == (table["correlation"].abs() > table["limit"])).all()


def test_the_band_holds_about_what_a_normal_curve_has_in_it():
    found = diagnose(*errors(1000, frequency="daily"))
    low, high = found.band
    assert high - low == pytest.approx(2 * 1.96 * UNIT, rel=0.06)
    assert found.beyond == pytest.approx(0.05, abs=0.02)
