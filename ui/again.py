"""A run started again: its settings on Train, and its file read as it was then."""

from dataclasses import replace
from typing import Any, Literal

from core import environment
from core.models import Practised
from core.recipe import Recipe, from_json
from core.settings import describe
from core.training import Training
from ui.holdings import RECIPE, Loaded
from ui.runs import Run
from ui.workspace import Workspace

Data = Literal["same", "otherwise", "another"]
"""What is in hand beside what a run was trained on: the same file read the same way, the same file
read otherwise, another file."""


def data_in_hand(run: Run, loaded: Loaded) -> Data:
    """How the file in hand stands to that of a run."""
    if not run.file or run.file != loaded.fingerprint:
        return "another"
    return "same" if read_alike(run, loaded) else "otherwise"


def read_alike(run: Run, loaded: Loaded) -> bool:
    """Whether the file in hand is read and repaired as that of a run was."""
    then, now = (_decided(from_json(recipe)) for recipe in (run.papers[RECIPE], loaded.recipe))
    return then == now


def take_up(workspace: Workspace, run: Run) -> None:
    """Put a run's settings into Train, after reading the file in hand as it was, if it is the same.

    How numbers are written and the name of the unit stay as they are. The epochs are those that
    were trained, without a time budget: so the same settings give the same forecast again.

    Raises:
        DataError, LimitError, SettingError: If the file can't be read so any more.
    """
    assert workspace.loaded is not None
    if data_in_hand(run, workspace.loaded) == "otherwise":
        recipe, origin = from_json(run.papers[RECIPE]), workspace.loaded.origin
        workspace.apply(replace(recipe, unit=origin.unit, numbers=origin.numbers, csv=origin.csv))
    workspace.prefer(settings(run.trained.training))


def settings(training: Training) -> dict[str, Any]:
    """What was set on Train for it, by setting name."""
    practised = [each for each in training.networks if isinstance(each, Practised)]
    specs = (training.network, *practised, training.plan)
    found = {about.name: getattr(spec, about.name) for spec in specs for about in describe(spec)}
    most = environment.number("LOOKBACK_MAX_EPOCHS")
    return found | {"budget_s": 0, "epochs": min(found["epochs"], most)}


def _decided(recipe: Recipe) -> Recipe:
    """What of a recipe changes the series: all but how it is written."""
    return replace(recipe, unit=None, numbers=None, csv=None)
