"""Who won, by how much, and how sure that is: in words, losses included."""

from dataclasses import dataclass

import pandas as pd

from core.backtest import Backtest
from core.wording import percent, rounded

CLOSE = 0.02
"""A gap below this share of the better error is called too close to call."""

FEW_FOLDS = 6
"""With fewer folds than this no verdict is more than a hint."""


@dataclass(frozen=True)
class Verdict:
    """What the comparison says.

    Attributes:
        sentence: Who won, in how many folds, and by how much.
        baseline: How both stand against repeating last season's value, and how the network
            trained here did if it is not one of them.
        caution: How far to trust it.
        winner: Name of the winning model; "" when it is too close to call or can't be said.
        network_won: Whether the winner is the network.
    """

    sentence: str
    baseline: str
    caution: str
    winner: str
    network_won: bool

    @property
    def text(self) -> str:
        """All of it."""
        return " ".join(filter(None, (self.sentence, self.baseline, self.caution)))


def verdict(
    backtest: Backtest,
    network: str,
    *,
    unit: str,
    here: str = "",
    rival: str = "ARIMA",
    naive: str = "Seasonal naive",
) -> Verdict:
    """Compare the network with its rival and the baseline on the folds all three share.

    Args:
        backtest: Past forecasts of at least these three models.
        network: Name of the network.
        unit: Unit of the values, "" if none is known.
        here: Name of the network trained here, if another one is compared.
        rival: Name of the model it is measured against.
        naive: Name of the baseline.
    """
    errors = _errors(backtest)
    missing = [name for name in (network, rival) if name not in errors]
    if missing:
        rest = [name for name in (network, rival) if name in errors]
        return _unsettled(backtest, errors, missing, rest, naive, unit)
    present = [name for name in (network, rival, naive) if name in errors]
    shared = errors[present].dropna()
    if shared.empty:
        words = "No fold could be compared: no actual value was observed in any of them."
        return Verdict(words, "", "", "", network_won=False)
    mean = _typical_miss(backtest, present, shared.index)
    folds = len(shared)
    gap = abs(mean[network] - mean[rival]) / max(min(mean[network], mean[rival]), 1e-12)
    better, worse = (network, rival) if mean[network] < mean[rival] else (rival, network)
    won = int((shared[better] < shared[worse]).sum())
    also = ""
    if here != network:
        also = _trained_here(backtest, errors, shared.index, mean[network], here)
    misses = (
        f"it missed by {rounded(mean[better], unit)} on average, "
        f"{_the(worse)} by {rounded(mean[worse])}"
    )
    if mean[network] == mean[rival] or gap < CLOSE:
        sentence = (
            f"Too close to call: {_the(network)} missed by {rounded(mean[network], unit)} on "
            f"average, {_the(rival)} by {rounded(mean[rival])}."
        )
        winner = ""
    else:
        sentence = (
            f"{_start(better)} beat {_the(worse)}: {misses} ({percent(gap)} more), and it was "
            f"closer in {won} of {_folds(folds)}."
        )
        winner = better
    return Verdict(
        sentence,
        " ".join(filter(None, (_against_naive(mean, network, rival, naive, unit), also))),
        _caution(folds),
        winner,
        network_won=winner == network,
    )


def _errors(backtest: Backtest) -> pd.DataFrame:
    """Mean absolute error, one row per cutoff and one column per model that has any."""
    scores = backtest.scores()
    table = scores.pivot(index="cutoff", columns="model", values="mae")
    return table.dropna(axis="columns", how="all")


def _typical_miss(backtest: Backtest, models: list[str], cutoffs: pd.Index) -> "pd.Series[float]":
    """Mean absolute error over all actuals of these folds, by model: the leaderboard's MAE."""
    rows = backtest.predictions
    rows = rows[rows["model"].isin(models) & rows["cutoff"].isin(cutoffs)]
    return (rows["y"] - rows["point"]).abs().groupby(rows["model"]).mean()


def _unsettled(
    backtest: Backtest,
    errors: pd.DataFrame,
    missing: list[str],
    rest: list[str],
    naive: str,
    unit: str,
) -> Verdict:
    words = f"No verdict: {' and '.join(_the(name) for name in missing)} gave no forecast."
    baseline = ""
    if rest and naive in errors:
        both = [rest[0], naive]
        mean = _typical_miss(backtest, both, errors[both].dropna().index)
        baseline = (
            f"{_start(rest[0])} missed by {rounded(mean[rest[0]], unit)} on average, repeating "
            f"the last season's value by {rounded(mean[naive])}."
        )
    return Verdict(words, baseline, "", "", network_won=False)


def _against_naive(
    mean: "pd.Series[float]", network: str, rival: str, naive: str, unit: str
) -> str:
    if naive not in mean:
        return ""
    by = rounded(mean[naive], unit)
    beaten = [name for name in (network, rival) if mean[name] < mean[naive]]
    if len(beaten) == 2:
        return f"Both beat repeating the last season's value, which missed by {by}."
    if not beaten:
        return (
            f"Neither beats simply repeating the last season's value, which missed by {by}: "
            "use that."
        )
    other = rival if beaten[0] == network else network
    return (
        f"{_start(beaten[0])} beats repeating the last season's value, which missed by {by}; "
        f"{_the(other)} does not."
    )


def _trained_here(
    backtest: Backtest, errors: pd.DataFrame, cutoffs: pd.Index, best: float, here: str
) -> str:
    """How the network trained here did on the same folds; "" if it failed in one of them."""
    if here not in errors or errors.loc[cutoffs, here].isna().any():
        return ""
    mine = _typical_miss(backtest, [here], cutoffs)[here]
    closer = " was closer than that: it" if mine < best else ""
    return f"{_start(here)} trained here{closer} missed by {rounded(mine)}."


def _caution(folds: int) -> str:
    if folds >= FEW_FOLDS:
        return ""
    verb = "is" if folds == 1 else "are"
    return f"{_folds(folds).capitalize()} {verb} too few to tell skill from luck."


def _folds(count: int) -> str:
    return f"{count} fold" if count == 1 else f"{count} folds"


def _the(name: str) -> str:
    return name if name == "ARIMA" else f"the {name}"


def _start(name: str) -> str:
    return name if name == "ARIMA" else f"The {name}"
