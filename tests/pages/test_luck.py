from dataclasses import replace

import pytest

from core.engine.jobs import State
from core.folds import one_by_one
from core.luck import Luck, LuckCheck
from tests.pages.conftest import look_closer, press, words


@pytest.fixture
def opened(trained):
    return look_closer(trained, "Luck check")


def test_what_a_check_is_and_what_it_costs_is_said_before(opened, engine):
    text = words(opened)
    assert "begins with random weights: its seed" in text
    assert "Trains the LSTM with 4 more seeds on" in text
    assert "That takes about" in text
    engine.known_pace = None
    opened.run()
    assert "an epoch is being timed" in words(opened)


@pytest.mark.slow
def test_a_check_is_answered_in_words_charts_and_a_table(opened, engine):
    opened.number_input[0].set_value(3).run()
    press(opened, "Check with 3 seeds")
    check = engine.submitted[-1]
    assert isinstance(check, LuckCheck)
    assert check.seeds == (2, 3)
    text = words(opened)
    assert "3 seeds" in text
    assert "with the seed, the gap is" in text
    assert "The Practised LSTM has no seed" in text
    charts = {chart.key for chart in opened.get("plotly_chart")}
    assert {"luck-job-1", "luck-folds-job-1"} <= charts
    table = next(frame.value for frame in opened.dataframe if "MAE, all folds" in frame.value)
    assert list(table["Model"]) == ["LSTM, seed 1", "LSTM, seed 2", "LSTM, seed 3",
                                    "Practised LSTM", "ARIMA", "Seasonal naive"]  # fmt: skip
    # It stays with its run, and seeds that are known are not trained again.
    (run,) = opened.session_state["workspace"].runs
    assert len(run.of(Luck)) == 1
    assert "These seeds are known" in text
    opened.number_input[0].set_value(4).run()
    press(opened, "Check with 4 seeds")
    assert engine.submitted[-1].seeds == (4,)
    assert "4 seeds" in words(opened)


@pytest.mark.slow
def test_it_goes_by_the_measure_that_decides(opened):
    press(opened, "Check with 5 seeds")
    assert "its error moves by" in words(opened)
    opened.selectbox(key="deciding").set_value("rmsse").run()
    assert not opened.exception
    text = words(opened)
    assert "its RMSSE moves by" in text
    assert any("RMSSE, all folds" in frame.value for frame in opened.dataframe)


@pytest.mark.slow
def test_while_a_check_runs_it_can_be_watched_and_cancelled(opened, engine):
    engine.hold = True
    press(opened, "Check with 5 seeds")
    job = opened.session_state["workspace"].job
    assert "Check with 5 seeds" not in [button.label for button in opened.button]
    assert [button.label for button in opened.button].count("Cancel") == 2
    press(opened, "Cancel")
    engine.hold = False
    opened.run()
    assert job.over
    assert "The luck check was cancelled." in words(opened)
    # Train speaks of trainings only.
    opened.switch_page("pages/train.py").run()
    assert "cancelled" not in words(opened)


@pytest.mark.slow
def test_seeds_done_before_it_is_cancelled_count(opened, engine):
    engine.hold = True
    press(opened, "Check with 5 seeds")
    job = opened.session_state["workspace"].job
    job.ask_to_stop()
    done = replace(job.request, seeds=job.request.seeds[:2])
    job.end(State.CANCELLED, done.carry_out(job.hear, one_by_one, None))
    opened.run()
    text = words(opened)
    assert "What was known before is kept, and so are the 2 seeds done by then." in text
    assert "LSTM, seed 3" in "".join(str(frame.value) for frame in opened.dataframe)


@pytest.mark.slow
def test_an_answer_belongs_to_the_run_it_was_asked_about(opened):
    press(opened, "Check with 5 seeds")
    opened.switch_page("pages/train.py").run()
    press(opened, "Train")
    look_closer(opened, "Luck check")
    assert "begins with random weights" in words(opened)
    first, second = opened.session_state["workspace"].runs
    assert (len(first.answers), len(second.answers)) == (1, 0)
