"""Pages run without a browser and without an engine: a job ends where it is submitted."""

import copy
import functools
import re
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.context import ContextProxy
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import AppTest, local_script_runner

from core.engine import client
from core.engine.jobs import Job, State
from core.folds import one_by_one
from core.models import Pace, Practised, Recurrent, SeasonalNaive
from core.training import Request, Training, train
from tests.doubles import Sketch, Sketched, SketchedArima
from ui import session
from ui.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
RECEIPT = "Receipt: every change made to the data"
MARKING = "Mark what happened: stock-outs, promotions, shocks"
ODD = "What looks odd on the chart"
DRIVERS = "What moves it: prices, promotions, weather, public holidays"
CSV = "Month,Umbrellas\n" + "\n".join(
    f"{2015 + i // 12}-{i % 12 + 1:02d}-01,{100 + i + 30 * (i % 12 == 3) + i * 7 % 5}"
    for i in range(72)
)


class InlineEngine:
    """Trains at once, with stand-ins for the slow models."""

    ready = True
    problem = ""
    hold = False
    known_pace = Pace(start=1.0, epoch=0.1)
    submitted: list[Request]

    def __init__(self):
        self.submitted = []

    def submit(self, request):
        request.check()
        self.submitted.append(request)
        job = Job(f"job-{len(self.submitted)}", request)
        if self.hold:
            job.begin()
            return job
        if not isinstance(request, Training):
            job.end(State.DONE, request.carry_out(job.hear, one_by_one, None))
            return job
        training = request
        network = Sketch(**vars_of(training.network))
        practised = next(f for f in training.forecasters if isinstance(f, Practised))
        statistical = (SketchedArima(), Sketched("ETS", 0.03), Sketched("Theta", -0.03))
        quick = replace(training, forecasters=(network, practised, *statistical, SeasonalNaive()))
        job.end(State.DONE, train(quick, job.hear))
        return job

    def pace(self, training):
        return self.known_pace

    def threads(self):
        return 1

    def client(self):
        return None

    def seconds_each(self, panel, plan, model):
        return 0.5

    def place(self, job):
        return 0

    def cancel(self, job):
        job.ask_to_stop()
        job.end(State.CANCELLED)


def vars_of(network: Recurrent):
    return {name: value for name, value in vars(network).items() if name != "lane"}


@pytest.fixture(scope="session", autouse=True)
def _known_by_the_server():
    """What a server learns once, each app under test would learn again at each run.

    That is: which installed packages bring components, and what the pages' files compile to.
    """
    with pytest.MonkeyPatch.context() as patch:
        scan, compiled = functools.cache(manifest_scanner.scan_component_manifests), ScriptCache()
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        patch.setattr(local_script_runner, "ScriptCache", lambda: compiled)
        yield


def inline(patch):
    """A server with nobody there yet, and an engine that trains at once."""
    engine = InlineEngine()
    patch.setattr(client, "shared", lambda: engine)
    patch.setattr(session, "_store", None)
    # AppTest has no browser, hence a mock in place of its cookies.
    patch.setattr(ContextProxy, "cookies", {})
    return engine


def begin(workspace=None):
    """The app on Home, for someone who has a copy of all that is in a workspace."""
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=30)
    if workspace is not None:
        token, mine = session.store().create()
        locks = [workspace._lock, *([workspace.job._lock] if workspace.job else [])]
        anew = {id(lock): threading.Lock() for lock in locks}
        vars(mine).update(vars(copy.deepcopy(workspace, anew)))
        app.session_state["token"], app.session_state["workspace"] = token, mine
    return app.run()


def after_training(umbrellas, **settings):
    """A workspace after one training with these settings, by label, as a person gets there."""
    with pytest.MonkeyPatch.context() as patch:
        inline(patch)
        app = begin(umbrellas).switch_page("pages/train.py").run()
        for label, value in settings.items():
            next(box for box in app.number_input if box.label == label).set_value(value)
        if settings:
            app.run()
        return press(app, "Train").session_state["workspace"]


@pytest.fixture(scope="session")
def umbrellas():
    """A workspace with a series of umbrella sales in hand. Tests get copies of it."""
    workspace = Workspace()
    workspace.load(CSV.encode(), "umbrellas.csv")
    return workspace


@pytest.fixture(scope="session")
def one_run(umbrellas):
    """The same after one training."""
    return after_training(umbrellas)


@pytest.fixture
def engine(monkeypatch):
    return inline(monkeypatch)


@pytest.fixture
def app(engine):
    """The app on Home, nothing loaded."""
    return begin()


@pytest.fixture
def loaded(engine, umbrellas):
    """The app on Home with a series of umbrella sales in hand."""
    return begin(umbrellas)


@pytest.fixture
def trained(engine, one_run):
    """The app on Home after one training."""
    engine.submitted.append(one_run.job.request)
    return begin(one_run)


@pytest.fixture
def learn(app):
    """The app on the first lesson, nothing loaded."""
    return app.switch_page("pages/learn.py").run()


def open_box(lesson, label):
    """A box of a lesson, opened; gives the first table in it."""
    lesson.session_state[f"lesson-box-{label}"] = True
    lesson.run()
    assert not lesson.exception
    (opened,) = [each for each in lesson.expander if each.label == label]
    return opened.dataframe[0].value if opened.dataframe else None


def open_lesson(app, key):
    app.selectbox(key="lesson").set_value(key).run()
    assert not app.exception
    return app


def press(app, label):
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    return app


def look_closer(app, section, page="pages/compare.py"):
    """The page with one of its sections opened."""
    app.switch_page(page).run()
    pills = next(group for group in app.button_group if section in group.options)
    pills.set_value(section).run()
    assert not app.exception
    return app


def words(app):
    """All text of a page."""
    parts = [*app.title, *app.subheader, *app.markdown, *app.caption, *app.error, *app.warning,
             *app.info]  # fmt: skip
    # What a person reads: without the marks that keep text from being read as Markdown.
    return re.sub(r"\\(.)", r"\1", "\n".join(part.value for part in parts))


def opened(app, *labels, open=True):
    """The page with some of its boxes opened, of those that are drawn only then; or closed."""
    for label in labels:
        box = next(box for box in app.expander if box.label == label)
        app.session_state[box.key] = open
    app.run()
    assert not app.exception
    return app
