import pytest

from tests.pages.conftest import CSV, look_closer, press, words


@pytest.fixture
def opened(trained):
    return look_closer(trained, "Runs")


def again(app, **settings):
    """Another run, with other settings, and its section of runs."""
    app.switch_page("pages/train.py").run()
    for label, value in settings.items():
        next(box for box in app.number_input if box.label == label).set_value(value).run()
    press(app, "Train")
    return look_closer(app, "Runs")


@pytest.mark.slow
def test_a_single_run_can_be_named_and_the_name_stands_where_runs_are_chosen(opened):
    assert "1 run so far. This server keeps 20 for you" in words(opened)
    opened.text_input[0].set_value("Before the move").run()
    assert "**Run 1: Before the move**" in words(opened)
    again(opened)
    box = next(box for box in opened.selectbox if box.label == "Run")
    assert box.options[1] == "Run 1: Before the move"


@pytest.mark.slow
def test_two_runs_stand_side_by_side_with_what_differed_and_what_it_changed(opened):
    again(opened, Epochs=7)
    text = words(opened)
    assert "Only this differs: Epochs (20 in Run 1 and 7 in Run 2)." in text
    assert "No model's error changed." in text
    table = next(frame.value for frame in opened.dataframe if "What" in frame.value)
    assert list(table.columns) == ["Part", "What", "Run 1", "Run 2"]
    scores = [frame.value for frame in opened.dataframe if "Run 2" in frame.value][-1]
    assert list(scores.columns) == ["MAE", "Run 1", "Run 2"]
    assert "Network trained here" in set(scores["MAE"])
    every = next(frame.value for frame in opened.dataframe if "Trained here" in frame.value)
    assert len(every.columns) == 4
    opened.selectbox(key="deciding").set_value("rmse").run()
    scores = [frame.value for frame in opened.dataframe if "Run 2" in frame.value][-1]
    assert list(scores.columns) == ["RMSE", "Run 1", "Run 2"]
    assert "RMSSE on the past." in words(opened)
    opened.multiselect[0].set_value(opened.multiselect[0].value[:1]).run()
    assert "Choose two runs or more." in words(opened)


@pytest.mark.slow
def test_a_run_is_deleted_and_had_back(opened):
    again(opened)
    press(opened, "Delete this run")
    assert [run.number for run in opened.session_state["workspace"].runs] == [1]
    assert "was deleted" in words(opened)
    press(opened, "Have it back")
    assert [run.number for run in opened.session_state["workspace"].runs] == [1, 2]
    assert opened.session_state["workspace"].run().number == 2


def test_the_last_run_can_be_had_back_too(opened):
    press(opened, "Delete this run")
    assert "First train once" in words(opened)
    press(opened, "Have it back")
    assert "Every model on the same folds" in words(opened)


@pytest.mark.slow
def test_deleting_a_run_ends_the_question_about_it(opened, engine):
    engine.hold = True
    look_closer(opened, "Luck check")
    press(opened, "Check with 5 seeds")
    look_closer(opened, "Runs")
    press(opened, "Delete this run")
    assert opened.session_state["workspace"].job.over


@pytest.mark.slow
def test_a_runs_settings_go_into_train(opened, engine):
    again(opened, Epochs=7)
    next(box for box in opened.selectbox if box.label == "Run").select_index(1).run()
    assert "It was trained on the series in hand, read as it is now." in words(opened)
    press(opened, "Use these settings")
    assert opened.title[0].value == "Train"
    epochs = next(box for box in opened.number_input if box.label == "Epochs")
    assert epochs.value == engine.submitted[0].network.epochs == 20


@pytest.mark.slow
def test_other_data_in_hand_is_said_before(opened):
    workspace = opened.session_state["workspace"]
    other = CSV.replace("Umbrellas", "Coats").replace(",1", ",2", 1)
    workspace.load(other.encode(), "coats.csv")
    opened.run()
    text = words(opened)
    assert "It was trained on other data: Umbrellas, January 2015 to December 2020." in text
    assert "In hand is Coats of coats.csv" in text
