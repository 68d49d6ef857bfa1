"""Whether models can be told apart on a chart, on both grounds, and many days read."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from core.figures import ACTUAL, STYLES, backtest_figure, bands_in_words
from core.models.recurrent import CELLS
from tests.builders import past

NETWORKS = {name for _, name in CELLS}
PRACTISED = {name for name in STYLES if name.startswith("Practised")}
GROUNDS = {"light": "#ffffff", "dark": "#12161b"}


def brightness(hue):
    parts = [int(hue[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", GROUNDS)
@pytest.mark.parametrize("name", [*STYLES, "Actual"])
def test_every_line_has_the_contrast_graphics_need(name, theme):
    # WCAG 2.2, 1.4.11: at least 3 to 1.
    hue = getattr(STYLES.get(name, ACTUAL), theme)
    light, dark = sorted((brightness(hue), brightness(GROUNDS[theme])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 3


def test_models_of_one_run_differ_in_dash_and_marker():
    for (one, first), (other, second) in combinations(STYLES.items(), 2):
        assert first.symbol != second.symbol
        if not {one, other} <= NETWORKS and not {one, other} <= PRACTISED:
            assert first.dash != second.dash


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
