"""Trainings beside each other: what differed in data, plan and settings, and what came of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from core.forecaster import Forecaster
from core.measures import MEASURES, Measure
from core.models import Practised
from core.settings import AUTO, Setting, describe
from core.timeseries import TimeSeries
from core.training import Trained, Training
from core.wording import counted, listed, number, percent

HERE, BEFOREHAND = "Network trained here", "Practised network"
"""What the two networks are called where their cells may differ."""

SAME = 1e-9
"""Share of an error below which a difference is one of rounding."""


@dataclass(frozen=True, eq=False)
class SideBySide:
    """Several trainings compared.

    Attributes:
        differences: One row for each thing in which they differ: `part, what`, then a column for
            each training, all in words.
        scores: One row for each model that all of them have: its error, a column for each training;
            see `measure`.
        measure: What the errors are told by: the measure that decides where all forecast the same
            dates of the same series, else the one most like it that can be compared between series.
        same: Whether they did.
        unit: Of the scores.
    """

    differences: pd.DataFrame = field(repr=False)
    scores: pd.DataFrame = field(repr=False)
    measure: Measure
    same: bool
    unit: str

    @property
    def sentences(self) -> tuple[str, ...]:
        """What differed, what it changed, and whether that can be compared at all."""
        said = [_differ(self.differences)]
        if not self.same:
            said.append(
                "They were not tested on the same dates of the same series, so their errors can't "
                f"be set beside each other as they are. The table has {self.measure.label}, which "
                "can be compared between series; even that says little of which is better."
            )
            return tuple(said)
        return (*said, *_changed(self.scores, self.measure, self.unit))


def side_by_side(runs: dict[str, Trained], by: str = "mae") -> SideBySide:
    """Compare trainings.

    Args:
        runs: Two or more, by what they are to be called.
        by: The measure that decides.
    """
    labels, every = list(runs), list(runs.values())
    trainings = [each.training for each in every]
    rows = [
        {"part": part, "what": what, **dict(zip(labels, words, strict=True))}
        for part, what, words in _facts(trainings)
        if len(set(words)) > 1
    ]
    same = all(_same_test(every[0], other) for other in every[1:])
    measure = MEASURES[by] if same else MEASURES[by].between_series
    found = {label: _scores(each, measure.key) for label, each in runs.items()}
    scores = pd.DataFrame(found).dropna(how="all")
    order = [name for name in found[labels[0]].index if name in scores.index]
    rest = [name for name in scores.index if name not in order]
    units = {each.ts.unit for each in trainings}
    return SideBySide(
        pd.DataFrame(rows, columns=["part", "what", *labels]),
        scores.loc[[*order, *rest]].rename_axis("model"),
        measure,
        same,
        units.pop() if same and len(units) == 1 else "",
    )


def _facts(trainings: Sequence[Training]) -> list[tuple[str, str, list[str]]]:
    """Everything that may differ: where it belongs, what it is, and its value in each."""
    facts = [
        ("Data", what, [words(each.ts) for each in trainings]) for what, words in _DATA.items()
    ]
    facts.append(("Data", "Values", _values([each.ts for each in trainings])))
    groups: list[tuple[str, Callable[[Training], object]]] = [
        ("Plan", lambda each: each.plan),
        ("Plan", lambda each: each.budget),
        (HERE, lambda each: each.network),
        (BEFOREHAND, _practised),
    ]
    for part, spec_of in groups:
        specs = [spec_of(each) for each in trainings]
        known = next((spec for spec in specs if spec is not None), None)
        for about in () if known is None else describe(known):
            facts.append((part, about.label, [_setting(about, spec) for spec in specs]))
    facts.append(("Models", "Taking part", [_models(each.forecasters) for each in trainings]))
    return facts


def _practised(training: Training) -> Practised | None:
    found = [each for each in training.networks if isinstance(each, Practised)]
    return found[0] if found else None


def _setting(about: Setting, spec: object) -> str:
    """The value of a setting in words."""
    if spec is None:
        return "-"
    value = getattr(spec, about.name)
    for option, words in about.options:
        if option == value:
            return words
    if value == AUTO:
        return "automatic"
    return number(value) if isinstance(value, int) else number(value, "g")


def _models(forecasters: Sequence[Forecaster]) -> str:
    return ", ".join(each.name for each in forecasters)


def _span(ts: TimeSeries) -> str:
    return f"{ts.frequency.words(ts.index[0])} to {ts.frequency.words(ts.index[-1])}"


def _drivers(ts: TimeSeries) -> str:
    if ts.drivers is None:
        return "none"
    late = " (not known ahead)"
    return ", ".join(f"{each.name}{'' if each.known_ahead else late}" for each in ts.drivers.kinds)


def _events(ts: TimeSeries) -> str:
    if not ts.events:
        return "none"
    return ", ".join(f"{each.span(ts.frequency)} ({each.words()})" for each in ts.events)


_DATA: dict[str, Callable[[TimeSeries], str]] = {
    "Series": lambda ts: ts.name,
    "Unit": lambda ts: ts.unit or "none",
    "Frequency": lambda ts: ts.frequency.name,
    "Dates": _span,
    "Events": _events,
    "Gaps": lambda ts: ts.treatment.gaps,
    "Outliers": lambda ts: ts.treatment.outliers,
    "Negative values": lambda ts: ts.treatment.negatives,
    "Drivers": _drivers,
}


def _values(every: Sequence[TimeSeries]) -> list[str]:
    """How the values differ from those of the first, on the dates that both have."""
    first = every[0].y
    words = ["as in the first"]
    for each in every[1:]:
        shared = first.index.intersection(each.y.index)
        mine, theirs = (y.loc[shared].to_numpy(float) for y in (first, each.y))
        apart = int(np.sum(~np.isclose(mine, theirs, rtol=SAME, atol=0.0, equal_nan=True)))
        words.append(f"{counted(apart, 'date')} with another value" if apart else words[0])
    return words


def _same_test(one: Trained, other: Trained) -> bool:
    """Whether both were compared with the same values on the same dates at the same cutoffs."""
    tests = [
        each.backtest.predictions[["cutoff", "ds", "y"]].drop_duplicates().reset_index(drop=True)
        for each in (one, other)
    ]
    alike = one.training.ts.frequency == other.training.ts.frequency
    return alike and len(tests[0]) > 0 and tests[0].equals(tests[1])


def _scores(trained: Trained, measure: str) -> "pd.Series[float]":
    """By model, its error; the networks by what they are, since their cells may differ."""
    board = trained.backtest.leaderboard(measure).set_index("model")
    known = board.loc[board["failure"] == "", measure]
    practised = _practised(trained.training)
    names = {trained.training.network.name: HERE}
    if practised is not None:
        names[practised.name] = BEFOREHAND
    return known.rename(index=names)


def _differ(table: pd.DataFrame) -> str:
    """The differences in a sentence."""
    if table.empty:
        return (
            "Nothing differs: the same settings on the same data give the same forecasts each time."
        )
    if len(table) > 3:
        counts = table["part"].value_counts(sort=False)
        parts = [
            f"{number(int(many))} of the {part[0].lower()}{part[1:]}"
            for part, many in zip(map(str, counts.index), counts, strict=True)
        ]
        return f"{number(len(table))} things differ: {listed(parts, most=8)}."
    said = []
    for row in table.to_dict("records"):
        values = [f"{value} in {label}" for label, value in list(row.items())[2:]]
        said.append(f"{row['what']} ({listed(values, most=8)})")
    head = "Only this differs" if len(said) == 1 else "Only these differ"
    return f"{head}: {listed(said, most=8)}."


def _changed(scores: pd.DataFrame, measure: Measure, unit: str) -> tuple[str, ...]:
    """Which errors that made another, and which it left."""
    shared = scores.dropna()
    gaps = shared.max(axis="columns") - shared.min(axis="columns")
    moved = gaps > SAME * shared.max(axis="columns")
    said = [_moved(str(name), shared.loc[name], measure, unit) for name in shared.index[moved]]
    still = list(map(str, shared.index[~moved]))
    if still and said:
        verb = "is" if len(still) == 1 else "are"
        said.append(f"{listed(still, most=8)} {verb} the same in all.")
    if not said:
        said.append("No model's error changed.")
    return tuple(said)


def _moved(name: str, errors: "pd.Series[float]", measure: Measure, unit: str) -> str:
    """One model's errors, the lowest first: "... 12.3 EUR in Run 2, 14.1 in Run 1 (15% more)."."""
    written = measure.written
    (best, low), *rest = errors.sort_values().items()
    others = [
        f"{written(value)} in {label}"
        + (f" ({percent(value / low - 1)} {measure.more})" if low > 0 else "")
        for label, value in rest
    ]
    return f"{name}: {measure.label} {written(low, unit)} in {best}, {listed(others, most=8)}."
