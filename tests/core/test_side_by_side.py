from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.events import Event
from core.folds import RollingOrigin
from core.models import Practised, SeasonalNaive
from core.side_by_side import BEFOREHAND, HERE, side_by_side
from core.training import Training, train
from tests.builders import driven, seasonal, series
from tests.doubles import Sketch, Sketched, SketchedArima

TS = seasonal(84)


def trained(ts=TS, horizon=6, folds=2, models=(), **settings):
    every = (Sketch(**{"lookback": 12} | settings), SketchedArima(), SeasonalNaive(), *models)
    return train(Training(ts, every, RollingOrigin(horizon, folds)))


def rows(found):
    return found.differences.set_index("what").drop(columns="part").T.to_dict("list")


def test_one_setting_that_differs_is_named_with_what_it_changed():
    found = side_by_side({"Run 1": trained(), "Run 2": trained(seed=9)})
    assert rows(found) == {"Seed": ["1", "9"]}
    assert list(found.differences["part"]) == [HERE]
    first, here, rest = found.sentences
    assert first == "Only this differs: Seed (1 in Run 1 and 9 in Run 2)."
    first_error, second = found.scores.loc[HERE]
    assert second < first_error
    assert here == (
        f"{HERE}: MAE {second:.2f} EUR in Run 2, {first_error:.2f} in Run 1 "
        f"({first_error / second - 1:.0%} more)."
    )
    assert rest == "ARIMA and Seasonal naive are the same in all."
    assert (found.measure.key, found.unit) == ("mae", "EUR")


def test_settings_are_said_in_the_words_of_the_form():
    found = side_by_side(
        {"A": trained(), "B": trained(cell="gru", label_length=2, learning_rate=0.01)}
    )
    said = rows(found)
    assert said["Cell type"] == ["LSTM", "GRU"]
    assert said["Label length"] == ["automatic", "2"]
    assert said["Learning rate"] == ["0.003", "0.01"]
    assert said["Taking part"][1].startswith("GRU, ")
    # Another cell is the same part of the comparison.
    assert list(found.scores.loc[HERE].index) == ["A", "B"]
    assert found.sentences[0] == (
        "4 things differ: 3 of the network trained here and 1 of the models."
    )


def test_nothing_that_differs_is_said_and_nothing_changes():
    found = side_by_side({"A": trained(), "B": trained()})
    assert found.differences.empty
    assert found.sentences[0].startswith("Nothing differs")
    assert found.sentences[1] == "No model's error changed."


def test_tests_on_other_dates_are_compared_by_mase_alone_and_it_is_said():
    found = side_by_side({"A": trained(), "B": trained(horizon=4, folds=3)})
    assert rows(found) == {"Horizon": ["6", "4"], "Folds": ["2", "3"]}
    assert (found.measure.key, found.unit) == ("mase", "")
    assert "can't be set beside each other as they are" in found.sentences[1]
    assert len(found.sentences) == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("by", "elsewhere"),
    [("rmse", "rmsse"), ("smape", "smape"), ("pinball", "msis"), ("msis", "msis")],
)
def test_they_go_by_the_measure_that_decides_or_by_one_like_it_across_dates(by, elsewhere):
    one, other = trained(), trained(seed=9)
    found = side_by_side({"A": one, "B": other}, by)
    for label, each in {"A": one, "B": other}.items():
        board = each.backtest.leaderboard().set_index("model")
        assert found.scores.loc[HERE, label] == board.loc["LSTM", by]
    assert f"{HERE}: {found.measure.label} " in found.sentences[1]
    apart = side_by_side({"A": one, "B": trained(horizon=4, folds=3)}, by)
    assert not apart.same
    assert apart.measure.key == elsewhere
    assert f"The table has {apart.measure.label}, which" in apart.sentences[1]


def test_other_data_is_told_apart():
    event = Event(TS.index[40], TS.index[41], "shock", "one-off")
    other = replace(TS, name="Umbrellas", unit="", events=(event,))
    wet = driven(seasonal(72), {"Rain": np.arange(78.0)}, {"Wind": np.arange(72.0)})
    found = side_by_side({"A": trained(), "B": trained(other), "C": trained(wet)})
    said = rows(found)
    assert said["Series"] == ["Sales", "Umbrellas", "Sales"]
    assert said["Unit"] == ["EUR", "none", "EUR"]
    assert said["Events"][0] == "none"
    assert "shock, one-off" in said["Events"][1]
    assert said["Dates"][2] == "January 2010 to December 2015"
    assert said["Drivers"] == ["none", "none", "Rain, Wind (not known ahead)"]


def test_values_that_were_read_otherwise_are_counted():
    changed = TS.y.copy()
    changed.iloc[[3, 75]] = [np.nan, 7.0]
    found = side_by_side({"A": trained(), "B": trained(replace(TS, y=changed))})
    assert rows(found)["Values"] == ["as in the first", "2 dates with another value"]
    # One of the two lies in a fold: what was scored is not the same.
    assert found.measure.key == "mase"


def test_the_practised_network_and_models_of_one_run_only_have_their_place():
    ts = seasonal(60)
    with_it = trained(ts, models=(Practised("lstm"),))
    without = trained(ts, models=(Sketched("ETS", 0.1),))
    found = side_by_side({"A": with_it, "B": without})
    assert rows(found)["Past it reads"] == ["automatic", "-"]
    assert pd.isna(found.scores.loc[BEFOREHAND, "B"])
    assert pd.isna(found.scores.loc["ETS", "A"])
    assert not any(BEFOREHAND in sentence for sentence in found.sentences[1:])


def test_a_model_that_failed_has_no_error():
    class Broken(SeasonalNaive):
        def fit(self, ts, horizon, report=None):
            raise ValueError

    broken = train(Training(TS, (Sketch(lookback=12), SketchedArima(), Broken()),
                            RollingOrigin(6, 2)))  # fmt: skip
    found = side_by_side({"A": trained(), "B": broken})
    assert pd.isna(found.scores.loc["Seasonal naive", "B"])


@pytest.mark.parametrize("many", [3, 5])
def test_more_than_two_are_in_order_of_their_error(many):
    found = side_by_side({f"Run {seed}": trained(seed=seed) for seed in range(1, many + 1)})
    (here,) = [sentence for sentence in found.sentences if sentence.startswith(HERE)]
    places = [
        here.index(f"Run {seed}") for seed in found.scores.loc[HERE].sort_values().index.str[4:]
    ]
    assert places == sorted(places)


def test_perfect_forecasts_have_no_per_cent():
    flat = series(np.full(60, 50.0))
    found = side_by_side({"A": trained(flat), "B": trained(flat, horizon=6, seed=2)})
    assert found.measure.key == "mae"
    assert np.isfinite(found.scores.to_numpy()).all()
