"""An old forecast beside what has come since: how good it was, and whether its ranges held."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from core.backtest import Backtest, compared
from core.folds import Outcome
from core.forecaster import Forecast
from core.measures import MEASURES
from core.phrases import NAIVE, Phrases, folds, sentence
from core.replay import missed
from core.timeseries import TimeSeries
from core.wording import counted, number, percent, rounded

_SAME = 0.5
"""Share of the values known before that a newer file must still have to be of the same series."""

_CLOSE = 1e-9
"""Relative difference up to which two values are the same."""


@dataclass(frozen=True, eq=False)
class Hindsight:
    """Forecasts of one run, and the values that have come since.

    Attributes:
        since: The forecasts as a backtest of one fold; `y` is NaN where nothing has come yet.
        ts: The series as it was known then, with what has come since, up to the last date that
            was forecast.
        revised: How many values known then are others now.
        known: How many values known then the newer file has, too.
        promised: By model, the mean absolute error over the same steps in each fold of the test
            on the past, oldest first.
    """

    since: Backtest = field(repr=False)
    ts: TimeSeries
    revised: int
    known: int
    promised: Mapping[str, tuple[float, ...]] = field(repr=False)

    @property
    def cutoff(self) -> pd.Timestamp:
        """The last stamp that was known."""
        return self.since.cutoffs[0]

    def rows(self, model: str) -> pd.DataFrame:
        """Rows of one model where something has come since."""
        rows = self.since.predictions
        return rows[(rows["model"] == model) & rows["y"].notna()]

    @property
    def steps(self) -> int:
        """Up to which step something has come."""
        rows = self.since.predictions
        return int(rows.loc[rows["y"].notna(), "step"].max())


def follows(then: TimeSeries, now: TimeSeries) -> bool:
    """Whether a series is one known before, going on.

    It is where it has the same name and calendar, at least half of the values both have are the
    same (files are revised), and something was observed after the end of the one before.
    """
    if (then.name, then.frequency) != (now.name, now.frequency):
        return False
    if not now.y[now.index > then.index[-1]].notna().any():
        return False
    both = _both(then, now)
    if both.empty:
        # A file of the newest dates only must at least go on where the other ended.
        return bool(now.index[0] == then.future_index(1)[0])
    return float(_same(both).mean()) >= _SAME


def _both(then: TimeSeries, now: TimeSeries) -> pd.DataFrame:
    return pd.DataFrame({"then": then.y, "now": now.y}).dropna()


def _same(both: pd.DataFrame) -> np.ndarray:
    return np.isclose(both["then"], both["now"], rtol=_CLOSE, atol=0)


def hindsight(
    then: TimeSeries, forecasts: Mapping[str, Forecast], past: Backtest, now: TimeSeries
) -> Hindsight | None:
    """What became of forecasts; None where `now` does not follow or nothing forecast has come.

    What was known then counts as it was then: a forecast is judged by what it could know. Dates
    marked to ignore in `now` count for nobody.

    Args:
        then: The series that was forecast.
        forecasts: By model, the forecasts from its end on.
        past: The test on the past that came with them.
        now: The series as a newer file has it.
    """
    if not forecasts or not follows(then, now):
        return None
    horizon = max(len(forecast.table) for forecast in forecasts.values())
    ahead = then.future_index(horizon)
    values = pd.concat([then.y, now.y.reindex(ahead)]).asfreq(then.frequency.alias)
    joined = replace(now, y=values.rename(now.y.name), treatment=then.treatment, drivers=None)
    cutoff = then.index[-1]
    outcomes = [Outcome(model, 1, cutoff, 0.0, each) for model, each in forecasts.items()]
    since = compared(joined, outcomes, horizon, past.levels)
    if since.predictions["y"].isna().all():
        return None
    both = _both(then, now)
    come = since.predictions.loc[since.predictions["y"].notna(), "step"].unique()
    return Hindsight(
        since,
        joined,
        int((~_same(both)).sum()),
        len(both),
        {model: _by_fold(past, model, come) for model in forecasts},
    )


def _by_fold(past: Backtest, model: str, steps: np.ndarray) -> tuple[float, ...]:
    rows = past.predictions
    rows = rows[(rows["model"] == model) & rows["step"].isin(steps) & rows["y"].notna()]
    by_cutoff = (rows["y"] - rows["point"]).abs().groupby(rows["cutoff"]).mean()
    return tuple(float(miss) for miss in by_cutoff.sort_index())


def come_since(found: Hindsight) -> str:
    """How much has come: "Of 12 months forecast after December 2019, 3 have come since."."""
    frequency, rows = found.ts.frequency, found.since.predictions
    first = rows["model"] == rows["model"].iloc[0]
    came = int(rows.loc[first, "y"].notna().sum())
    when = frequency.words(found.cutoff)
    several = f"{frequency.count(found.since.horizon)} forecast after {when}"
    have = "has" if came == 1 else "have"
    said = f"Of the {several}, {number(came)} {have} come since."
    if found.revised:
        were = "was" if found.revised == 1 else "were"
        said += (
            f" {number(found.revised)} of the {counted(found.known, 'value')} known then "
            f"{were} revised; the forecast knew the old ones."
        )
    return " ".join([said, *found.since.notes])


def how_good(found: Hindsight, model: str) -> str:
    """How far a model with a forecast was off, beside the baseline and the test on the past."""
    board = _board(found)
    phrases = Phrases(MEASURES["mae"], found.ts)
    miss, share = board[model]["mae"], board[model]["share"]
    of_it = f" ({percent(share)} of the actual)" if np.isfinite(share) else ""
    said = f"{sentence(phrases.the(model))} missed by {rounded(miss, found.ts.unit)} on average"
    if model == NAIVE or NAIVE not in board:
        said = f"{said}{of_it}."
    else:
        naive = board[NAIVE]["mae"]
        said = f"{said}{of_it}, {phrases.the(NAIVE)} by {rounded(naive)}."
        if naive < miss:
            said += " So repeating it would have been better."
    return " ".join([said, _beside_promise(found, model, miss), _closest(board, model, phrases)])


def _beside_promise(found: Hindsight, model: str, miss: float) -> str:
    promised = found.promised[model]
    if not promised:
        return "There is no test on the past to hold this against."
    steps = found.ts.frequency.count(found.steps)
    usual, least, most = float(np.mean(promised)), min(promised), max(promised)
    over = f"over {steps}" if found.steps == 1 else f"over as many {found.ts.frequency.noun}s"
    if len(promised) == 1:
        return f"In the one fold of the test on the past it missed by {rounded(usual)} {over}."
    said = (
        f"In the test on the past it missed by {rounded(usual)} {over}, in single folds by "
        f"{rounded(least)} to {rounded(most)}"
    )
    if miss > most:
        return f"{said}: this was worse than in any of the {folds(len(promised))}."
    if miss < least:
        return f"{said}: this was better than in any of the {folds(len(promised))}."
    return f"{said}: this was within what it showed."


def _closest(board: Mapping[str, Mapping[str, Any]], model: str, phrases: Phrases) -> str:
    if len(board) < 2:
        return ""
    best = next(iter(board))
    if best == model:
        return f"Of {number(len(board))} models it was the closest."
    return (
        f"The closest of {number(len(board))} models was {phrases.the(best)}, which missed by "
        f"{rounded(board[best]['mae'])}."
    )


def ranges_held(found: Hindsight, model: str) -> str:
    """Whether the ranges of a model with a forecast held, and how much that says."""
    mine = _board(found)[model]
    among = mine["values"]
    held = {level: mine[f"held-{level}"] for level in sorted(found.since.levels)}
    counts = " and ".join(
        f"{number(count)} of {number(among)} in the {level}% range" for level, count in held.items()
    )
    asked = " and ".join(f"about {number(round(among * level / 100))}" for level in held)
    said = f"Of the values that have come, {counts} ({asked} would be right)."
    widest = max(held)
    if held[widest] < among * 0.5:
        return (
            f"{said} That is far too few: something has changed since, or these ranges are too "
            "narrow."
        )
    return (
        f"{said} The values of one forecast miss together, so one alone can't tell whether ranges "
        "are right; the test on the past says more."
    )


def _board(found: Hindsight) -> dict[str, dict[str, Any]]:
    """Rows of `scores` by model, the closest first."""
    rows = scores(found).to_dict("records")
    return {row["model"]: {str(name): value for name, value in row.items()} for row in rows}


def scores(found: Hindsight) -> pd.DataFrame:
    """One row for each model, the closest first: `model, mae, share, bias, held-80, ..., values`.

    As `Backtest.leaderboard` has them; `share` is the error of the actual, see
    `core.replay.missed`, and `held` counts actuals.
    """
    board = found.since.leaderboard().rename(columns={"scored": "values"})
    board["share"] = [missed(found.rows(model))[1] for model in board["model"]]
    held = []
    for level in sorted(found.since.levels):
        held.append(f"held-{level}")
        board[held[-1]] = (board[f"coverage-{level}"] * board["values"]).round().astype(int)
    return board[["model", "mae", "share", "bias", *held, "values"]]
