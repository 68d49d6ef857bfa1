"""Lessons on sequences: windows, recurrent neurons, gates and the walk step by step."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.forecaster import Insight
from core.learn.training import LessonTraining
from core.learn.trials import Trials
from core.models import SeasonalNaive
from core.models.gates import gates
from tests.pages.conftest import begin, open_lesson, press, words
from ui.workspace import Workspace


def test_a_window_makes_an_example_of_the_series(learn):
    open_lesson(learn, "windows")
    said = words(learn)
    assert "[112, 118, 132, 129] → [121]: **many-to-one**" in said
    assert "140 such windows, in batches of 32: 5 steps an epoch" in said
    learn.slider(key="windows-place").set_value(2)
    learn.slider(key="windows-label").set_value(2).run()
    assert "[118, 132, 129, 121] → [135, 148]: **many-to-many**" in words(learn)
    learn.slider(key="windows-length").set_value(1).run()
    assert "**one-to-many**" in words(learn)


@pytest.mark.parametrize("key", ["windows", "recursion"])
def test_a_series_too_short_for_windows_is_told_what_is_needed(engine, key):
    workspace = Workspace()
    rows = "\n".join(f"2020-{month:02d}-01,{month}" for month in range(1, 11))
    workspace.load(f"month,sales\n{rows}".encode(), "short.csv")
    learn = begin(workspace).switch_page("pages/learn.py").run()
    open_lesson(learn, key)
    assert "12 observations are needed, 10 are there" in learn.error[0].value


def test_the_error_of_a_window_is_told_beside_that_of_a_season(learn):
    open_lesson(learn, "windows")
    assert "A window of 4 errs by 40.1 thousand passengers" in words(learn)
    assert "a season of 12 by 15.5" in words(learn)
    learn.slider(key="windows-length").set_value(12).run()
    assert "A window of 12 errs by 15.5" in words(learn)


def test_a_walk_feeds_its_forecasts_back(learn):
    open_lesson(learn, "recursion")
    learn.slider(key="recursion-window").set_value(4)
    learn.slider(key="recursion-steps").set_value(2).run()
    first, second = [part for part in words(learn).split("\n") if part.startswith("Step ")]
    forecast = first.partition("→ [")[2].partition("]")[0]
    assert forecast.startswith("**")
    assert second.partition("]")[0].endswith(forecast)
    learn.slider(key="recursion-steps").set_value(0).run()
    assert "Step 1" not in words(learn)
    assert "12 months" in words(learn)


def choose(app, label, value):
    next(group for group in app.button_group if group.label == label).set_value(value).run()
    assert not app.exception


def with_gates(request):
    """What a training for a lesson gives, without training."""
    network, ts = request.network, request.ts
    rng = np.random.default_rng(0)
    gated = {"rnn": 1, "gru": 3}.get(network.cell, 4) * network.units
    weights = {
        "kernel": rng.normal(size=(1, gated)),
        "recurrent": rng.normal(size=(network.units, gated)) / 4,
        "bias": np.zeros((1, gated)),
    }
    window = rng.normal(size=network.lookback)
    layer = gates(network.cell, "tanh", weights, window[:, None])
    forecast = SeasonalNaive().fit(ts, request.horizon).predict()
    insight = Insight(pd.Series(dtype=float), window, (layer,), 7)
    return replace(forecast, insight=insight)


@pytest.fixture
def at_once(monkeypatch):
    monkeypatch.setattr(LessonTraining, "carry_out", lambda request, *_: with_gates(request))


def test_gates_are_read_step_by_step_with_nothing_trained(learn):
    open_lesson(learn, "gates")
    said = words(learn)
    assert "trained on made-up series alone" in said
    assert r"f_t &= \sigma" in "\n".join(part.value for part in learn.markdown)
    learn.slider(key="gates-step-48").set_value(48).run()
    assert "In December 1960 it keeps" in words(learn)
    assert "left at the end" not in words(learn)
    choose(learn, "Cell", "gru")
    assert r"z_t &= \sigma" in "\n".join(part.value for part in learn.markdown)
    choose(learn, "Layer", 2)
    assert not learn.error


def test_a_cell_that_does_not_come_trained_is_trained_in_the_lesson(learn, engine, at_once):
    open_lesson(learn, "gates")
    choose(learn, "Cell", "lstm-peephole")
    assert "No network with the cells of a Peephole LSTM" in words(learn)
    press(learn, "Train this cell on the series, 30 epochs")
    assert engine.submitted[-1].network.cell == "lstm-peephole"
    assert "kept are the weights after 7 epochs" in words(learn)
    # It stays as long as the series does, and is no run.
    assert not learn.session_state["workspace"].runs
    open_lesson(learn, "windows")
    open_lesson(learn, "gates")
    choose(learn, "Cell", "lstm-peephole")
    assert "kept are the weights after 7 epochs" in words(learn)


def test_a_training_in_a_lesson_can_be_cancelled(learn, engine):
    engine.hold = True
    open_lesson(learn, "gates")
    press(learn, "Train this cell on the series, 30 epochs")
    cancel = [button for button in learn.button if button.label == "Cancel"]
    assert {button.key for button in cancel} == {"cancel-sidebar", "cancel-live"}
    assert not [button for button in learn.button if button.label.startswith("Train this")]
    cancel[-1].click().run()
    assert "The training was cancelled" in words(learn)


def test_gates_of_a_run_on_the_series_in_hand_come_first(trained):
    workspace = trained.session_state["workspace"]
    (run,) = workspace.runs
    request = LessonTraining(run.training.ts, replace(run.training.network, cell="lstm"), 12)
    run.trained.forecasts[run.training.network.name] = with_gates(request)
    learn = trained.switch_page("pages/learn.py").run()
    open_lesson(learn, "gates")
    assert "From your Run 1" in words(learn)
    choose(learn, "Network", "Practised network")
    assert "trained on made-up series alone" in words(learn)


def test_a_recurrent_neuron_is_folded_and_added_up(learn):
    open_lesson(learn, "recurrent")
    alts = [chart.proto.alt for chart in learn.get("plotly_chart")]
    assert "at each of the newest steps" in alts[0]
    learn.slider(key="recurrent-r").set_value(0.0).run()
    assert "6 months before **0.000** times" in words(learn)
    learn.toggle(key="recurrent-folded").set_value(True).run()
    assert "with a loop" in learn.get("plotly_chart")[0].proto.alt
    choose(learn, "What is shown", "A layer")
    assert "Neuron 1 is the one of your sliders" in words(learn)


def test_memory_is_measured_by_cell(learn):
    open_lesson(learn, "recurrent")
    choose(learn, "What is shown", "Memory, untrained")
    before = words(learn)
    assert "not trained" in before
    learn.slider(key="recurrent-open").set_value(4.0).run()
    assert "**LSTM** more than 59" in words(learn)


def test_the_sine_wave_is_trained_in_the_lesson(learn, engine, at_once):
    open_lesson(learn, "recurrent")
    choose(learn, "What is shown", "Sine wave")
    assert "misses by" not in words(learn)
    learn.slider(key="recurrent-epochs").set_value(9).run()
    press(learn, "Train a SimpleRNN on it")
    request = engine.submitted[-1]
    assert (request.network.cell, request.network.epochs, request.ts.name) == (
        "rnn", 9, "Sine wave"
    )  # fmt: skip
    assert "After 9 epochs with 16 units and a window of 25 it misses by" in words(learn)


@pytest.fixture
def tried_at_once(monkeypatch):
    """Several trainings for a lesson as naive forecasts, moved by what tells trials apart."""

    def carry_out(request, *_):
        found = {}
        for place, trial in enumerate(request.forecasters):
            forecast = SeasonalNaive().fit(trial.ts, trial.horizon).predict()
            found[trial.name] = replace(forecast, table=forecast.table + place)
        return found

    monkeypatch.setattr(Trials, "carry_out", carry_out)


def test_memory_is_tested_on_trained_cells(learn, engine, tried_at_once):
    open_lesson(learn, "recurrent")
    choose(learn, "What is shown", "Memory, trained")
    assert "at least half is recalled" not in words(learn)
    learn.slider(key="recurrent-echo-epochs").set_value(20).run()
    press(learn, "Train 9 networks")
    assert {each.network.epochs for each in engine.submitted[-1].forecasters} == {20}
    assert "After 20 epochs at least half is recalled from: **SimpleRNN**" in words(learn)
    assert not learn.session_state["workspace"].runs


def test_the_network_set_on_train_walks(loaded, engine, tried_at_once):
    workspace = loaded.session_state["workspace"]
    workspace.choose("cell", "gru")
    learn = loaded.switch_page("pages/learn.py").run()
    open_lesson(learn, "recursion")
    choose(learn, "What walks", "Your network")
    assert "As set on Train: **GRU**" in words(learn)
    press(learn, "Train it both ways")
    walks, at_once = engine.submitted[-1].forecasters
    assert (walks.network.label_length, at_once.network.label_length) == (1, "auto")
    assert str(walks.ts.index[-1].date()) == "2019-12-01"
    learn.slider(key="recursion-own-steps").set_value(12).run()
    assert "Step 12: " in words(learn)
    # The second is moved by one, and so are its misses.
    learn.session_state["lesson-box-own-walk"] = True
    table = learn.run().dataframe[0].value
    assert ((table["All at once"] - table["Step by step"]).round(6) == 1).all()
    # Other settings on Train leave what was trained as it is.
    workspace.choose("cell", "lstm")
    learn.run()
    assert "GRU, window" in words(learn)
    assert "LSTM, window" not in words(learn)


def test_a_network_too_large_for_the_series_is_told_what_is_needed(loaded, engine):
    loaded.session_state["workspace"].choose("lookback", 70)
    learn = loaded.switch_page("pages/learn.py").run()
    open_lesson(learn, "recursion")
    choose(learn, "What walks", "Your network")
    press(learn, "Train it both ways")
    assert "a window of 70 leaves too few examples" in words(learn)
