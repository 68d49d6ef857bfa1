"""The file in hand: read, changed, changed back."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from core.events import KINDS, Event, check
from core.number_style import DEFAULT, CsvStyle, NumberStyle
from core.reading import Choices, open_table
from core.recipe import Recipe
from ui import changes
from ui.changes import Change
from ui.holdings import Loaded, Origin, take
from ui.noticed import Noticed
from ui.to_come import table_of


@dataclass(eq=False)
class InHand(Noticed):
    """The file in hand, and every change to it."""

    _changes: list[Change] = field(default_factory=list, repr=False)

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

    def take_on(self, loaded: Loaded | None, settings: Mapping[str, Any]) -> None:
        """Have another file in hand, read already, with settings for it; None for no file."""
        self.loaded = loaded
        self._changes = []
        self.prefer(settings)

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
