"""What one person has: data, settings, runs and the running job. Typed, and without Streamlit."""

import sys
import threading
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from core import environment
from core.anomalies import Suggestion, suggest
from core.drivers import Drivers
from core.engine.client import Engine
from core.engine.jobs import Job, State
from core.errors import LimitError, LookbackError
from core.events import Event, check, fitting
from core.first_look import first_look
from core.folds import RollingOrigin
from core.forecaster import Forecast
from core.holiday_calendar import HolidayEffect, holiday_drivers, holiday_effect
from core.models import Practised, Recurrent
from core.number_style import DEFAULT, CsvStyle, NumberStyle, using
from core.profile import Facts, Recommended, facts, recommend
from core.progress import Progress
from core.reading import Choices, Reading, Table, interpret, open_table
from core.recipe import Recipe, to_json
from core.settings import describe
from core.timeseries import TimeSeries
from core.training import Budget, Trained, Training
from core.treated import treated
from core.verdict import Verdict, verdict
from core.wording import number

_DEFAULTS = {
    about.name: about.default
    for spec in (Recurrent, Practised, RollingOrigin, Budget)
    for about in describe(spec)
}


@dataclass(frozen=True, eq=False)
class Run:
    """One finished training.

    Attributes:
        id: The job's id.
        number: 1 for the first of its workspace.
        training: What was asked for.
        trained: What came of it.
        curves: Reports of the epochs, by network and fold.
        recipe: How the file was read and repaired, as `core.recipe` writes it.
    """

    id: str
    number: int
    training: Training
    trained: Trained
    curves: dict[str, dict[int, list[Progress]]]
    recipe: bytes = field(repr=False)

    @property
    def verdict(self) -> Verdict:
        """Who won, in words."""
        training = self.training
        network, here = training.recommended, training.network.name
        return verdict(self.trained.backtest, network, unit=training.ts.unit, here=here)

    @property
    def label(self) -> str:
        """What tells it from other runs: "Run 2: LSTM, window 24, 60 epochs, Passengers"."""
        network = self.training.network
        return (
            f"Run {self.number}: {network.name}, window {network.lookback}, "
            f"{network.epochs} epochs, {self.training.ts.name}"
        )


@dataclass(frozen=True)
class Origin:
    """Where a file came from.

    Attributes:
        filename: Its name.
        title: What to call it.
        synthetic: Whether it was made up by a script.
        unit: Unit of its values, if somebody said; `None` leaves it to the file.
        numbers: How its values are written, likewise.
        csv: How they are written into CSV files; `None` for what goes with `numbers`.
    """

    filename: str
    title: str
    synthetic: bool
    unit: str | None = None
    numbers: NumberStyle | None = None
    csv: CsvStyle | None = None


@dataclass(frozen=True, eq=False)
class Loaded:
    """A file that was read, how it was understood, and a first look; `size` in bytes.

    `dropped` are events whose dates another reading does not have.
    """

    origin: Origin
    data: bytes = field(repr=False)
    table: Table
    choices: Choices
    reading: Reading
    facts: Facts
    recommended: Recommended
    look: Forecast | None
    size: int
    dropped: tuple[Event, ...] = ()

    @property
    def recipe(self) -> bytes:
        """What was decided about the file, as `core.recipe` writes it."""
        series = self.reading.series
        return to_json(
            Recipe(
                self.choices,
                self.origin.unit,
                series.events,
                self.origin.numbers,
                self.origin.csv,
            ),
            self.reading.receipt,
            self.origin.filename,
        )


def _said(series: TimeSeries, reading: Reading, origin: Origin) -> TimeSeries:
    """The series with the unit and the number style that were chosen, else those of its file."""
    found = reading.style
    return replace(
        series,
        unit=found.unit if origin.unit is None else origin.unit,
        numbers=origin.numbers or found.numbers,
    )


def _bytes(*parts: object) -> int:
    """Memory these take; pandas objects count their text too."""
    return sum(sys.getsizeof(part) for part in parts)


def _driven(
    series: TimeSeries, choices: Choices, ahead: pd.DataFrame | None, horizon: int
) -> TimeSeries:
    """A series with its drivers: those of the file, values to come as told, holidays."""
    drivers = _told(series.drivers, ahead)
    if choices.holidays:
        country, _, region = choices.holidays.partition("/")
        days = holiday_drivers(series, country, region, horizon)
        drivers = days if drivers is None else drivers.joined(days)
    return replace(series, drivers=drivers)


def _told(drivers: Drivers | None, ahead: pd.DataFrame | None) -> Drivers | None:
    """Drivers with the values to come that a person typed, which count more than the file's."""
    if drivers is None or ahead is None:
        return drivers
    said = ahead.reindex(columns=drivers.table.columns).dropna(how="all")
    if said.empty:
        return drivers
    dates = pd.DatetimeIndex(drivers.table.index)
    index = pd.date_range(dates[0], max(dates[-1], said.index[-1]), freq=dates.freq)
    table = said.reindex(index).combine_first(drivers.table.reindex(index))
    return replace(drivers, table=table[drivers.table.columns].set_axis(index, axis="index"))


@dataclass(eq=False)
class Workspace:
    """One person's data, settings, runs and job. Two tabs of one browser share it.

    Attributes:
        loaded: The file in hand; it stays until another one was read without error.
        settings: Values chosen on Train, by setting name; what is not in it is the default.
        runs: Finished trainings, oldest first.
        job: The newest job, running or over.
        selected: Id of the run that Compare and Forecast show.
        generation: Counts new files and resets; widgets start afresh with each.
    """

    loaded: Loaded | None = None
    settings: dict[str, Any] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)
    job: Job | None = None
    selected: str = ""
    generation: int = 0
    _before: list[Choices] = field(default_factory=list, repr=False)
    _ahead: pd.DataFrame | None = field(default=None, repr=False)
    _holidays: tuple[TimeSeries, str, HolidayEffect] | None = field(default=None, repr=False)
    _recipe: bytes = field(default=b"", repr=False)
    _count: int = 0
    _odd: tuple[pd.Series, tuple[Suggestion, ...]] | None = field(default=None, repr=False)
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
        table = open_table(data, filename)
        origin = Origin(filename, title or filename, synthetic, unit or None)
        told, self._ahead = self._ahead, None
        try:
            self._take(data, table, origin, Choices())
        except LookbackError:
            self._ahead = told
            raise
        self._before = []

    def reread(self, choices: Choices) -> None:
        """Understand the same file with other choices; if that fails, nothing changes.

        Another sheet, encoding, delimiter, heading or layout makes another table of it, for which
        the choices of columns do not hold; nor does a heading for another sheet.

        Raises:
            DataError, LimitError, SettingError: Saying where and what to do.
        """
        if self.loaded is None:
            return
        old = self.loaded
        if choices.opening != old.choices.opening:
            if choices.sheet != old.choices.sheet:
                choices = Choices(sheet=choices.sheet)
            choices = choices.opening
        self._reread(choices, old.origin, old.reading.series.events)
        self._before.append(old.choices)

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
    def undoable(self) -> bool:
        """Whether a choice about the file can be taken back."""
        return bool(self._before)

    def undo(self) -> None:
        """Take the last choice about the file back."""
        if self.loaded is not None and self._before:
            old = self.loaded
            self._reread(self._before[-1], old.origin, old.reading.series.events)
            self._before.pop()

    def apply(self, recipe: Recipe) -> None:
        """Read and repair the file in hand as another one was; if that fails, nothing changes.

        Raises:
            DataError, LimitError, SettingError: If the recipe does not fit the file.
        """
        if self.loaded is not None:
            old = self.loaded
            said = replace(old.origin, unit=recipe.unit, numbers=recipe.numbers, csv=recipe.csv)
            self._reread(recipe.choices, said, recipe.events)
            self._before.append(old.choices)

    def _reread(self, choices: Choices, origin: Origin, events: tuple[Event, ...]) -> None:
        assert self.loaded is not None
        old, table = self.loaded, self.loaded.table
        if choices.opening != old.choices.opening:
            table = open_table(old.data, origin.filename, choices)
        self._take(old.data, table, origin, choices, events)

    def set_unit(self, unit: str) -> None:
        """Name the unit of the values; "" for none."""
        if self.loaded is not None:
            self._say(replace(self.loaded.origin, unit=unit))

    def set_numbers(self, numbers: NumberStyle) -> None:
        """Choose how numbers are written, on pages and, unless that was chosen, in CSV files."""
        if self.loaded is not None:
            self._say(replace(self.loaded.origin, numbers=numbers))

    def set_csv(self, csv: CsvStyle) -> None:
        """Choose how CSV files are written."""
        if self.loaded is not None:
            self._say(replace(self.loaded.origin, csv=csv))

    def _say(self, origin: Origin) -> None:
        """Write the same values otherwise: no model and no setting depends on that."""
        assert self.loaded is not None
        old = self.loaded
        reading = old.reading
        if origin.numbers != old.origin.numbers:
            # The receipt and the notes are sentences with numbers in them.
            reading = interpret(old.table, old.choices, origin.numbers)
            self._odd = None
        series = _said(old.reading.series, reading, origin)
        self.loaded = replace(old, origin=origin, reading=replace(reading, series=series))

    def series(self, horizon: int) -> TimeSeries:
        """The series to train on: with its drivers, the values to come that were typed, holidays.

        Args:
            horizon: Steps to forecast.
        """
        assert self.loaded is not None
        reading, choices = self.loaded.reading, self.loaded.choices
        return _driven(reading.series, choices, self._ahead, horizon)

    def holiday_effect(self) -> HolidayEffect:
        """What the public holidays chosen do to the series; learned once for each reading."""
        assert self.loaded is not None
        series, chosen = self.loaded.reading.series, self.loaded.choices.holidays or ""
        known = self._holidays
        if known is None or known[0] is not series or known[1] != chosen:
            country, _, region = chosen.partition("/")
            known = series, chosen, holiday_effect(treated(series).ts, country, region)
            self._holidays = known
        return known[2]

    def say_ahead(self, values: pd.DataFrame) -> None:
        """Take on values to come of drivers known ahead.

        Args:
            values: Shape (steps, drivers), a column for each driver, stamps after the series;
                NaN where nothing is said.
        """
        self._ahead = values
        if self.loaded is not None:
            self._change(self.loaded.reading.series)

    def to_come(self, horizon: int) -> pd.DataFrame:
        """Values to come of the drivers known ahead, as far as they are known.

        Returns:
            Shape (horizon, drivers); no columns if no driver is known ahead.
        """
        assert self.loaded is not None
        series = self.loaded.reading.series
        drivers = _told(series.drivers, self._ahead)
        future = series.future_index(horizon)
        if drivers is None:
            return pd.DataFrame(index=future)
        ahead = [driver.name for driver in drivers.kinds if driver.known_ahead]
        return drivers.table.reindex(future)[ahead]

    def mark(self, event: Event) -> None:
        """Mark an event on the series; the first look and the defaults follow it.

        Raises:
            DataError: If it lies outside the series or overlaps another.
        """
        if self.loaded is not None:
            series = self.loaded.reading.series
            check(event, series.events, series.index, series.frequency)
            marked = sorted((*series.events, event), key=lambda each: each.first)
            self._change(replace(series, events=tuple(marked)))

    def unmark(self, event: Event) -> None:
        """Take an event back."""
        if self.loaded is not None:
            series = self.loaded.reading.series
            left = tuple(each for each in series.events if each != event)
            self._change(replace(series, events=left))

    def suggestions(self) -> tuple[Suggestion, ...]:
        """What looks odd in the series and is not marked yet; looked for once for each reading."""
        if self.loaded is None:
            return ()
        series = self.loaded.reading.series
        if self._odd is None or self._odd[0] is not series.y:
            self._odd = (series.y, suggest(series))
        return tuple(
            each
            for each in self._odd[1]
            if fitting((*series.events, each.event), series.index, series.frequency)[1] == ()
        )

    def _change(self, series: TimeSeries) -> None:
        """Take on the same values with other events."""
        assert self.loaded is not None
        old = self.loaded
        recommended = recommend(treated(series).ts)
        self.loaded = replace(
            old,
            reading=replace(old.reading, series=series),
            recommended=recommended,
            look=self._look(series, old.choices, recommended.horizon),
            dropped=(),
        )

    def _look(self, series: TimeSeries, choices: Choices, horizon: int) -> Forecast | None:
        return first_look(_driven(series, choices, self._ahead, horizon), horizon)

    def _take(
        self,
        data: bytes,
        table: Table,
        origin: Origin,
        choices: Choices,
        events: tuple[Event, ...] = (),
    ) -> None:
        reading = interpret(table, choices, origin.numbers)
        series = _said(reading.series, reading, origin)
        kept, dropped = fitting(events, series.index, series.frequency)
        reading = replace(reading, series=replace(series, events=kept))
        size = _bytes(data, table.frame, reading.series.y)
        most = environment.number("LOOKBACK_SESSION_MB")
        if size > most * 1_000_000:
            raise LimitError(
                f"This file takes {number(size / 1e6, ',.0f')} MB of memory; this server keeps at "
                f"most {most} MB for one person. Use a shorter file or fewer columns."
            )
        with using(reading.series.numbers):
            recommended = recommend(treated(reading.series).ts)
            self.loaded = Loaded(
                origin,
                data,
                table,
                choices,
                reading,
                facts(reading),
                recommended,
                self._look(reading.series, choices, recommended.horizon),
                size,
                dropped,
            )
        # Defaults follow the data: what was chosen for another series would not fit this one.
        self.reset()

    @property
    def size(self) -> int:
        """Bytes of the file in hand and of the runs."""
        runs = sum(
            _bytes(
                run.training.ts.y,
                run.trained.backtest.predictions,
                *(forecast.residuals for forecast in run.trained.forecasts.values()),
            )
            for run in self.runs
        )
        return runs + (self.loaded.size if self.loaded is not None else 0)

    @property
    def running(self) -> Job | None:
        """The job that is waiting or running."""
        return self.job if self.job is not None and not self.job.over else None

    def start(self, engine: Engine, training: Training) -> None:
        """Have the engine train.

        Raises:
            LimitError: If this person's job, or the server's most, are running already.
            SeriesTooShort: If the series is too short for the settings.
        """
        with self._lock:
            if self.running is not None:
                raise LimitError(
                    "A training of yours is running already. Wait for it, or cancel it first."
                )
            self.job = engine.submit(training)
            self._recipe = self.loaded.recipe if self.loaded is not None else b""

    def adopt(self) -> Run | None:
        """Turn a job that has just been done into a run; the run, the first time only."""
        with self._lock:
            job = self.job
            if job is None or job.state is not State.DONE or job.result is None:
                return None
            if any(run.id == job.id for run in self.runs):
                return None
            self._count += 1
            run = Run(
                job.id, self._count, job.result.training, job.result, job.curves, self._recipe
            )
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

    def reset(self) -> None:
        """All settings back to their defaults."""
        self.settings = {}
        self.generation += 1
