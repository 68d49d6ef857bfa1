"""Turns of the calendar laid over each other: a seasonal plot."""

from dataclasses import dataclass, field

import pandas as pd

from core.profile.cycles import Cycle
from core.profile.deviations import Deviations, by_place, deviations
from core.profile.strength import likeness
from core.timeseries import TimeSeries
from core.wording import counted, number, with_unit

SHOWN = 12
"""Newest turns that are drawn."""

# Newest whole turns whose shapes are compared.
_COMPARED = 500
# Correlations of a turn with the others, from which shapes are called nearly the same, and so on.
_SAME, _MUCH, _LOOSE = 0.9, 0.6, 0.3


@dataclass(frozen=True, eq=False)
class Overlay:
    """A series turn by turn.

    Attributes:
        deviations: Values beside the level around them.
        cells: Mean value of each place in each turn, shape (turns, places), NaN where there is
            none; the turns by their first day.
        compared: Whole turns whose shapes were compared.
        likeness: Median correlation of one's shape with the mean of the others; None below 3.
    """

    deviations: Deviations
    cells: pd.DataFrame = field(repr=False)
    compared: int
    likeness: float | None

    @property
    def ts(self) -> TimeSeries:
        """The series."""
        return self.deviations.ts

    @property
    def cycle(self) -> Cycle:
        """The kind of turn."""
        return self.deviations.cycle

    @property
    def finding(self) -> str:
        """What the picture shows, as its title."""
        turn, like = self.cycle.turn, self.likeness
        if like is None:
            return f"Too few whole {turn}s to tell whether their shape comes back"
        if like < _LOOSE:
            return f"No shape comes back from {turn} to {turn}"
        how = "nearly the same shape" if like >= _SAME else "much the same shape"
        if like < _MUCH:
            how = "shapes that resemble each other loosely"
        return f"The {turn}s have {how} (typical correlation with the others {number(like, '.2f')})"

    @property
    def aid(self) -> str:
        """How to read the picture."""
        turn, place = self.cycle.turn, self.cycle.place
        return (
            f"Each line is one {turn}, {place} by {place}; the newest {SHOWN} are drawn. Lines "
            "that run alongside each other: the pattern comes back. Lines that cross: it differs "
            f"from {turn} to {turn}. One far above the others: the level rose."
        )

    @property
    def alt(self) -> str:
        """The picture in words."""
        return (
            f"The newest {min(SHOWN, len(self.cells))} {self.cycle.turn}s as lines over the "
            f"{self.cycle.place}. {self.finding}."
        )

    @property
    def computed(self) -> str:
        """How it was computed, with the numbers of this case."""
        turn, place = self.cycle.turn, self.cycle.place
        said = f"A point is the mean of a {place}. {self.deviations.computed} "
        whole = counted(self.compared, f"whole {turn}")
        if self.likeness is None:
            return said + f"Of {whole} no shapes can be compared; it takes 3."
        return said + (
            f"By these the shapes of {whole} were compared: the median correlation of one with the "
            f"mean of the others is {number(self.likeness, '.2f')}; 1 means the same shape, 0 none "
            "in common."
        )

    def table(self) -> pd.DataFrame:
        """One row for each turn, the newest first; one column for each place."""
        newest = self.cells.iloc[::-1]
        places = [with_unit(label, self.ts.unit) for label in self.cycle.labels]
        table = newest.set_axis(places, axis=1).reset_index(drop=True)
        table.insert(0, self.cycle.turn.capitalize(), [self.cycle.words(t) for t in newest.index])
        return table


def overlay(ts: TimeSeries, cycle: Cycle) -> Overlay:
    """Lay the turns of a series over each other.

    See Hyndman and Athanasopoulos, "Forecasting: Principles and Practice", 3rd edition, section
    2.4. All values are used.

    Args:
        ts: The series.
        cycle: One of `cycles(ts)`.

    Raises:
        SeriesTooShort: If two turns are not observed.
        DataError: If gaps leave no turn with a mean, or all values are the same.
    """
    beside = deviations(ts, cycle)
    shapes = by_place(beside.values, cycle).dropna().to_numpy()[-_COMPARED:]
    alike = likeness(shapes) if len(shapes) >= 3 else None
    return Overlay(beside, by_place(ts.y, cycle), len(shapes), alike)
