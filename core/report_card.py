"""The report card of a model's intervals: how often they held, beside what chance would give."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from core.backtest import Backtest
from core.chance import Chance, Fold, chance, stretch
from core.parts import TIED, by_season, by_step, tied
from core.profile.cycles import cycles
from core.timeseries import TimeSeries
from core.wording import number, percent

CLEAR = 0.1
"""Chance with which some part stands out by luck, below which one that does is named."""

# Parts of the steps; turns of the calendar, the shortest ones, which have most values each.
_STEPS, _TURNS = 6, 2


@dataclass(frozen=True)
class Held:
    """How often an interval held in one part of the test on the past.

    Attributes:
        part: The part in words, "" for all of it.
        label: The part in short.
        level: In per cent.
        held: Values that lay in the interval.
        of: Values there were.
        chance: What chance alone would give if the interval were right.
    """

    part: str
    label: str
    level: int
    held: int
    of: int
    chance: Chance

    @property
    def share(self) -> float:
        """Share of the values that was held."""
        return self.held / self.of

    @property
    def verdict(self) -> str:
        """Whether it is "too narrow" or "too wide", or "" where chance can explain it."""
        if self.chance.low <= self.held <= self.chance.high:
            return ""
        return "too narrow" if self.held < self.chance.low else "too wide"

    @property
    def words(self) -> str:
        """What was held, and what chance would give."""
        return (
            f"the {self.level}% band held {number(self.held)} of {number(self.of)}, where chance "
            f"alone would give {number(self.chance.low)} to {number(self.chance.high)}"
        )


@dataclass(frozen=True, eq=False)
class ReportCard:
    """How a model's intervals held.

    Attributes:
        model: Name of the model.
        overall: Over all folds, one for each level.
        parts: By what tells them apart ("Months ahead"), for each part and level that has values.
        tied: Whether steps ahead and times of the calendar are the same parts.
    """

    model: str
    overall: tuple[Held, ...]
    parts: dict[str, tuple[Held, ...]] = field(repr=False)
    tied: bool = False

    @property
    def standing_out(self) -> Held | None:
        """The part that chance explains least, if even the most unusual of so many is rare.

        Its p is multiplied by the number of parts and levels looked at (Dunn 1961).
        """
        every = [held for table in self.parts.values() for held in table]
        least = min(every, key=lambda held: held.chance.p, default=None)
        if least is None or not least.verdict or least.chance.p * len(every) >= CLEAR:
            return None
        return least

    def table(self) -> pd.DataFrame:
        """One row for each part: `kind, part`, and for each level `held, share, low, high`."""
        groups = {"": self.overall, **self.parts}
        rows: dict[tuple[str, str], dict[str, object]] = {}
        for kind, table in groups.items():
            for held in table:
                row = rows.setdefault(
                    (kind, held.part), {"kind": kind, "part": held.label, "values": held.of}
                )
                row |= {
                    f"held-{held.level}": held.held,
                    f"share-{held.level}": held.share,
                    f"low-{held.level}": held.chance.low,
                    f"high-{held.level}": held.chance.high,
                }
        return pd.DataFrame(list(rows.values()))


def report_card(backtest: Backtest, model: str, ts: TimeSeries) -> ReportCard | None:
    """How often the intervals of a model held, in all and in parts; None without any value.

    Args:
        backtest: Past forecasts, with paths of the model.
        model: Its name.
        ts: The series.
    """
    rows = backtest.predictions
    rows = rows[(rows["model"] == model) & rows["y"].notna()].sort_values(["cutoff", "step"])
    if rows.empty:
        return None
    steps = by_step(rows, backtest.horizon, ts.frequency, _STEPS)
    turns = cycles(ts)[:_TURNS]
    times = [by_season(rows, cycle) for cycle in turns]
    overall: list[Held] = []
    parts: dict[str, list[Held]] = {each.title: [] for each in (steps, *times)}
    for level in backtest.levels:
        folds = _folds(rows, backtest, model, level)
        more = stretch(folds, level)
        overall.append(_held("", "All", level, folds, more))
        starts = np.cumsum([0, *(len(fold.held) for fold in folds)])
        for each in (steps, *times):
            for place in sorted(set(each.places)):
                chosen = each.places == place
                some = [
                    fold.of(chosen[start : start + len(fold.held)])
                    for fold, start in zip(folds, starts[:-1], strict=True)
                ]
                held = _held(each.names[place], each.labels[place], level, some, more)
                parts[each.title].append(held)
    return ReportCard(
        model,
        tuple(overall),
        {title: tuple(table) for title, table in parts.items()},
        any(tied(rows, cycle) for cycle in turns),
    )


def _folds(rows: pd.DataFrame, backtest: Backtest, model: str, level: int) -> list[Fold]:
    folds = []
    for cutoff, part in rows.groupby("cutoff"):
        y, lo, hi = (part[name].to_numpy(float) for name in ("y", f"lo-{level}", f"hi-{level}"))
        steps = part["step"].to_numpy(int)
        drawn = backtest.paths[model, pd.Timestamp(str(cutoff))][:, steps - 1]
        folds.append(Fold(steps, (y >= lo) & (y <= hi), (drawn >= lo) & (drawn <= hi)))
    return folds


def _held(part: str, label: str, level: int, folds: Sequence[Fold], more: float) -> Held:
    held = sum(int(fold.held.sum()) for fold in folds)
    values = sum(len(fold.held) for fold in folds)
    return Held(part, label, level, held, values, chance(folds, level, more))


def sentences(card: ReportCard) -> list[str]:
    """What the card says, the levels first, then the one part worth knowing."""
    told = [_overall(held) for held in card.overall]
    told.append(_part(card))
    return told


def _overall(held: Held) -> str:
    words = f"The {held.level}% band held {number(held.held)} of {number(held.of)} values"
    words += f" ({percent(held.share)})."
    by_chance = f"{number(held.chance.low)} to {number(held.chance.high)}"
    if not held.verdict:
        return f"{words} If it is right, chance gives {by_chance}: nothing speaks against it."
    fewer = "fewer" if held.verdict == "too narrow" else "more"
    return (
        f"{words} That is {fewer} than the {by_chance} that chance would give if it were right: "
        f"it is {held.verdict}."
    )


def _part(card: ReportCard) -> str:
    found = card.standing_out
    kinds = " or ".join(kind.lower() for kind in card.parts)
    if found is None:
        return f"No part of the test ({kinds}) stands out from what chance gives."
    trust = "Trust it less there." if found.verdict == "too narrow" else "It is wider than need be."
    also = ""
    if card.tied:
        also = f" {TIED}"
    return f"{found.part}: {found.words}. {trust}{also}"
