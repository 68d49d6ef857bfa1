"""A session kept as a capsule, and opened by somebody else who has nothing yet."""

import dataclasses
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from core import capsule
from core.capsule import Capsule
from core.capsule.archive import pack, unpack
from core.engine.jobs import Job, State
from core.errors import DataError, LimitError
from core.events import Event
from core.folds import RollingOrigin, one_by_one
from core.forecaster import Forecaster
from core.luck import LuckCheck
from core.models import Practised, SeasonalNaive
from core.number_style import SEMICOLON_CSV, NumberStyle
from core.reading import Choices
from core.training import Training, train
from tests.core.test_capsule import reachable
from tests.doubles import Sketch, Sketched, SketchedArima
from tests.pages.conftest import CSV
from tests.sameness import same
from ui import capsules
from ui.runs import Run
from ui.workspace import Workspace, known_by

pytestmark = pytest.mark.slow

MADE = datetime(2026, 1, 2, tzinfo=UTC)
DATA = Path(__file__).with_name("data")


class Inline:
    """Trains at once; `held`: never ends."""

    held = False

    def submit(self, request):
        job = Job(f"job-{id(request)}", request)
        if self.held:
            job.begin()
        elif isinstance(request, Training):
            job.end(State.DONE, train(request, job.hear))
        else:
            job.end(State.DONE, request.carry_out(job.hear, one_by_one, None))
        return job


@pytest.fixture(autouse=True)
def doubles(monkeypatch):
    """Capsules of these tests may hold stand-ins for models too."""
    models = (Sketch, Sketched, SketchedArima)
    known = capsules.REGISTRY.roles[Forecaster]
    monkeypatch.setattr(
        capsules, "REGISTRY", capsules.REGISTRY.with_types(models, {Forecaster: (*known, *models)})
    )


@pytest.fixture(scope="module")
def once():
    workspace = Workspace()
    workspace.load(CSV.encode(), "umbrellas.csv", "Umbrellas of 2020")
    for lookback, folds in ((9, 2), (12, 5)):
        trained(workspace, lookback, folds)
    return workspace


@pytest.fixture
def workspace(once):
    """A file with two runs."""
    workspace = Workspace()
    workspace.take_on(once.loaded, {})
    runs = [replace(run, answers=[], recalibrated={}) for run in once.runs]
    workspace.resume(runs, runs[-1].id, "mae")
    return workspace


def trained(workspace, lookback=12, folds=2):
    models = (Sketch(lookback=lookback), Practised("lstm"), SketchedArima(), SeasonalNaive())
    plan = RollingOrigin(6, folds)
    workspace.start(Inline(), Training(workspace.loaded.series(6), models, plan))
    return workspace.adopt()


def reopened(workspace):
    other = Workspace()
    assert capsules.put_back(other, capsules.open_kept(capsules.keep(workspace, MADE))) == ""
    return other


def test_everything_a_person_has_comes_back_bit_for_bit(workspace):
    index = workspace.loaded.reading.series.index
    workspace.mark(Event(index[3], index[3], "promotion", "ignore", note="Aktion"))
    workspace.set_unit("pieces")
    workspace.set_numbers(NumberStyle(",", "."))
    workspace.set_csv(SEMICOLON_CSV)
    first, second = workspace.runs
    workspace.start(Inline(), LuckCheck(second.trained.training, (5, 6)), about=second.id)
    workspace.adopt()
    second.recalibrate("ARIMA")
    workspace.decide("rmse")
    workspace.rename(workspace.runs[0], "The first")
    workspace.selected = first.id
    workspace.choose("dropout", 0.25)
    workspace.budgets["Umbrellas", "One total"] = {index[-1]: 123.5}
    workspace.budget_files["Umbrellas"] = "budget.csv", b"a,b\n1,2\n"

    back = reopened(workspace)
    for one, other in zip(workspace.runs, back.runs, strict=True):
        same(one, other)
    assert back.run().name == "The first"
    assert back.runs[1].answers
    assert back.runs[1].recalibrated
    assert back.runs[1].curves == second.curves
    now, then = back.loaded, workspace.loaded
    for part in ("origin", "data", "choices", "dropped"):
        assert getattr(now, part) == getattr(then, part), part
    same(now.reading.series, then.reading.series)
    assert now.reading.receipt == then.reading.receipt
    same(now.look.table, then.look.table)
    assert (now.recipe, now.papers) == (then.recipe, then.papers)
    for part in ("settings", "measure", "selected", "budgets", "budget_files"):
        assert getattr(back, part) == getattr(workspace, part), part
    assert back.runs[0].verdict.sentence == workspace.runs[0].verdict.sentence
    assert capsules.keep(back, MADE) == capsules.keep(workspace, MADE)


def test_values_to_come_and_choices_about_the_file_come_back():
    rows = "\n".join(
        f"{2015 + i // 12}-{i % 12 + 1:02d}-01,{100 + i % 7 * i},{i % 5}" for i in range(48)
    )
    workspace = Workspace()
    workspace.load(f"Month,Sales,Price\n{rows}".encode(), "sales.csv")
    workspace.reread(Choices(value_column="Sales", drivers=("Price",), known_ahead=("Price",)))
    future = workspace.loaded.reading.series.future_index(3)
    workspace.say_ahead(pd.DataFrame({"Price": [1.0, 2.0, 3.0]}, index=future))
    back = reopened(workspace)
    assert back.loaded.choices == workspace.loaded.choices
    pd.testing.assert_frame_equal(back.loaded.ahead, workspace.loaded.ahead, check_freq=False)
    same(back.loaded.series(3), workspace.loaded.series(3))


def test_work_goes_on_after_opening(workspace):
    back = reopened(workspace)
    run = trained(back)
    assert run.number == 3
    assert len(back.runs) == 3
    back.delete(run)
    back.restore()
    assert back.run().id == run.id


def test_a_session_without_runs_and_one_without_a_file(workspace):
    workspace.runs = []
    assert reopened(workspace).loaded.data == workspace.loaded.data
    assert capsules.in_words(workspace) == "Umbrellas of 2020, monthly, no runs"
    assert reopened(Workspace()).loaded is None


def test_it_replaces_what_was_there_and_can_not_be_undone_into_another_file(workspace):
    other = Workspace()
    other.load(b"Month,Hats\n" + CSV.encode().split(b"\n", 1)[1], "hats.csv")
    other.set_unit("hats")
    trained(other)
    generation = other.generation
    capsules.put_back(other, capsules.open_kept(capsules.keep(workspace, MADE)))
    assert len(other.runs) == 2
    assert other.undoable == ""
    assert other.generation > generation


def test_it_is_not_opened_while_work_is_running(workspace):
    opened, engine = capsules.open_kept(capsules.keep(workspace, MADE)), Inline()
    engine.held = True
    workspace.start(engine, workspace.runs[0].training)
    before = workspace.runs
    with pytest.raises(LimitError, match="Wait for it, or cancel it"):
        capsules.put_back(workspace, opened)
    assert workspace.runs is before


def test_a_server_with_fewer_runs_keeps_the_newest_and_says_so(workspace, monkeypatch):
    data = capsules.keep(workspace, MADE)
    monkeypatch.setenv("LOOKBACK_MAX_RUNS", "1")
    other = Workspace()
    assert "1 older run stayed in the file" in capsules.put_back(other, capsules.open_kept(data))
    assert [run.number for run in other.runs] == [2]


def test_every_type_of_a_session_is_registered():
    found = set()
    for kind in (capsules.KeptSession, Run):
        reachable(kind, found)
    assert found <= set(capsules.REGISTRY.types)


def test_all_of_a_workspace_is_kept_or_left_out_on_purpose():
    """A field that is added to a workspace has to be decided about."""
    known = {"runs", "selected", "measure", "settings", "loaded", "budgets", "budget_files",
             "portfolio"}  # fmt: skip
    left_out = {"generation", "job", "deleted", "pictures", "key"}
    fields = {each.name for each in dataclasses.fields(Workspace) if each.name[0] != "_"}
    assert fields == known | left_out


def changed(workspace, change):
    """A capsule of the workspace with its session or a run replaced."""
    data = capsules.keep(workspace, MADE)
    parts = dict(capsule.read(data, capsules.REGISTRY).parts)
    return capsule.write(Capsule(change(parts), "", MADE), capsules.REGISTRY)


def session(parts, **how):
    return parts | {"session": replace(parts["session"], **how)}


def run(parts, **how):
    return parts | {"run-1": replace(parts["run-1"], **how)}


def crossed(parts):
    """The first run's forecasts with those of its backtest's folds, which are of other dates."""
    found = parts["run-1"].trained
    moved = {
        model: replace(each, cutoff=each.cutoff - pd.Timedelta(days=31))
        for model, each in found.forecasts.items()
    }
    return run(parts, trained=replace(found, forecasts=moved))


@pytest.mark.parametrize(
    "change",
    [
        lambda parts: {"session": parts["session"]},
        lambda parts: {name: part for name, part in parts.items() if name != "session"},
        lambda parts: parts | {"run-3": parts["run-1"]},
        lambda parts: parts | {"run-2": parts["run-1"]},
        lambda parts: parts | {"run-1": parts["session"]},
        lambda parts: session(parts, measure="seconds"),
        lambda parts: session(parts, settings={"lane": "statistics"}),
        lambda parts: session(parts, settings={"units": "many"}),
        lambda parts: session(parts, settings={"units": 10**9}),
        lambda parts: session(parts, file=replace(parts["session"].file, data=b"\x00")),
        lambda parts: run(parts, measure="nothing"),
        lambda parts: run(parts, papers={}),
        lambda parts: run(parts, training=replace(parts["run-1"].training, forecasters=())),
        crossed,
    ],
)
def test_parts_that_do_not_fit_together_are_refused(workspace, change):
    with pytest.raises(DataError):
        capsules.open_kept(changed(workspace, change))


def test_a_recipe_as_it_stands_in_a_capsule_is_that_of_the_file(workspace):
    found = capsule.read(capsules.keep(workspace, MADE), capsules.REGISTRY).parts["session"]
    assert found.file.recipe == workspace.loaded.decided
    assert json.loads(workspace.loaded.recipe)["lookback_recipe"] == 1


def test_a_session_saved_in_the_first_schema_still_opens():
    """If a type changed so that it does not: raise `documents.SCHEMA`, and write a migration."""
    opened = capsules.open_kept((DATA / "schema-1.lookback").read_bytes())
    (run,) = opened.runs
    points = {model: each.table["point"].round(3).tolist() for model, each in run.forecasts.items()}
    assert points == {
        "LSTM": [172.686, 173.386],
        "Practised LSTM": [172.809, 175.165],
        "ARIMA": [172.458, 175.458],
        "Seasonal naive": [160.0, 163.0],
    }
    assert run.name == "The first"
    # It kept no weights then.
    assert {each.weights for each in run.forecasts.values()} == {None}
    assert opened.loaded.reading.series.events[0].note == "Opening day"
    assert opened.session.settings == {"dropout": 0.25}


def test_a_budgets_file_of_the_first_schema_goes_with_the_series_in_view():
    old = unpack((DATA / "schema-1.lookback").read_bytes())
    document = json.loads(old.members["session.json"])
    document["objects"][1]["of"]["budget_file"] = ["plan.csv", {"bytes": "files/plan"}]
    more = {"session.json": json.dumps(document).encode(), "files/plan": b"a,b\n1,2\n"}
    workspace = Workspace()
    data = pack(replace(old, members={**old.members, **more}))
    capsules.put_back(workspace, capsules.open_kept(data))
    series = known_by(workspace.run().training.ts)
    assert workspace.budget_files == {series: ("plan.csv", b"a,b\n1,2\n")}
