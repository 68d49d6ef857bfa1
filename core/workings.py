"""How a verdict was computed, with the numbers of its case: a table of folds, and sentences."""

import numpy as np
import pandas as pd

from core.comparison import Contest, Losses, Pair
from core.phrases import NAIVE, Phrases, rarest, sentence
from core.significance import DOUBT, ENOUGH, Significance
from core.wording import chance, number, rounded, with_unit


def table(contest: Contest, say: Phrases, horizon: int) -> pd.DataFrame:
    """One row for each fold: its dates, what was lost in it, the difference, who was closer.

    Columns: the dates; the better model, the worse, and the baseline where there is one; the
    worse one's loss less the better one's; the weight of the fold where they are not all alike;
    who was closer.
    """
    pair, losses = contest.pair, contest.losses
    models = [pair.better, pair.worse, *([contest.naive] if contest.naive else [])]
    unit = unit_of_losses(say)
    columns: dict[str, object] = {
        "Fold": [say.span(cutoff, horizon) for cutoff in losses.table.index]
    }
    for name in models:
        columns[with_unit(name, unit)] = losses.table[name].to_numpy()
    apart = (losses.table[pair.worse] - losses.table[pair.better]).to_numpy()
    columns[with_unit(f"{pair.worse} less {pair.better}", unit)] = apart
    if not _alike(losses):
        columns["Weight"] = losses.weights.to_numpy()
    closer = np.select([apart > 0, apart < 0], [pair.better, pair.worse], "neither")
    columns[sentence(say.measure.closer)] = closer
    return pd.DataFrame(columns)


def _alike(losses: Losses) -> bool:
    return bool(np.allclose(losses.weights, 1.0))


def unit_of_losses(say: Phrases) -> str:
    """The unit of what is lost in a fold: that of the measure, squared for RMSE."""
    unit = say.ts.unit if say.measure.kind == "unit" else ""
    return f"{unit}²" if unit and say.measure.key == "rmse" else unit


def sentences(contest: Contest, say: Phrases) -> tuple[str, ...]:
    """What was tested, with its numbers, and what that does not show."""
    pair, losses = contest.pair, contest.losses
    what = (
        "the mean squared miss, whose root over all folds is the RMSE"
        if say.measure.key == "rmse"
        else say.measure.label
    )
    weighed = (
        ""
        if _alike(losses)
        else " Folds in which fewer actual values were observed weigh less, in the mean too."
    )
    parts = [
        f"Each fold is compared by {what}. Where the difference is above 0, "
        f"{say.the(pair.better)} was {say.measure.closer}.{weighed}",
        _tested(pair, losses.overlap, unit_of_losses(say)),
    ]
    if contest.first is not pair:
        parts.append(
            f"{sentence(say.the(NAIVE))} beside {say.the(pair.better)}: "
            f"{_in_short(contest.first.significance)}."
        )
    if contest.best:
        parts.append(_best(contest, contest.best, say))
    if pair.significance is None:
        return tuple(parts)
    parts.append(
        "p is rough. It takes folds as independent, and a model that is better for years on end "
        "makes it too small. So does trying several measures and keeping the one you like."
    )
    return tuple(parts)


def _tested(pair: Pair, overlap: int, unit: str) -> str:
    tested = pair.significance
    mean = float(pair.differences.mean())
    if tested is None:
        return (
            f"The mean difference is {rounded(mean, unit)}. Whether that is further from 0 than by "
            f"luck is not tested with fewer than {ENOUGH} folds that share no dates."
        )
    if tested.test == "sign" and not tested.freedom:
        return "There is no difference in any fold, so there is nothing to test."
    if tested.test == "sign":
        return (
            f"All differences are the same, {rounded(mean, unit)}, so they have no spread to "
            f"measure it by. The sign test remains: a coin shows the same side {tested.freedom} "
            f"times with {chance(tested.p)}."
        )
    least = rarest(pair.folds)
    rarer = (
        f" The sentences above never call a lead rarer than 1 in {number(round(1 / least))}, which "
        f"is how often a coin shows the same side {pair.folds} times: so few folds show no more."
        if tested.p < least
        else ""
    )
    lags = (
        f" Each fold shares dates with {number(overlap)} later ones, so the error counts how alike "
        "those are."
        if overlap
        else " As folds share no dates, it is the same as Student's paired t-test."
    )
    t = number(tested.statistic, ".2f")
    return (
        f"The mean difference is {rounded(mean, unit)}, its standard error "
        f"{rounded(tested.error)}, and the first divided by the second t = {t}. With "
        f"{tested.freedom} degrees of freedom that is {chance(tested.p)}: the chance of a mean at "
        "least as far from 0, to either side, if both models were equally good. It is the test of "
        "Diebold and Mariano with the correction of Harvey, Leybourne and Newbold for few folds."
        f"{lags} Below {number(DOUBT)} a lead counts as more than luck.{rarer}"
    )


def _best(contest: Contest, best: Pair, say: Phrases) -> str:
    beside = (
        f"{sentence(say.the(best.better))} beside {say.the(best.worse)}: "
        f"{_in_short(best.significance)}."
    )
    others = number(len(contest.others))
    if best.significance is None or len(contest.others) == 1:
        return beside
    return (
        f"{beside} Since it was picked as the best of {others}, its p has to be below "
        f"{number(DOUBT)} divided by {others} to be called clear."
    )


def _in_short(tested: Significance | None) -> str:
    if tested is None:
        return "nothing, for want of folds"
    if tested.test == "sign":
        return f"{chance(tested.p)} by the sign test"
    return f"t = {number(tested.statistic, '.2f')}, {chance(tested.p)}"
