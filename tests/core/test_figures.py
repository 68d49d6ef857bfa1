"""What is drawn of several models and many days, and whether that can be read."""

import numpy as np
import pandas as pd

from core.figures import backtest_figure, bands_in_words
from tests.builders import past

MODELS = ("LSTM", "ARIMA", "Theta", "Seasonal naive")


def test_models_not_chosen_are_one_click_on_the_legend_away():
    ts, backtest = past(np.zeros((len(MODELS), 3, 4)), models=MODELS)
    figure = backtest_figure(ts, backtest, ["LSTM", "Seasonal naive"], also=MODELS)
    named = {trace.name: trace for trace in figure.data if trace.showlegend is not False}
    assert set(named) == {"Actual", *MODELS}
    hidden = {trace.legendgroup for trace in figure.data if trace.visible == "legendonly"}
    assert hidden == {"ARIMA", "Theta"}
    assert named["Actual"].line.width < named["LSTM"].line.width


def bands(models):
    ts, backtest = past(np.zeros((len(MODELS), 3, 4)), models=MODELS)
    figure = backtest_figure(ts, backtest, models, also=MODELS)
    return {trace.name for trace in figure.data if trace.fill == "toself"}


def test_few_bands_are_drawn_at_once_and_the_words_say_whose():
    assert bands(["ARIMA"]) == {"ARIMA 80%", "ARIMA 95%"}
    assert bands(["LSTM", "ARIMA", "Theta", "Seasonal naive"]) == {"LSTM 80%", "ARIMA 80%"}
    assert bands(["Seasonal naive"]) == {"Seasonal naive 80%", "Seasonal naive 95%"}
    assert bands([]) == set()
    said = bands_in_words(["LSTM", "ARIMA", "Theta"], (80, 95))
    assert said.startswith("Bands: the 80% intervals of LSTM and ARIMA.")
    assert "light band: the 95%" in bands_in_words(["ARIMA"], (80, 95))
    assert bands_in_words([], (80, 95)) == ""


def test_many_days_open_on_the_newest_folds_with_few_symbols():
    ts, backtest = past(np.zeros((1, 6, 28)), models=("ARIMA",), before=1000,
                        frequency="daily", start="2015-01-01")  # fmt: skip
    figure = backtest_figure(ts, backtest, ["ARIMA"])
    first, last = map(pd.Timestamp, figure.layout.xaxis.range)
    assert (last - first).days <= 3 * 28 + 1
    assert {
        trace.marker.maxdisplayed for trace in figure.data if trace.mode == "lines+markers"
    } == {6}
    labels = [button.label for button in figure.layout.xaxis.rangeselector.buttons]
    assert labels == ["1 month", "6 months", "All"]
