"""What is noticed about the series in hand, looked for once: oddities, its end, its holidays."""

from dataclasses import dataclass, field

from core.anomalies import Suggestion, suggest
from core.events import fitting
from core.holiday_calendar import HolidayEffect, holiday_effect
from core.last_period import LastPeriod, odd_end
from core.timeseries import TimeSeries
from core.treated import treated
from ui.train_settings import TrainSettings


@dataclass(eq=False)
class Noticed(TrainSettings):
    """What is noticed about the file in hand, kept for as long as its series is the same one."""

    _holidays: tuple[TimeSeries, str, HolidayEffect] | None = field(default=None, repr=False)
    _odd: tuple[TimeSeries, tuple[Suggestion, ...]] | None = field(default=None, repr=False)
    _unmarked: tuple[TimeSeries, tuple[Suggestion, ...]] | None = field(default=None, repr=False)
    _last: tuple[TimeSeries, LastPeriod | None] | None = field(default=None, repr=False)

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

    def suggestions(self) -> tuple[Suggestion, ...]:
        """What looks odd in the series and is not marked yet."""
        if self.loaded is None:
            return ()
        series = self.loaded.reading.series
        if self._unmarked is None or self._unmarked[0] is not series:
            self._unmarked = (series, self._not_marked(series))
        return self._unmarked[1]

    def _not_marked(self, series: TimeSeries) -> tuple[Suggestion, ...]:
        """Of what looks odd, that which can be marked beside the events there are."""
        # Of the last period the hint speaks, with more to choose from.
        last = self._odd_last()
        said = () if last is None else (last.stamp,)
        return tuple(
            each
            for each in self._suggested(series)
            if each.event.first not in said
            and fitting((*series.events, each.event), series.index, series.frequency)[1] == ()
        )

    def _suggested(self, series: TimeSeries) -> tuple[Suggestion, ...]:
        """All that looks odd; looked for once for each reading, whatever is marked on it."""
        known = None if self._odd is None else self._odd[0]
        written = (series.unit, series.numbers)
        if known is None or known.y is not series.y or (known.unit, known.numbers) != written:
            self._odd = (series, suggest(series))
        assert self._odd is not None
        return self._odd[1]

    def last_period(self) -> LastPeriod | None:
        """A last period far from its own past, until somebody has decided about it."""
        last = self._odd_last()
        if self.loaded is None or last is None:
            return None
        choices = self.loaded.choices
        # What the guard found, and they keep, is known to be part of a period.
        found = any(each.setting == "partial" for each in self.loaded.reading.detections)
        kept = found and choices.partial == "keep"
        return None if kept or choices.last_kept == last.key else last

    def _odd_last(self) -> LastPeriod | None:
        """The last period if it is far from its past; looked at once for each series."""
        if self.loaded is None:
            return None
        series = self.loaded.reading.series
        if self._last is None or self._last[0] is not series:
            self._last = (series, odd_end(series))
        return self._last[1]
