"""A file that was read: where it came from, what was decided about it, what follows from that."""

import hashlib
from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd

from core import environment
from core.errors import LimitError
from core.events import Event, fitting
from core.first_look import first_look
from core.forecaster import Forecast
from core.number_style import CsvStyle, NumberStyle, using
from core.profile import Facts, Recommended, facts, recommend
from core.reading import Choices, Reading, Table, interpret
from core.recipe import Recipe, to_json
from core.timeseries import TimeSeries
from core.treated import treated
from core.treatment import Treatment
from core.wording import number
from core.written_receipt import to_text
from ui.sizes import memory
from ui.to_come import driven, listed, told

Papers = dict[str, bytes]
"""Files that say how a series came about, by name; none where nobody's file is behind it."""

RECIPE, RECEIPT = "recipe.json", "receipt.txt"
"""Their names."""


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
    """A file that was read, how it was understood, and a first look.

    Attributes:
        origin: Where it came from.
        data: Its bytes.
        table: The file as text.
        choices: What was decided about reading and repairing it.
        reading: The series with its receipt; events are on the series.
        facts: What is known about the series.
        recommended: Settings that suit it.
        look: The first look, None if there is none.
        ahead: Values to come of drivers as somebody typed them, a column for each, by date.
        dropped: Events whose dates this reading does not have.
        forgotten: Whether values to come were typed for another series or frequency.
    """

    origin: Origin
    data: bytes = field(repr=False)
    table: Table
    choices: Choices
    reading: Reading
    facts: Facts
    recommended: Recommended
    look: Forecast | None
    ahead: pd.DataFrame | None = field(default=None, repr=False)
    dropped: tuple[Event, ...] = ()
    forgotten: bool = False

    @property
    def decided(self) -> Recipe:
        """What was decided about the file."""
        origin = self.origin
        events = self.reading.series.events
        return Recipe(
            self.choices, origin.unit, events, origin.numbers, origin.csv, listed(self.ahead)
        )

    @property
    def recipe(self) -> bytes:
        """What was decided about the file, as `core.recipe` writes it."""
        return to_json(self.decided, self.reading.receipt, self.origin.filename)

    @property
    def papers(self) -> Papers:
        """What goes with every table that is taken away."""
        return {RECIPE: self.recipe, RECEIPT: to_text(self.reading, self.origin.filename)}

    @cached_property
    def fingerprint(self) -> str:
        """What tells its bytes from those of any other file."""
        return hashlib.sha256(self.data).hexdigest()

    def proposed(self, horizon: int | None = None, lookback: int | None = None) -> Recommended:
        """Settings that suit it where these are chosen; see `core.profile.recommend`."""
        if horizon is None and lookback is None:
            return self.recommended
        return _recommended(self.reading.series, horizon, lookback)

    @cached_property
    def size(self) -> int:
        """Bytes of memory it takes; asked for whenever somebody opens a page."""
        series = self.reading.series
        parts = [self.data, self.table.frame, self.table.lines, series.y]
        if series.drivers is not None:
            parts.append(series.drivers.table)
        return memory(*parts)

    def series(self, horizon: int) -> TimeSeries:
        """The series with all that drives it: columns, values to come, holidays.

        Args:
            horizon: Steps to forecast.
        """
        return driven(self.reading.series, self.choices, self.ahead, horizon)

    def to_come(self, horizon: int) -> pd.DataFrame:
        """Values to come of the drivers known ahead, as far as they are known.

        Returns:
            Shape (horizon, drivers); no columns if no driver is known ahead.
        """
        series = self.reading.series
        drivers = told(series.drivers, self.ahead)
        future = series.future_index(horizon)
        if drivers is None:
            return pd.DataFrame(index=future)
        ahead = [driver.name for driver in drivers.kinds if driver.known_ahead]
        return drivers.table.reindex(future)[ahead]

    def written(self, origin: Origin) -> "Loaded":
        """The same values written otherwise: no model and no setting depends on that."""
        reading = self.reading
        if origin.numbers != self.origin.numbers:
            # The receipt and the notes are sentences with numbers in them.
            reading = interpret(self.table, self.choices, origin.numbers)
        series = _said(self.reading.series, reading, origin)
        return replace(self, origin=origin, reading=replace(reading, series=series))

    def changed(
        self, series: TimeSeries | None = None, ahead: pd.DataFrame | None = None
    ) -> "Loaded":
        """The same values with other events, or with other values to come."""
        series = self.reading.series if series is None else series
        ahead = self.ahead if ahead is None else ahead
        recommended = _recommended(series)
        return replace(
            self,
            reading=replace(self.reading, series=series),
            recommended=recommended,
            look=_look(series, self.choices, ahead, recommended.horizon),
            ahead=ahead,
            dropped=(),
            forgotten=False,
        )

    def without_ahead(self) -> "Loaded":
        """The same without the values to come: they were typed for something else."""
        look = _look(self.reading.series, self.choices, None, self.recommended.horizon)
        return replace(self, look=look, ahead=None, forgotten=True)


def take(
    data: bytes,
    table: Table,
    origin: Origin,
    choices: Choices,
    events: tuple[Event, ...] = (),
    ahead: pd.DataFrame | None = None,
) -> Loaded:
    """Understand a table with what was decided about it.

    Args:
        data: The file's bytes.
        table: The file as text.
        origin: Where it came from.
        choices: How it is read and repaired.
        events: What was marked on its series.
        ahead: Values to come that were typed.

    Raises:
        DataError, LimitError, SettingError: Saying where and what to do.
    """
    reading = interpret(table, choices, origin.numbers)
    series = _said(reading.series, reading, origin)
    kept, dropped = fitting(events, series.index, series.frequency)
    series = replace(series, events=kept)
    with using(series.numbers):
        recommended = _recommended(series)
        loaded = Loaded(
            origin,
            data,
            table,
            choices,
            replace(reading, series=series),
            facts(reading),
            recommended,
            _look(series, choices, ahead, recommended.horizon),
            ahead,
            dropped,
        )
    most = environment.number("LOOKBACK_SESSION_MB")
    if loaded.size > most * 1_000_000:
        raise LimitError(
            f"This file takes {number(loaded.size / 1e6, ',.0f')} MB of memory; this server keeps "
            f"at most {most} MB for one person. Use a shorter file or fewer columns."
        )
    return loaded


def _said(series: TimeSeries, reading: Reading, origin: Origin) -> TimeSeries:
    """The series with the unit and the number style that were chosen, else those of its file."""
    found = reading.style
    return replace(
        series,
        unit=found.unit if origin.unit is None else origin.unit,
        numbers=origin.numbers or found.numbers,
    )


def _recommended(
    series: TimeSeries, horizon: int | None = None, lookback: int | None = None
) -> Recommended:
    # Which weekdays are closed is judged in each fold: all of the series would tell its future.
    return recommend(treated(replace(series, treatment=Treatment())).ts, horizon, lookback)


def _look(
    series: TimeSeries, choices: Choices, ahead: pd.DataFrame | None, horizon: int
) -> Forecast | None:
    return first_look(driven(series, choices, ahead, horizon), horizon)
