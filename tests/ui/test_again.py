import pytest

from core.engine.jobs import Job, State
from core.events import Event
from core.folds import RollingOrigin
from core.models import Practised, SeasonalNaive
from core.training import Budget, Training, train
from tests.doubles import Sketch, SketchedArima
from tests.pages.conftest import CSV
from ui.again import data_in_hand, settings, take_up
from ui.workspace import Workspace


class Inline:
    def submit(self, training):
        job = Job(f"job-{id(training)}", training)
        job.end(State.DONE, train(training))
        return job


@pytest.fixture
def workspace():
    workspace = Workspace()
    workspace.load(CSV.encode(), "umbrellas.csv")
    return workspace


def trained(workspace, **how):
    network = Sketch(**{"lookback": 9, "units": 7, "seed": 4} | how)
    models = (network, Practised("lstm", adaptation="off"), SketchedArima(), SeasonalNaive())
    plan = RollingOrigin(5, 2)
    workspace.start(Inline(), Training(workspace.loaded.series(5), models, plan, Budget(60)))
    return workspace.adopt()


@pytest.mark.slow
def test_all_that_was_set_is_set_again_and_the_rest_is_the_default(workspace):
    run = trained(workspace)
    workspace.choose("dropout", 0.5)
    generation = workspace.generation
    take_up(workspace, run)
    assert workspace.generation > generation
    said = {name: workspace.value(name) for name in settings(run.training)}
    assert (said["lookback"], said["units"], said["seed"], said["adaptation"]) == (9, 7, 4, "off")
    assert (said["horizon"], said["folds"], said["dropout"]) == (5, 2, 0.0)


def test_epochs_are_those_trained_without_a_budget_that_would_settle_others(workspace, monkeypatch):
    run = trained(workspace, epochs=33)
    assert settings(run.training)["budget_s"] == 0
    assert settings(run.training)["epochs"] == run.trained.training.network.epochs
    monkeypatch.setenv("LOOKBACK_MAX_EPOCHS", "1")
    assert settings(run.training)["epochs"] == 1


def test_a_file_read_as_it_was_stays_as_it_is(workspace):
    run = trained(workspace)
    assert data_in_hand(run, workspace.loaded) == "same"
    workspace.set_unit("boxes")
    assert data_in_hand(run, workspace.loaded) == "same"
    before = workspace.loaded
    take_up(workspace, run)
    assert workspace.loaded is before


def test_a_file_read_otherwise_is_read_as_it_was(workspace):
    run = trained(workspace)
    workspace.set_unit("boxes")
    index = workspace.loaded.reading.series.index
    workspace.mark(Event(index[3], index[4], "shock", "ignore"))
    assert data_in_hand(run, workspace.loaded) == "otherwise"
    take_up(workspace, run)
    assert data_in_hand(run, workspace.loaded) == "same"
    assert workspace.loaded.reading.series.events == ()
    assert workspace.loaded.reading.series.unit == "boxes"
    workspace.undo()
    assert len(workspace.loaded.reading.series.events) == 1


def test_another_file_keeps_its_data_and_gets_the_settings(workspace):
    run = trained(workspace)
    other = CSV.replace(",1", ",2", 1)
    workspace.load(other.encode(), "umbrellas.csv")
    assert data_in_hand(run, workspace.loaded) == "another"
    before = workspace.loaded
    take_up(workspace, run)
    assert workspace.loaded is before
    assert workspace.value("units") == 7
