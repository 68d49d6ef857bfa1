"""What Compare shows when looked at closer: ranges, where models err, the replay."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.events import Event
from core.track_record import track_record
from tests.pages.conftest import after_training, begin, look_closer, press, words

pytestmark = pytest.mark.slow

RANGES, ERRS, REPLAY = "Can the ranges be believed?", "Where it errs", "Replay"


@pytest.fixture(scope="session")
def six_folds(umbrellas):
    """A workspace after a training with 6 folds of 6 months. Tests get copies of it."""
    return after_training(umbrellas, **{"Window length": 12, "Horizon": 6, "Folds": 6})


@pytest.fixture
def folded(engine, six_folds):
    """The app after that training."""
    return begin(six_folds)


def run_of(app):
    return app.session_state["workspace"].run()


def box(app, label):
    return next(one for one in app.selectbox if one.label == label)


def group(app, label):
    return next(one for one in app.button_group if one.label == label)


def spec(app, *, place=-1):
    return json.loads(app.get("plotly_chart")[place].proto.spec)


def frame_with(app, column):
    return next(frame.value for frame in app.dataframe if column in frame.value)


def test_the_ranges_of_the_best_model_are_judged_with_what_chance_gives(folded):
    look_closer(folded, RANGES)
    best = run_of(folded).by_error[0]
    assert box(folded, "Model whose ranges are judged").value == best
    text = words(folded)
    assert "The 80% band held" in text
    assert "of 36 values" in text
    table = frame_with(folded, "80% by chance")
    assert table["Values"].iloc[0] == 36
    names = {trace["name"] for trace in spec(folded)["data"]}
    assert {"95% by chance", "Meant to hold"} <= names
    assert "Recalibrated" not in names
    group(folded, "In parts by").set_value("Time of the year").run()
    assert not folded.exception
    assert "Mar to May" in spec(folded)["data"][0]["x"]


def test_ranges_are_recalibrated_with_one_click_here_and_on_forecast_and_taken_back(folded):
    look_closer(folded, RANGES)
    run = run_of(folded)
    best = run.by_error[0]
    own = run.trained.forecasts[best]
    folded.toggle[0].set_value(True).run()
    assert not folded.exception
    text = words(folded)
    assert f"The ranges of {best} were recalibrated on 6 past folds" in text
    assert "recalibrated on the other folds alone, the 80% band holds" in text
    assert "80% held, recalibrated" in frame_with(folded, "80% by chance")
    assert "Recalibrated" in {trace["name"] for trace in spec(folded)["data"]}
    used = run.forecasts[best]
    assert not np.allclose(used.table["hi-80"], own.table["hi-80"])
    np.testing.assert_allclose(np.quantile(used.paths, 0.9, axis=0), used.table["hi-80"], rtol=5e-3)

    folded.switch_page("pages/forecast.py").run()
    assert not folded.exception
    text = words(folded)
    assert "It was recalibrated: on the past cutoffs, each left out in turn" in text
    assert f"The ranges of {best} were recalibrated" in text
    shown = folded.dataframe[0].value
    np.testing.assert_allclose(shown["80% to"], used.table["hi-80"])
    press(folded, f"Use the ranges as {best} gave them")
    np.testing.assert_allclose(folded.dataframe[0].value["80% to"], own.table["hi-80"])
    assert "recalibrated" not in words(folded)
    look_closer(folded, RANGES)
    assert folded.toggle[0].value is False
    folded.toggle[0].set_value(True).run()
    folded.toggle[0].set_value(False).run()
    assert run.recalibrated == {}


def test_what_is_recalibrated_is_one_model_of_one_run(folded):
    look_closer(folded, RANGES)
    run = run_of(folded)
    box(folded, "Model whose ranges are judged").select("ETS").run()
    before = run.size
    folded.toggle[0].set_value(True).run()
    assert list(run.recalibrated) == ["ETS"]
    assert run.size > before
    assert run.forecasts["ARIMA"] is run.trained.forecasts["ARIMA"]
    # A scenario's forecast by that model gets the same ranges, one by another model its own.
    own, other = (run.trained.forecasts[name] for name in ("ETS", "ARIMA"))
    pd.testing.assert_frame_equal(run.in_use(own).table, run.forecasts["ETS"].table)
    assert run.in_use(other) is other
    # What is said of its chances to meet targets is said of these ranges too.
    assert run.past("ARIMA") is run.trained.backtest
    recalibrated = track_record(run.past("ETS"), "ETS", run.training.ts)
    assert recalibrated.folds == track_record(run.trained.backtest, "ETS", run.training.ts).folds
    assert recalibrated.brier != track_record(run.trained.backtest, "ETS", run.training.ts).brier
    box(folded, "Model whose ranges are judged").select("ARIMA").run()
    assert folded.toggle[0].value is False


def test_with_too_few_folds_it_is_said_how_many_are_needed(trained):
    look_closer(trained, RANGES)
    assert not trained.toggle
    assert "at least 5 past folds are needed" in words(trained)


def test_accuracy_stands_beside_the_baseline_in_every_part(folded):
    look_closer(folded, ERRS)
    table = frame_with(folded, "Months ahead")
    assert list(table) == ["Months ahead", "Values", "Practised LSTM", "ARIMA", "Seasonal naive"]
    assert list(table["Values"]) == [6] * 6
    for kind, column, rows in (("Fold", "Known up to", 6), ("Month", "Month", 12)):
        group(folded, "By").set_value(kind).run()
        assert not folded.exception
        assert len(frame_with(folded, column)) >= rows
    group(folded, "Models beside Seasonal naive").set_value(["ETS"]).run()
    charts = [spec(folded, place=at) for at in range(len(folded.get("plotly_chart")))]
    accuracy = next(
        one for one in charts if "Typical miss" in one["layout"]["yaxis"]["title"]["text"]
    )
    assert [trace["name"] for trace in accuracy["data"]] == ["ETS", "Seasonal naive"]
    group(folded, "Models beside Seasonal naive").set_value([]).run()
    assert not folded.exception


def test_the_worst_misses_are_listed_and_shown_on_the_chart(folded):
    run = run_of(folded)
    stamp = run.training.ts.index[-3]
    event = Event(stamp, stamp, "shock", "one-off", note="*Strike*")
    marked = replace(run.training.ts, events=(event,))
    workspace = folded.session_state["workspace"]
    workspace.runs[0] = replace(run, training=replace(run.training, ts=marked))
    look_closer(folded, ERRS)
    table = frame_with(folded, "Range")
    assert len(table) == 10
    assert table["Miss"].abs().is_monotonic_decreasing
    assert set(table["Range"]) <= {"inside", "outside 80%", "outside 95%"}
    assert set(table["Event"]) <= {"", "shock, one-off: *Strike*"}
    chooser = box(folded, "Miss to show on the chart")
    assert " too " in chooser.options[0]
    chart = spec(folded)
    assert "The miss" in {trace.get("name") for trace in chart["data"]}
    chooser.set_value(3).run()
    assert not folded.exception
    assert spec(folded)["layout"]["xaxis"]["range"]
    miss = next(trace for trace in spec(folded)["data"] if trace.get("name") == "The miss")
    assert pd.Timestamp(miss["x"][0]) == table["Month"].iloc[3]


def test_the_replay_has_a_frame_for_each_cutoff_and_says_the_misses(folded):
    look_closer(folded, REPLAY)
    chart = spec(folded)
    assert [frame["name"] for frame in chart["frames"]] == list("012345")
    assert {"Known then", "What came after", "ARIMA"} <= {
        trace.get("name") for trace in chart["data"]
    }
    table = frame_with(folded, "Known up to")
    assert len(table) == 12
    assert set(table["Model"]) == {"Practised LSTM", "ARIMA"}
    group(folded, "Models that forecast").set_value(["ETS"]).run()
    assert len(frame_with(folded, "Known up to")) == 6
    group(folded, "Models that forecast").set_value([]).run()
    assert "Choose at least one model" in words(folded)


@pytest.mark.parametrize("section", [RANGES, ERRS, REPLAY])
def test_a_model_that_failed_everywhere_is_nobody_to_look_at(folded, section):
    run = run_of(folded)
    past = run.trained.backtest
    rows = past.predictions[past.predictions["model"] != "ARIMA"]
    folds = past.folds.assign(
        failure=past.folds["failure"].where(past.folds["model"] != "ARIMA", "It failed.")
    )
    forecasts = {name: one for name, one in run.trained.forecasts.items() if name != "ARIMA"}
    gone = replace(
        run.trained, backtest=replace(past, predictions=rows, folds=folds), forecasts=forecasts
    )
    folded.session_state["workspace"].runs[0] = replace(run, trained=gone)
    look_closer(folded, section)
    for chooser in folded.selectbox:
        assert "ARIMA" not in chooser.options


@pytest.mark.parametrize(("section", "said"), [
    (RANGES, "Nothing was observed after any cutoff"),
    (ERRS, "share no date on which something was observed"),
    (REPLAY, "Dark line: what was known at the cutoff"),
])  # fmt: skip
def test_nothing_observed_after_any_cutoff_breaks_nothing(folded, section, said):
    run = run_of(folded)
    past = run.trained.backtest
    blank = replace(past, predictions=past.predictions.assign(y=np.nan))
    trained = replace(run.trained, backtest=blank)
    folded.session_state["workspace"].runs[0] = replace(run, trained=trained)
    look_closer(folded, section)
    assert said in words(folded)
