from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.blend import blended
from core.errors import ForecastError
from core.folds import Outcome, RollingOrigin
from core.forecaster import Forecast, to_table
from core.models import SeasonalNaive
from core.training import Training, train
from tests.builders import seasonal
from tests.doubles import Sketch, Sketched, SketchedArima

AHEAD = pd.date_range("2020-01-01", periods=2, freq="MS")
CUTOFFS = {0: pd.Timestamp("2020-03-01"), 1: pd.Timestamp("2019-12-01")}


def outcome(model, number, fold=1, failure=""):
    """One that forecasts `number` and, twice as wide to the one side, its interval."""
    point = np.full(2, float(number))
    table = to_table(AHEAD, point, {80: (point - 1, point + 2 * number)})
    forecast = None if failure else Forecast(model, CUTOFFS[fold], table, ("A note.",))
    return Outcome(model, fold, CUTOFFS[fold], number / 10, forecast, failure)


def parts(fold=1, **failures):
    numbers = {"GRU": 6, "ARIMA": 12, "ETS": 18, "Theta": 30, "Seasonal naive": 99}
    return [
        outcome(model, number, fold, failures.get(model, "")) for model, number in numbers.items()
    ]


def test_it_is_half_the_network_and_half_the_mean_of_the_rest():
    (blend,) = blended(parts(), "GRU")
    assert blend.model == blend.forecast.model == "Blend"
    np.testing.assert_allclose(blend.forecast.table["point"], 6 / 2 + (12 + 18 + 30) / 6)
    assert list(blend.forecast.table.index) == list(AHEAD)


def test_its_bounds_are_the_same_mean_of_theirs():
    (blend,) = blended(parts(), "GRU")
    np.testing.assert_allclose(blend.forecast.table["lo-80"], 13 - 1)
    np.testing.assert_allclose(blend.forecast.table["hi-80"], 13 + 2 * 13)


def test_its_seconds_are_those_of_its_parts():
    (blend,) = blended(parts(), "GRU")
    assert blend.seconds == pytest.approx(0.6 + 1.2 + 1.8 + 3.0)


def test_it_counts_on_the_drivers_of_its_parts():
    counting = {"GRU": ("Price",), "ARIMA": ("Promotion", "Price")}
    told = [
        replace(part, forecast=replace(part.forecast, drivers=counting.get(part.model, ())))
        for part in parts()
    ]
    (blend,) = blended(told, "GRU")
    assert blend.forecast.drivers == ("Price", "Promotion")


def with_errors(numbers):
    """Parts whose errors one step ahead begin a month later from one to the next."""
    months = pd.date_range("2019-01-01", periods=6, freq="MS")
    return [
        replace(
            part,
            forecast=replace(part.forecast, residuals=pd.Series(number, index=months[place:])),
        )
        for place, (part, number) in enumerate(zip(parts(0)[:4], numbers, strict=True))
    ]


def test_its_residuals_are_the_same_mean_of_theirs_where_all_have_one():
    (blend,) = blended(with_errors([6.0, 12.0, 18.0, 30.0]), "GRU")
    np.testing.assert_allclose(blend.forecast.residuals, 13)
    assert list(blend.forecast.residuals.index) == list(
        pd.date_range("2019-04-01", periods=3, freq="MS")
    )


def test_without_the_residuals_of_a_part_it_has_none():
    first, *rest = with_errors([6.0, 12.0, 18.0, 30.0])
    bare = replace(first, forecast=replace(first.forecast, residuals=None))
    assert blended([bare, *rest], "GRU")[0].forecast.residuals is None
    (last,) = (part for part in rest if part.model == "Theta")
    later = last.forecast.residuals.shift(12, freq="MS")
    apart = replace(last, forecast=replace(last.forecast, residuals=later))
    assert blended([first, *rest[:-1], apart], "GRU")[0].forecast.residuals is None


def test_it_says_what_it_is_made_of():
    (blend,) = blended(parts(), "GRU")
    assert blend.forecast.notes[0] == "Half the GRU, half the mean of ARIMA, ETS and Theta."


def test_a_fold_without_one_of_its_parts_is_a_failure_that_names_it():
    both = [*parts(1, ETS="No luck."), *parts(0)]
    past, final = blended(both, "GRU")
    assert (past.fold, past.cutoff, past.forecast) == (1, CUTOFFS[1], None)
    assert past.failure == "It needs ETS, which gave no forecast here."
    assert final.fold == 0
    assert final.forecast is not None


def test_the_failure_of_several_names_all_of_them():
    (blend,) = blended(parts(GRU="No luck.", Theta="None either."), "GRU")
    assert blend.failure == "It needs GRU and Theta, which gave no forecast here."


def test_without_a_part_asked_for_there_is_none():
    assert blended([each for each in parts() if each.model != "Theta"], "GRU") == []


def asked(*statistical):
    models = (Sketch(lookback=12), *statistical, SeasonalNaive())
    return Training(seasonal(84), models, RollingOrigin(6, 2))


THREE = (SketchedArima(), Sketched("ETS", 0.03), Sketched("Theta", -0.06))


def test_training_has_it_in_every_fold_and_in_the_final_forecasts():
    trained = train(asked(*THREE))
    assert trained.backtest.models[-1] == "Blend"
    wide = trained.backtest.predictions.pivot(index="ds", columns="model", values="point")
    expected = wide["LSTM"] / 2 + (wide["ARIMA"] + wide["ETS"] + wide["Theta"]) / 6
    assert len(wide) == 12
    np.testing.assert_allclose(wide["Blend"], expected)
    final = {name: forecast.table["point"] for name, forecast in trained.forecasts.items()}
    expected = final["LSTM"] / 2 + (final["ARIMA"] + final["ETS"] + final["Theta"]) / 6
    np.testing.assert_allclose(final["Blend"], expected)


def test_training_without_its_parts_has_none():
    trained = train(asked(SketchedArima()))
    assert "Blend" not in trained.backtest.models
    assert "Blend" not in trained.forecasts


def test_a_part_that_fails_is_two_rows_with_reasons(monkeypatch):
    def fail(self, ts, horizon, report=None):
        raise ForecastError("It would not converge.")

    monkeypatch.setattr(SketchedArima, "fit", fail)
    trained = train(asked(*THREE))
    board = trained.backtest.leaderboard().set_index("model")
    assert board.loc["ARIMA", "failure"] == "It would not converge."
    assert board.loc["Blend", "failure"] == "It needs ARIMA, which gave no forecast here."
    assert set(trained.failures) == {"ARIMA", "Blend"}
