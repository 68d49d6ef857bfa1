"""The practised network as a model: what it reads, what it says of itself, how it holds back."""

import subprocess
import sys

import numpy as np
import pytest

from core.errors import SeriesTooShort, SettingError
from core.metrics import mae
from core.models import Practised, SeasonalNaive
from core.models.practised import model
from core.models.practised.quantiles import MEDIAN, QUANTILES
from core.models.practised.weights import practice
from core.models.practised.zero_shot import many, zero_shot
from tests.builders import seasonal, series

pytestmark = pytest.mark.slow


def table(ts, horizon=6, **settings):
    return Practised(**settings).fit(ts, horizon).predict(residuals=False).table


def test_it_beats_repeating_last_season_where_there_is_growth_and_season():
    missed = []
    for seed in range(10):
        ts = seasonal(108, seed=seed)
        known, actual = ts.until(ts.index[-13]), ts.values[-12:]
        naive = SeasonalNaive().fit(known, 12).predict().table["point"]
        missed.append([mae(actual, said) for said in (table(known, 12)["point"], naive)])
    mine, theirs = np.mean(missed, axis=0)
    assert mine < 0.7 * theirs


@pytest.mark.parametrize("factor", [1e-6, 1e6])
def test_another_unit_gives_the_same_forecast(factor):
    ts = seasonal()
    one, other = table(ts), table(series(ts.values * factor))
    np.testing.assert_allclose(other.to_numpy(), one.to_numpy() * factor, rtol=1e-3)


def test_what_lies_before_the_chosen_past_is_not_read():
    ts = seasonal()
    spoiled = ts.values
    spoiled[:36] = 1e5
    np.testing.assert_array_equal(
        table(ts, context=60).to_numpy(), table(series(spoiled), context=60).to_numpy()
    )
    assert not np.array_equal(table(ts).to_numpy(), table(series(spoiled)).to_numpy())


def test_a_past_of_less_than_8_steps_is_refused():
    with pytest.raises(SettingError, match="Past it reads"):
        Practised(context=3)


def test_a_chosen_past_without_values_is_refused_with_what_to_do():
    values = seasonal(60).values
    values[-10:] = np.nan
    with pytest.raises(SeriesTooShort, match="Let it read more of the past"):
        Practised(context=8).fit(series(values), 6)


@pytest.mark.parametrize("n", [4, 5, 8, 13, 25])
@pytest.mark.parametrize("frequency", ["yearly", "monthly", "daily"])
def test_short_series_get_a_forecast(n, frequency):
    values = 100 + np.arange(n) + np.tile([3.0, -2.0], n)[:n]
    found = table(series(values, frequency), 10)
    assert np.isfinite(found.to_numpy()).all()


def test_sales_are_never_forecast_below_zero():
    rng = np.random.default_rng(0)
    values = rng.poisson(0.7, 90).astype(float)
    fitted = Practised().fit(series(values, "daily"), 14)
    assert (fitted.predict().table.to_numpy() >= 0).all()
    assert (fitted.simulate(200, 0) >= 0).all()


def test_notes_say_what_it_is_and_what_it_read():
    values = seasonal(60).values
    values[[7, 30]] = np.nan
    notes = " ".join(Practised(context=40).fit(series(values), 6).predict().notes)
    assert "million made-up series. It was not trained on this one." in notes
    assert "It read 40 months." in notes
    assert "1 month without a value" in notes


def test_several_series_at_once_get_what_each_gets_alone():
    pasts = np.stack([seasonal(60, seed=seed).values for seed in range(3)])
    pasts[1, 20] = np.nan
    pasts[2] -= 150
    together = zero_shot(practice("lstm"), pasts, 8, 12)
    for past, said in zip(pasts, together, strict=True):
        alone = zero_shot(practice("lstm"), past[None], 8, 12)[0]
        np.testing.assert_allclose(said, alone, rtol=1e-4)
    assert together.shape == (3, 8, len(QUANTILES))
    assert (np.diff(together, axis=2) >= 0).all()


def test_series_of_many_lengths_keep_their_order():
    pasts = [seasonal(n, seed=n).values for n in (40, 60, 40, 25)]
    found = many(practice("lstm"), pasts, 5, 12)
    for past, said in zip(pasts, found, strict=True):
        np.testing.assert_allclose(
            said, zero_shot(practice("lstm"), past[None], 5, 12)[0], rtol=1e-4
        )


def test_growth_is_not_carried_on_beyond_what_the_series_ever_did():
    values = 10 * 1.5 ** np.arange(14)
    median = zero_shot(practice("lstm"), values[None], 30, 1)[0, :, MEDIAN]
    steepest = values[-1] - values[-2]
    assert (median <= values[-1] + 1.1 * steepest * np.arange(1, 31) * 3).all()


def test_residuals_take_nothing_from_the_date_they_are_for():
    ts = seasonal(80)
    changed = ts.values
    changed[60:] *= 3
    one, other = (Practised().fit(each, 6).predict().residuals for each in (ts, series(changed)))
    same = ts.index[24:60]
    np.testing.assert_allclose(one[same], other[same], rtol=1e-6)
    # The first changed date was forecast as before.
    told = [ts.values[60] - one[ts.index[60]], changed[60] - other[ts.index[60]]]
    assert told[0] == pytest.approx(told[1], rel=1e-6)


def test_of_a_long_series_the_newest_dates_have_residuals():
    values = 100 + np.random.default_rng(0).normal(0, 1, model.GLANCED + 300)
    ts = series(values, "daily")
    residuals = Practised(adaptation="off").fit(ts, 6).predict().residuals
    assert list(residuals.index) == list(ts.index[-model.GLANCED :])


def test_missing_values_at_both_ends_are_stepped_over():
    ts = seasonal(72)
    values = ts.values
    values[:5] = values[-3:] = np.nan
    fitted = Practised().fit(series(values), 6)
    found = fitted.predict()
    inner = series(ts.values[5:-3], start=str(ts.index[5].date()))
    expected = Practised().fit(inner, 9).predict().table
    np.testing.assert_allclose(found.table["point"], expected["point"][3:])
    assert list(found.table.index) == list(ts.future_index(6))
    notes = " ".join(found.notes)
    assert "It read 64 months." in notes
    assert "The last value is that for" in notes


def test_intervals_of_short_wild_series_stay_within_sight():
    for values in ([1, 1000, 2, 800], [1, 100, 1, 100, 2, 150, 1, 80]):
        said = table(series(np.array(values, float), "yearly"), 4)
        assert said["hi-80"].max() < 8 * max(values)
        assert said["hi-95"].max() < 16 * max(values)


def test_a_value_next_to_nothing_is_taken_like_a_zero():
    values = 100 + np.random.default_rng(1).normal(0, 5, 60)
    said = []
    for last in (0.0, 1e-9, 0.01):
        values[-1] = last
        said.append(table(series(values))["point"])
    for each in said[1:]:
        np.testing.assert_allclose(each, said[0], rtol=1e-3)


def test_a_series_of_zeros_is_forecast_as_zero():
    assert (table(series(np.zeros(40)), 5).to_numpy() == 0).all()


def test_few_looks_at_the_past_count_as_few():
    walk = 100 + np.random.default_rng(0).normal(0, 1, 1000)
    _, worth = model._past_places(practice("lstm"), walk, 1, 1)
    assert worth == model.LOOKS_BACK
    values = walk[:120].copy()
    values[60:] = np.nan
    values[-1] = 100
    _, sparse = model._past_places(practice("lstm"), values, 4, 1)
    _, dense = model._past_places(practice("lstm"), walk[:120], 4, 1)
    assert sparse < dense


def test_many_rows_are_worked_through_in_parts(monkeypatch):
    from core.models.practised import zero_shot as module

    pasts = np.stack([seasonal(60, seed=seed).values for seed in range(7)])
    whole = zero_shot(practice("lstm"), pasts, 8, 12)
    monkeypatch.setattr(module, "AT_ONCE", 150)
    np.testing.assert_allclose(zero_shot(practice("lstm"), pasts, 8, 12), whole, rtol=1e-5)


def test_past_forecasts_of_all_lengths_are_looked_at_once():
    values = seasonal(200).values
    groups = [rows for rows, _ in model._past(practice("lstm"), values, range(1, 200), 3, 12)]
    every = np.concatenate(groups)
    assert sorted(every) == list(range(24, 200))


def test_neither_tensorflow_nor_a_page_is_needed():
    code = (
        "import sys\nfrom core.first_look import first_look\nfrom tests.builders import seasonal\n"
        "assert first_look(seasonal(), 6) is not None\n"
        "assert not {'tensorflow', 'keras', 'streamlit', 'statsforecast'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
