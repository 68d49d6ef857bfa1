"""A session as a capsule: what travels of a workspace, and how it becomes one again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pandas as pd

from core import capsule, environment
from core.capsule import Capsule, soundness
from core.capsule.documents import damaged
from core.errors import DataError, LimitError, LookbackError
from core.measures import MEASURES
from core.number_style import using
from core.portfolio.chunk import ChunkResult, Failure
from core.portfolio.folders import PortfolioFolder
from core.portfolio.kept import KeptPortfolio
from core.portfolio.plan import PortfolioPlan
from core.reading import open_table
from core.recipe import Recipe, from_json
from core.settings import describe
from core.wording import counted, number, quoted
from ui.holdings import RECIPE, Loaded, Origin, take
from ui.portfolios import Many, many
from ui.runs import Recalibrated, Run
from ui.to_come import table_of
from ui.train_settings import SPECS
from ui.workspace import BudgetFile, Workspace

SESSION = "session"

BUSY = "Work of yours is running. Wait for it, or cancel it, and open the capsule then."


@dataclass(frozen=True, eq=False)
class KeptFile:
    """The file in hand as it travels: it is read again from its bytes.

    Attributes:
        data: Its bytes.
        filename: Its name.
        title: What it is called.
        synthetic: Whether it was made up by a script.
        recipe: All that was decided about it.
    """

    data: bytes = field(repr=False)
    filename: str
    title: str
    synthetic: bool
    recipe: Recipe

    def read(self) -> Loaded:
        """The file as it was understood when it was kept.

        Raises:
            LookbackError: If it can't be read so here.
        """
        recipe = self.recipe
        origin = Origin(
            self.filename, self.title, self.synthetic, recipe.unit, recipe.numbers, recipe.csv
        )
        table = open_table(self.data, self.filename, recipe.choices)
        ahead = table_of(recipe.ahead)
        return take(self.data, table, origin, recipe.choices, recipe.events, ahead)


@dataclass(frozen=True, eq=False)
class KeptSession:
    """All of a workspace but its runs, which are parts of their own.

    Attributes:
        file: The file in hand.
        settings: Values chosen on Train.
        runs: Parts that are runs, oldest first.
        selected: Id of the run in view.
        measure: The measure that decides.
        budgets: See `Workspace`.
        budget_files: See `Workspace`; by "" one of which it is not known what series it is for.
        portfolio: All series of the file as they were forecast.
    """

    file: KeptFile | None
    settings: dict[str, Any]
    runs: tuple[str, ...]
    selected: str = ""
    measure: str = "mae"
    budgets: dict[tuple[str, str], Mapping[pd.Timestamp, float]] = field(default_factory=dict)
    budget_files: dict[str, BudgetFile] = field(default_factory=dict, repr=False)
    portfolio: KeptPortfolio | None = None


REGISTRY = capsule.CORE.with_types(
    (KeptSession, KeptFile, Run, Recalibrated, KeptPortfolio, PortfolioPlan, ChunkResult, Failure)
)


@dataclass(frozen=True, eq=False)
class Opened:
    """A session out of its capsule, read and checked: taking it on can't fail any more.

    Attributes:
        session: What was kept.
        loaded: The file in hand.
        many: All series of it; None where no portfolio was kept.
        runs: The runs, oldest first.
        words: What is in it, for people.
        made: When it was saved.
    """

    session: KeptSession
    loaded: Loaded | None
    many: Many | None
    runs: tuple[Run, ...]
    words: str
    made: datetime


def in_words(workspace: Workspace) -> str:
    """What a workspace holds: "Airline passengers, monthly, 2 runs"."""
    loaded, runs, series = workspace.loaded, workspace.runs, workspace.portfolio
    parts = [] if loaded is None else [loaded.origin.title, loaded.reading.series.frequency.name]
    parts.append(counted(len(runs), "run") if runs else "no runs")
    if series is not None and series.job is not None:
        parts.append(f"a portfolio of {counted(len(series.panel), 'series', 'series')}")
    return ", ".join(parts)


def holds(workspace: Workspace) -> bool:
    """Whether a workspace has something that would be missed."""
    return workspace.loaded is not None or bool(workspace.runs)


def too_large(workspace: Workspace) -> str:
    """Why a workspace can't be kept in one file, as a sentence; "" if it can."""
    loaded = workspace.loaded
    size = workspace.size
    if loaded is not None:
        # Of the file its bytes are kept, and nothing that was made of them.
        size += len(loaded.data) - loaded.size
    if workspace.portfolio is not None:
        # Of its series what came of them is kept, and not they themselves.
        job = workspace.portfolio.job
        size += (0 if job is None else job.parts.size) - workspace.portfolio.size
    names = ("LOOKBACK_MAX_UPLOAD_MB", "LOOKBACK_MAX_UNPACKED_MB")
    most = min(map(environment.number, names))
    if size <= most * 1_000_000:
        return ""
    return (
        f"This session comes to {number(size / 1e6, ',.0f')} MB; a capsule holds at most {most} MB "
        "on this server. Delete runs that are not needed, on Compare under Runs, to save the rest."
    )


def is_capsule(data: bytes, filename: str) -> bool:
    """Whether a file is to be opened as a session and not read as a table."""
    return filename.lower().endswith(capsule.ENDING) or capsule.is_capsule(data)


def keep(workspace: Workspace, made: datetime) -> bytes:
    """A workspace as the bytes of a capsule.

    Raises:
        LimitError: If it is larger than this server would open again.
    """
    loaded = workspace.loaded
    runs = {f"run-{place}": run for place, run in enumerate(workspace.runs, start=1)}
    file = None
    if loaded is not None:
        origin = loaded.origin
        file = KeptFile(
            loaded.data, origin.filename, origin.title, origin.synthetic, loaded.decided
        )
    session = KeptSession(
        file,
        workspace.settings,
        tuple(runs),
        workspace.selected,
        workspace.measure,
        workspace.budgets,
        workspace.budget_files,
        None if workspace.portfolio is None else workspace.portfolio.kept(),
    )
    parts = {SESSION: session, **runs}
    return capsule.write(Capsule(parts, in_words(workspace), made), REGISTRY)


def open_kept(data: bytes) -> Opened:
    """What a capsule holds, checked to the end: the file is read again, every verdict is made.

    Raises:
        LookbackError: Saying what is wrong; nothing was changed.
    """
    found = capsule.read(data, REGISTRY)
    session = found.parts.get(SESSION)
    if not isinstance(session, KeptSession):
        raise damaged("it holds no session")
    if set(found.parts) != {SESSION, *session.runs} or len(set(session.runs)) < len(session.runs):
        raise damaged("it does not hold exactly the runs it names")
    runs = []
    for name in session.runs:
        run = found.parts[name]
        if not isinstance(run, Run):
            raise damaged(f"{name} is no run")
        _check_run(run, name)
        runs.append(run)
    if len({run.id for run in runs}) < len(runs):
        raise damaged("two of its runs are the same")
    if session.measure not in MEASURES or not MEASURES[session.measure].decides:
        raise damaged("no such measure can decide")
    _check_settings(session.settings)
    loaded = None
    if session.file is not None:
        try:
            loaded = session.file.read()
        except LookbackError as error:
            name = session.file.filename
            raise DataError(
                f"The file in the capsule, {name}, can't be read here: {error}"
            ) from error
    return Opened(session, loaded, _series(session, loaded), tuple(runs), found.words, found.made)


def _series(session: KeptSession, loaded: Loaded | None) -> Many | None:
    """All series of the file, if what was kept of them as a portfolio fits."""
    if session.portfolio is None:
        return None
    if loaded is None:
        raise damaged("its portfolio is of no file")
    try:
        series = many(loaded, None)
        session.portfolio.on(series.panel)
    except LookbackError as error:
        raise damaged(f"of its portfolio: {str(error).rstrip('.')}") from error
    return series


def _check_run(run: Run, name: str) -> None:
    """Refuse a run whose parts do not fit together; pages would stumble over it."""
    if run.measure not in MEASURES or not MEASURES[run.measure].decides:
        raise damaged(f"no such measure can decide in {name}")
    try:
        soundness.check_training(run.training)
        soundness.check(run.trained)
        for model, ranges in run.recalibrated.items():
            soundness.check_forecast(ranges.forecast, run.trained.training)
            soundness.check_backtest(ranges.past, run.trained.training)
            if model not in run.trained.forecasts:
                raise damaged(f"ranges in {name} are of no model")
        for answer in run.answers:
            soundness.check_answer(answer, run.trained.training)
        from_json(run.papers.get(RECIPE, b""))
        with using(run.training.ts.numbers):
            _ = run.verdict, run.size
    except LookbackError:
        raise
    # What else does not fit together shows itself in computing what every page computes.
    except Exception as error:
        raise damaged(f"the parts of {name} don't fit together") from error


def _check_settings(settings: Mapping[str, Any]) -> None:
    specs = {about.name: spec for spec in SPECS for about in describe(spec)}
    for name, value in settings.items():
        if name not in specs:
            raise damaged(f"it has a setting {quoted(name)} that is not known here")
        try:
            specs[name](**{name: value})
        # What is no number can't even be compared with its bounds.
        except (LookbackError, TypeError, ValueError) as error:
            raise damaged(f"its setting {quoted(name)} can't be {quoted(str(value))}") from error


def put_back(workspace: Workspace, opened: Opened, folder: PortfolioFolder | None = None) -> str:
    """Take a session on in place of what a workspace has.

    Args:
        workspace: What takes it on.
        opened: The session.
        folder: Where its portfolio was worked on when its process ended, to go on there.

    Returns:
        What was left out, as a sentence; "" if nothing was.

    Raises:
        LimitError: If work is running, whose result would belong to nothing any more.
    """
    if workspace.running is not None:
        raise LimitError(BUSY)
    most = environment.number("LOOKBACK_MAX_RUNS")
    session, runs = opened.session, list(opened.runs[-most:])
    workspace.take_on(opened.loaded, session.settings)
    workspace.resume(runs, session.selected, session.measure)
    workspace.take_on_portfolio(opened.many, session.portfolio, folder)
    workspace.budgets = dict(session.budgets)
    workspace.budget_files = {}
    for series, file in session.budget_files.items():
        if series:
            workspace.budget_files[series] = file
        elif (run := workspace.run()) is not None:
            # Of schema 1: it was offered with whatever series was in view.
            workspace.give_budget_file(run.training.ts, file)
    left = len(opened.runs) - len(runs)
    if not left:
        return ""
    return f"This server keeps {most} runs; {counted(left, 'older run')} stayed in the file."
