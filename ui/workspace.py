"""What one person has: data, settings, runs and the running job. Typed, and without Streamlit."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from core import environment
from core.anomalies import Suggestion, suggest
from core.engine.client import Engine
from core.engine.jobs import Job, State
from core.errors import LimitError
from core.events import KINDS, Event, check, fitting
from core.folds import RollingOrigin
from core.holiday_calendar import HolidayEffect, holiday_effect
from core.models import Practised, Recurrent
from core.number_style import DEFAULT, CsvStyle, NumberStyle
from core.reading import Choices, open_table
from core.recipe import Recipe
from core.settings import describe
from core.timeseries import TimeSeries
from core.training import Budget, Request, Trained
from core.treated import treated
from ui import changes
from ui.changes import Change
from ui.holdings import Loaded, Origin, Papers, table_of, take
from ui.runs import MEASURE, Run

_DEFAULTS = {
    about.name: about.default
    for spec in (Recurrent, Practised, RollingOrigin, Budget)
    for about in describe(spec)
}
LONGEST_NAME = 60
"""Characters of a run's name that are kept."""


@dataclass(eq=False)
class Workspace:
    """One person's data, settings, runs and job. Two tabs of one browser share it.

    Attributes:
        loaded: The file in hand; it stays until another one was read without error.
        settings: Values chosen on Train, by setting name; what is not in it is the default.
        runs: Finished trainings, oldest first.
        job: The newest job, running or over.
        selected: Id of the run that Compare and Forecast show.
        measure: The measure that decides who won, in every run.
        budgets: Amounts to be met that were typed, by series and kind of budget, then by date.
        budget_file: Name and bytes of a file that holds some.
        deleted: The run deleted last and its place, as long as it can be had back.
        generation: Counts new files and resets; widgets start afresh with each.
    """

    loaded: Loaded | None = None
    settings: dict[str, Any] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)
    job: Job | None = None
    selected: str = ""
    measure: str = MEASURE
    budgets: dict[tuple[str, str], Mapping[pd.Timestamp, float]] = field(default_factory=dict)
    budget_file: tuple[str, bytes] | None = field(default=None, repr=False)
    deleted: tuple[int, Run] | None = None
    generation: int = 0
    _changes: list[Change] = field(default_factory=list, repr=False)
    _holidays: tuple[TimeSeries, str, HolidayEffect] | None = field(default=None, repr=False)
    _papers: Papers = field(default_factory=dict, repr=False)
    _file: str = ""
    _about: str = ""
    _adopted: str = ""
    _count: int = 0
    _odd: tuple[TimeSeries, tuple[Suggestion, ...]] | None = field(default=None, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def load(
        self,
        data: bytes,
        filename: str,
        title: str = "",
        *,
        unit: str = "",
        synthetic: bool = False,
    ) -> None:
        """Read a file and take it on; if that fails, everything stays as it was.

        Args:
            data: The file's bytes.
            filename: Its name, for its ending and for messages.
            title: What to call it; the file's name if empty.
            unit: Unit of its values, where it is known; else as the file has it.
            synthetic: Whether it was made up by a script.

        Raises:
            DataError, LimitError: Saying where and what to do.
        """
        origin = Origin(filename, title or filename, synthetic, unit or None)
        self.loaded = take(data, open_table(data, filename), origin, Choices())
        self._changes = []
        # Defaults follow the data: what was chosen for another series would not fit this one.
        self.reset()

    def reread(self, choices: Choices) -> None:
        """Understand the same file with other choices; if that fails, nothing changes.

        Another sheet, encoding, delimiter, heading or layout makes another table of it, for which
        the choices of columns do not hold; nor does a heading for another sheet.

        Raises:
            DataError, LimitError, SettingError: Saying where and what to do.
        """
        if self.loaded is None:
            return
        old, what = self.loaded, changes.chosen(self.loaded, choices)
        if choices.opening != old.choices.opening:
            if choices.sheet != old.choices.sheet:
                choices = Choices(sheet=choices.sheet)
            choices = choices.opening
        self._reread(what, choices, old.origin, old.reading.series.events, old.ahead)

    @property
    def numbers(self) -> NumberStyle:
        """How numbers are written on every page."""
        return DEFAULT if self.loaded is None else self.loaded.reading.series.numbers

    @property
    def csv(self) -> CsvStyle:
        """How every CSV file is written."""
        chosen = None if self.loaded is None else self.loaded.origin.csv
        return chosen or self.numbers.csv

    @property
    def undoable(self) -> str:
        """What `undo` would take back, as in "unit"; "" if there is nothing."""
        return self._changes[-1].what if self._changes else ""

    def undo(self) -> None:
        """Take the last change to the file in hand back, and no other.

        Choices, an event, values to come, the unit, a style or a recipe: each is one change.
        """
        if self._changes:
            self._put(self._changes.pop().before)

    def apply(self, recipe: Recipe) -> None:
        """Read and repair the file in hand as another one was; if that fails, nothing changes.

        Raises:
            DataError, LimitError, SettingError: If the recipe does not fit the file.
        """
        if self.loaded is not None:
            old = self.loaded.origin
            said = replace(old, unit=recipe.unit, numbers=recipe.numbers, csv=recipe.csv)
            ahead = table_of(recipe.ahead)
            self._reread(changes.RECIPE, recipe.choices, said, recipe.events, ahead, given=True)

    def _reread(
        self,
        what: str,
        choices: Choices,
        origin: Origin,
        events: tuple[Event, ...],
        ahead: pd.DataFrame | None,
        given: bool = False,
    ) -> None:
        """Take the file on with other decisions.

        Values to come are forgotten where they were not `given` with these decisions and the
        series, its frequency or its drivers are others now.
        """
        assert self.loaded is not None
        old, table = self.loaded, self.loaded.table
        if choices.opening != old.choices.opening:
            table = open_table(old.data, origin.filename, choices)
        new = take(old.data, table, origin, choices, events, ahead)
        if ahead is not None and not given and not _same_drivers(old, new):
            new = new.without_ahead()
        self._change(what, new)

    def _change(self, what: str, new: Loaded) -> None:
        """Take on another state of the file in hand; the one before can be had back."""
        self._remember(what)
        self._put(new)

    def _remember(self, what: str) -> None:
        assert self.loaded is not None
        self._changes = [*self._changes[1 - changes.MOST :], Change(what, self.loaded)]

    def _put(self, new: Loaded) -> None:
        old = self.loaded
        self.loaded = new
        if old is None or not _same_series(old, new):
            # What was chosen for another series would not fit this one.
            self.settings = {}
        self.generation += 1

    def set_unit(self, unit: str) -> None:
        """Name the unit of the values; "" for none."""
        if self.loaded is not None:
            self._say(changes.UNIT, replace(self.loaded.origin, unit=unit))

    def set_numbers(self, numbers: NumberStyle) -> None:
        """Choose how numbers are written, on pages and, unless that was chosen, in CSV files."""
        if self.loaded is not None:
            self._say(changes.NUMBERS, replace(self.loaded.origin, numbers=numbers))

    def set_csv(self, csv: CsvStyle) -> None:
        """Choose how CSV files are written."""
        if self.loaded is not None:
            self._say(changes.CSV, replace(self.loaded.origin, csv=csv))

    def _say(self, what: str, origin: Origin) -> None:
        """Have values written otherwise; widgets stay as they are, with the cursor where it was."""
        assert self.loaded is not None
        self._remember(what)
        self.loaded = self.loaded.written(origin)

    def holiday_effect(self) -> HolidayEffect:
        """What the public holidays chosen do to the series; learned once for each reading."""
        assert self.loaded is not None
        series, chosen = self.loaded.reading.series, self.loaded.choices.holidays or ""
        known = self._holidays
        if known is None or known[0] is not series or known[1] != chosen:
            place = self.loaded.choices.place
            known = series, chosen, holiday_effect(treated(series).ts, *place)
            self._holidays = known
        return known[2]

    def say_ahead(self, values: pd.DataFrame) -> None:
        """Take on values to come of drivers known ahead.

        Args:
            values: Shape (steps, drivers), a column for each driver, stamps after the series;
                NaN where nothing is said.
        """
        if self.loaded is not None:
            said = values.dropna(how="all")
            if self.loaded.ahead is not None:
                said = said.combine_first(self.loaded.ahead)
            self._change(changes.AHEAD, self.loaded.changed(ahead=said))

    def mark(self, event: Event) -> None:
        """Mark an event on the series; the first look and the defaults follow it.

        Raises:
            DataError: If it lies outside the series or overlaps another.
        """
        if self.loaded is not None:
            series = self.loaded.reading.series
            check(event, series.events, series.index, series.frequency)
            marked = sorted((*series.events, event), key=lambda each: each.first)
            what = f"{_called(event)} marked"
            self._change(what, self.loaded.changed(replace(series, events=tuple(marked))))

    def unmark(self, event: Event) -> None:
        """Take an event back."""
        if self.loaded is not None:
            series = self.loaded.reading.series
            left = tuple(each for each in series.events if each != event)
            what = f"{_called(event)} removed"
            self._change(what, self.loaded.changed(replace(series, events=left)))

    def suggestions(self) -> tuple[Suggestion, ...]:
        """What looks odd in the series and is not marked yet; looked for once for each reading."""
        if self.loaded is None:
            return ()
        series = self.loaded.reading.series
        known = None if self._odd is None else self._odd[0]
        written = (series.unit, series.numbers)
        if known is None or known.y is not series.y or (known.unit, known.numbers) != written:
            self._odd = (series, suggest(series))
        assert self._odd is not None
        return tuple(
            each
            for each in self._odd[1]
            if fitting((*series.events, each.event), series.index, series.frequency)[1] == ()
        )

    @property
    def size(self) -> int:
        """Bytes of the file in hand, of the runs and of a budget's file."""
        runs = sum(run.size for run in self.runs)
        runs += 0 if self.budget_file is None else len(self.budget_file[1])
        if self.deleted is not None:
            runs += self.deleted[1].size
        return runs + (self.loaded.size if self.loaded is not None else 0)

    @property
    def running(self) -> Job | None:
        """The job that is waiting or running."""
        return self.job if self.job is not None and not self.job.over else None

    def start(self, engine: Engine, request: Request, about: str = "") -> None:
        """Have the engine work.

        Args:
            engine: Who does it.
            request: What is to be done.
            about: Id of the run that a question is about; none for a new training.

        Raises:
            LimitError: If this person's job, or the server's most, are running already.
            SeriesTooShort: If the series is too short for the settings.
        """
        with self._lock:
            if self.running is not None:
                raise LimitError(
                    "Work of yours is running already. Wait for it, or cancel it first."
                )
            self.job = engine.submit(request)
            self._about = about
            self._papers = self.loaded.papers if self.loaded is not None else {}
            self._file = self.loaded.fingerprint if self.loaded is not None else ""

    def asked(self, run: Run) -> Job | None:
        """The newest job, if it is a question about this run."""
        return self.job if self._about == run.id else None

    def adopt(self) -> Run | None:
        """Take in what a job has just given, once: a new run, or an answer about an earlier one.

        Returns:
            The run, if it is a new one.
        """
        with self._lock:
            job = self.job
            if job is None or job.state is not State.DONE or job.result is None:
                return None
            if job.id == self._adopted:
                return None
            self._adopted = job.id
            if not isinstance(job.result, Trained):
                for run in self.runs:
                    if run.id == self._about:
                        run.answers.append(job.result)
                return None
            self._count += 1
            trained = job.result
            run = Run(
                job.id,
                self._count,
                trained.training,
                trained,
                job.curves,
                self._papers,
                measure=self.measure,
                file=self._file,
            )
            self.deleted = None
            self.runs.append(run)
            del self.runs[: -environment.number("LOOKBACK_MAX_RUNS")]
            self.selected = run.id
            return run

    def run(self) -> Run | None:
        """The run that Compare and Forecast show: the one chosen, else the newest."""
        for run in self.runs:
            if run.id == self.selected:
                return run
        return self.runs[-1] if self.runs else None

    def decide(self, measure: str) -> None:
        """Have another measure decide who won, in the runs there are and in those to come."""
        with self._lock:
            self.measure = measure
            self.runs = [replace(run, measure=measure) for run in self.runs]

    def rename(self, run: Run, name: str) -> None:
        """Call a run something; "" for what it was trained with."""
        shown = " ".join(name.split())[:LONGEST_NAME]
        self.runs = [replace(each, name=shown) if each is run else each for each in self.runs]

    def delete(self, run: Run) -> None:
        """Forget a run; `restore` has the newest of those back until another is trained."""
        self.deleted = self.runs.index(run), run
        self.runs.remove(run)

    def restore(self) -> None:
        """Have back the run that was deleted last."""
        if self.deleted is not None:
            place, run = self.deleted
            self.runs.insert(place, run)
            self.selected, self.deleted = run.id, None

    def default(self, name: str) -> Any:
        """Default of a setting on Train: from the data where it decides, else the model's."""
        value = _DEFAULTS[name]
        if self.loaded is not None:
            value = getattr(self.loaded.recommended, name, value)
        if name == "epochs":
            return min(value, environment.number("LOOKBACK_MAX_EPOCHS"))
        return value

    def value(self, name: str) -> Any:
        """Value of a setting on Train: what was chosen, else its default."""
        return self.settings.get(name, self.default(name))

    def choose(self, name: str, value: Any) -> None:
        """Remember a setting; one that equals its default follows the default from then on."""
        if value == self.default(name):
            self.settings.pop(name, None)
        else:
            self.settings[name] = value

    def prefer(self, settings: Mapping[str, Any]) -> None:
        """Choose these settings, and the defaults for all others."""
        self.reset()
        for name, value in settings.items():
            self.choose(name, value)

    def reset(self) -> None:
        """All settings back to their defaults."""
        self.settings = {}
        self.generation += 1


def _called(event: Event) -> str:
    return "event" if event.kind == "other" else KINDS[event.kind].lower()


def _same_series(one: Loaded, other: Loaded) -> bool:
    """Whether two readings are of the same values at the same frequency."""
    first, second = one.reading.series, other.reading.series
    return (first.name, first.frequency) == (second.name, second.frequency)


def _same_drivers(one: Loaded, other: Loaded) -> bool:
    """Whether values to come that were typed for one reading hold for another."""
    kinds = [
        None if each.reading.series.drivers is None else each.reading.series.drivers.kinds
        for each in (one, other)
    ]
    return _same_series(one, other) and kinds[0] == kinds[1]
