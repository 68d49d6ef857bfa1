"""What if: the same models with other values to come of drivers, or events on other dates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from core.blend import blended
from core.errors import LimitError, SettingError
from core.events import Event, fitting
from core.folds import Execute, Fit
from core.forecaster import Forecast, Forecaster
from core.models import Practised, Recurrent
from core.progress import Report
from core.timeseries import TimeSeries
from core.training import TimeEpoch, Training
from core.wording import listed, number, percent, quoted, rounded

MOST_NAME = 60
"""Letters of a scenario's name."""


@dataclass(frozen=True, eq=False)
class Scenario:
    """A question to the engine: what would be forecast with another future.

    The past stays as it is, so that fits and effects are those of the run; whatever differs from
    its forecasts comes from what was changed.

    Attributes:
        name: What the person calls it.
        training: The run's.
        ahead: Values to come of drivers known ahead, by date, a column for each that is changed;
            NaN keeps what there was.
        events: All events, those on other dates to come included.

    Raises:
        SettingError: If the name is empty or too long.
    """

    name: str
    training: Training
    ahead: pd.DataFrame = field(repr=False)
    events: tuple[Event, ...]

    title = "What if"
    in_parts = False

    def __post_init__(self) -> None:
        if not 0 < len(self.name.strip()) <= MOST_NAME:
            raise SettingError(f"Give the scenario a name of 1 to {MOST_NAME} letters.")

    @property
    def ts(self) -> TimeSeries:
        """The series with the future as it is supposed to be."""
        ts = self.training.ts
        drivers = ts.drivers
        if drivers is not None and not self.ahead.empty:
            table = drivers.table.copy()
            future = ts.future_index(self.training.plan.horizon)
            table = table.reindex(table.index.union(future))
            said = self.ahead.reindex(index=future)
            table.loc[future, said.columns] = said.combine_first(table.loc[future, said.columns])
            index = pd.DatetimeIndex(table.index, freq=ts.frequency.alias)
            drivers = replace(drivers, table=table.set_axis(index, axis="index"))
        return replace(ts, drivers=drivers, events=self.events)

    @property
    def forecasters(self) -> Sequence[Forecaster]:
        """All models of the run."""
        return self.training.forecasters

    @property
    def fits_each(self) -> int:
        """Each is fitted once, on all data."""
        return 1

    @property
    def networks(self) -> Sequence[Recurrent | Practised]:
        """Those whose epochs can be watched."""
        return self.training.networks

    def check(self) -> None:
        """Refuse a scenario that changes nothing.

        Raises:
            LimitError: If it is the run's own future.
            SettingError: If events would overlap.
        """
        ts = self.training.ts
        _, dropped = fitting(self.events, ts.index, ts.frequency)
        if dropped:
            raise SettingError(
                f"{listed([event.words() for event in dropped])}: two occurrences of events would "
                "overlap. Leave more room between them."
            )
        if self.ahead.isna().all(axis=None) and self.events == ts.events:
            raise LimitError("Nothing is changed yet: change a value or an event first.")

    def carry_out(
        self,
        report: Report,
        execute: Execute,
        time_epoch: TimeEpoch,  # noqa: ARG002  nothing here is bound by a time budget
    ) -> "SupposedForecast":
        """Fit every model once on all data, with the supposed future."""
        plan, ts = self.training.plan, self.ts
        fits = [Fit(model, ts, plan.horizon, 0, 0) for model in self.forecasters]
        outcomes = execute(fits, report)
        outcomes = [*outcomes, *blended(outcomes, self.training.recommended)]
        return SupposedForecast(
            self,
            # Of a question the answer is kept, and not what gave it.
            {
                each.model: replace(each.forecast, weights=None)
                for each in outcomes
                if each.forecast is not None
            },
            {each.model: each.failure for each in outcomes if each.failure},
        )


@dataclass(frozen=True, eq=False)
class SupposedForecast:
    """What a scenario gave.

    Attributes:
        scenario: What was supposed.
        forecasts: By model.
        failures: By model, why there is none.
    """

    scenario: Scenario
    forecasts: dict[str, Forecast]
    failures: dict[str, str]

    @property
    def name(self) -> str:
        """The scenario's name."""
        return self.scenario.name


def on_dates(event: Event, starts: Sequence[pd.Timestamp], ts: TimeSeries) -> Event:
    """A repeating event whose occurrences to come begin on these dates; past ones stay.

    Where none but its first is left it becomes one-off: its own dates are still not learned from.
    """
    last = ts.index[-1]
    repeats = (*(stamp for stamp in event.repeats if stamp <= last), *starts)
    if not repeats:
        return replace(event, effect="one-off", repeats=())
    return replace(event, repeats=repeats)


def edits(before: pd.DataFrame, after: pd.DataFrame, ts: TimeSeries) -> tuple[str, ...]:
    """Which cells of a grid of values to come differ, each in words: "May 2020, Price: 9 to 8"."""
    said = []
    for name in map(str, before):
        one, other = before[name], after[name]
        same = (one == other) | (one.isna() & other.isna())
        for date, was, now in zip(before.index[~same], one[~same], other[~same], strict=True):
            said.append(f"{ts.frequency.words(date)}, {name}: {_said(was)} to {_said(now)}")
    return tuple(said)


def _said(value: float | bool) -> str:
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    return "nothing" if pd.isna(value) else number(value, ",.6g")


def differences(base: Forecast, scenarios: Mapping[str, Forecast]) -> pd.DataFrame:
    """How far scenarios lie from what is forecast otherwise, (horizon, scenarios), by date."""
    point = base.table["point"]
    return pd.DataFrame(
        {name: forecast.table["point"] - point for name, forecast in scenarios.items()}
    )


def changed(scenario: Scenario) -> str:
    """What a scenario changes, in words."""
    ts = scenario.training.ts
    said = []
    for name in map(str, scenario.ahead):
        dates = scenario.ahead[name].dropna().index
        if len(dates):
            words = [ts.frequency.words(pd.Timestamp(date)) for date in dates]
            said.append(f"{quoted(name)} on {listed(words, most=3)}")
    if scenario.events != ts.events:
        said.append("events on other dates")
    return f"Changed: {listed(said)}." if said else "Nothing is changed."


def sentence(base: Forecast, other: Forecast, name: str, ts: TimeSeries) -> str:
    """What a scenario makes of the whole horizon, beside what is forecast otherwise."""
    before, after = (float(each.table["point"].sum()) for each in (base, other))
    moved = after - before
    span = ts.frequency.count(len(base.table))
    if np.isclose(before, after, rtol=1e-6, atol=1e-9):
        return (
            f"{quoted(name)} changes nothing for the {other.model}: it does not use what was "
            "changed, or found no effect of it in the past."
        )
    share = f", {percent(abs(moved / before))}" if before else ""
    side = "more" if moved > 0 else "less"
    return (
        f"{quoted(name)}: over {span} the {other.model} forecasts "
        f"{rounded(abs(moved), ts.unit)} {side} altogether{share}."
    )
