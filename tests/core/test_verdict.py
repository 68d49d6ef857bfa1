"""What is said in each situation, word for word where it matters."""

import pandas as pd
import pytest

from core.backtest import Backtest
from core.verdict import verdict

PLACES = pd.date_range("2020-01-01", periods=12, freq="MS")


def backtest(**errors):
    """A backtest whose absolute error in each fold is as given; None for a failed fold."""
    predictions, folds = [], []
    for model, misses in errors.items():
        name = model.replace("_", " ")
        for cutoff, miss in zip(PLACES, misses, strict=False):
            folds.append((name, cutoff, 0.1, "" if miss is not None else "No luck.", 10.0, 10.0))
            if miss is not None:
                row = {"model": name, "cutoff": cutoff, "ds": cutoff, "step": 1, "y": 100.0}
                bounds = {"lo-80": 0.0, "hi-80": 1.0, "lo-95": 0.0, "hi-95": 1.0}
                predictions.append(row | {"point": 100.0 + miss} | bounds)
    columns = ["model", "cutoff", "seconds", "failure", "scale", "root_scale"]
    return Backtest(pd.DataFrame(predictions), pd.DataFrame(folds, columns=columns), 1)


def said(unit="EUR", **errors):
    return verdict(backtest(**errors), "LSTM", unit=unit)


def test_the_network_wins():
    words = said(LSTM=[10, 10, 20], ARIMA=[20, 20, 10], Seasonal_naive=[30, 30, 30])
    assert words.sentence == (
        "The LSTM beat ARIMA: it missed by 13.3 EUR on average, ARIMA by 16.7 (25% more), and it "
        "was closer in 2 of 3 folds."
    )
    assert words.network_won
    assert words.winner == "LSTM"


def test_the_network_loses_and_it_is_said_as_plainly():
    words = said(LSTM=[30, 30], ARIMA=[10, 20], Seasonal_naive=[40, 40])
    assert words.sentence.startswith(
        "ARIMA beat the LSTM: it missed by 15.0 EUR on average, the LSTM by"
    )
    assert "(100% more), and it was closer in 2 of 2 folds" in words.sentence
    assert not words.network_won


def test_too_close_to_call():
    words = said(LSTM=[10.0], ARIMA=[10.1], Seasonal_naive=[20.0])
    assert words.sentence.startswith("Too close to call")
    assert words.winner == ""


def test_a_winner_worse_than_the_baseline_is_not_praised():
    words = said(LSTM=[20], ARIMA=[30], Seasonal_naive=[10])
    assert words.baseline == (
        "Neither beats simply repeating the last season's value, which missed by 10.0 EUR: use "
        "that."
    )


def test_both_beat_the_baseline():
    words = said(LSTM=[2], ARIMA=[3], Seasonal_naive=[10])
    assert words.baseline.startswith("Both beat repeating the last season's value")


@pytest.mark.parametrize(
    ("lstm", "arima", "start"),
    [
        (5, 20, "The LSTM beats repeating the last season's value"),
        (20, 5, "ARIMA beats repeating the last season's value"),
    ],
)
def test_only_one_beats_the_baseline(lstm, arima, start):
    words = said(LSTM=[lstm], ARIMA=[arima], Seasonal_naive=[10])
    assert words.baseline.startswith(start)
    assert "does not." in words.baseline


@pytest.mark.parametrize(
    ("folds", "caution"),
    [
        (1, "1 fold is too few to tell skill from luck."),
        (3, "3 folds are too few to tell skill from luck."),
        (6, ""),
    ],
)
def test_few_folds_are_called_few(folds, caution):
    assert said(LSTM=[1] * folds, ARIMA=[2] * folds, Seasonal_naive=[3] * folds).caution == caution


def test_no_forecast_no_verdict():
    words = said(LSTM=[None, None], ARIMA=[5, 5], Seasonal_naive=[8, 8])
    assert words.sentence == "No verdict: the LSTM gave no forecast."
    assert words.winner == ""
    assert "ARIMA missed by 5.00 EUR" in words.baseline


def test_only_folds_that_both_have_are_compared():
    words = said(LSTM=[None, 10], ARIMA=[1, 20], Seasonal_naive=[30, 30])
    assert words.sentence.startswith("The LSTM beat ARIMA")
    assert "1 of 1 fold." in words.sentence


def test_without_a_unit_none_is_made_up():
    words = said(unit="", LSTM=[10], ARIMA=[20], Seasonal_naive=[30])
    assert "missed by 10.0 on average" in words.sentence


def test_other_models_have_no_part_in_it():
    others = {"ETS": [1, 1], "Theta": [1, 1], "Blend": [1, 1]}
    three = {"LSTM": [10, 10], "ARIMA": [20, 20], "Seasonal_naive": [30, 30]}
    assert said(**three, **others) == said(**three)
    lost = three | {"ARIMA": [None, None]}
    assert said(**lost, **others) == said(**lost)
    assert "The LSTM missed by 10.0 EUR" in said(**lost, **others).baseline
