"""All that can be seen of one series, each computed when it is first asked for and kept."""

from functools import cached_property

from core.profile.autocorrelation import Correlogram, correlate
from core.profile.boxes import Boxes, boxes
from core.profile.cycles import Cycle, cycles
from core.profile.decomposition import Decomposition, decompose
from core.profile.forecastability import Forecastability, forecastability
from core.profile.overlay import Overlay, overlay
from core.profile.recommendation import Recommended, recommend
from core.profile.stationarity import Stationarity, stationarity
from core.timeseries import TimeSeries


class Profile:
    """What can be seen of a series. Making one computes nothing.

    All of it looks at the whole series, so it is for people and decides nothing in a fold. What
    can't be computed raises a `DataError` each time it is asked for.

    Attributes:
        ts: The series.
    """

    def __init__(self, ts: TimeSeries) -> None:
        self.ts = ts
        self._correlograms: dict[bool, Correlogram] = {}
        self._overlays: dict[Cycle, Overlay] = {}
        self._boxes: dict[Cycle, Boxes] = {}

    @cached_property
    def recommended(self) -> Recommended:
        """Settings that suit it."""
        return recommend(self.ts)

    @cached_property
    def decomposition(self) -> Decomposition:
        """The series taken apart."""
        return decompose(self.ts)

    @cached_property
    def forecastability(self) -> Forecastability:
        """Whether forecasts should be useful."""
        return forecastability(self.ts, self.decomposition, self.recommended.horizon)

    @cached_property
    def stationarity(self) -> Stationarity:
        """Whether values return to a level."""
        return stationarity(self.ts)

    @cached_property
    def cycles(self) -> tuple[Cycle, ...]:
        """The turns of the calendar it can be laid out by."""
        return cycles(self.ts)

    def overlay(self, cycle: Cycle) -> Overlay:
        """The turns of one of `cycles`, laid over each other."""
        if cycle not in self._overlays:
            self._overlays[cycle] = overlay(self.ts, cycle)
        return self._overlays[cycle]

    def boxes(self, cycle: Cycle) -> Boxes:
        """The places of one of `cycles`, beside each other."""
        if cycle not in self._boxes:
            self._boxes[cycle] = boxes(self.ts, cycle)
        return self._boxes[cycle]

    def correlogram(self, *, changes: bool) -> Correlogram:
        """Correlations of values, or of changes, with earlier ones."""
        if changes not in self._correlograms:
            self._correlograms[changes] = correlate(self.ts, changes=changes)
        return self._correlograms[changes]
