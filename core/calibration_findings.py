"""What recalibrating the intervals of a model does, in words."""

from core.backtest import Backtest
from core.calibration import Recalibration, width_and_score
from core.report_card import Held, ReportCard
from core.wording import listed, number, percent

# A smaller share is no difference.
_CLOSE = 0.01


def advice(card: ReportCard) -> str:
    """Whether it is worth it, by what chance says of the intervals as they are."""
    verdicts = {held.verdict for held in card.overall}
    if "too narrow" in verdicts:
        return "They are too narrow: recalibrating them is worth it."
    if "too wide" in verdicts:
        return (
            "They are wider than need be: recalibrating makes them narrower, and trusts that what "
            "is to come is as calm as these folds were."
        )
    return (
        "Nothing speaks against them as they are: recalibrating would follow chance more than it "
        "would mend."
    )


def told(
    how: Recalibration, before: ReportCard, after: ReportCard, past: Backtest, left: Backtest
) -> list[str]:
    """Sentences: what was done, what it does on folds that it was not learned from, and its price.

    Args:
        how: The recalibration, learned from all folds.
        before: The card of the intervals as they were.
        after: That of the intervals of each fold, recalibrated on the others.
        past: Past forecasts as they were.
        left: The same recalibrated, as `core.calibration.left_out`.
    """
    pairs = list(zip(before.overall, after.overall, strict=True))
    held = listed([f"the {new.level}% band holds {_instead(old, new)}" for old, new in pairs])
    return [
        how.note,
        f"On each fold, recalibrated on the other folds alone, {held}.",
        _price(how, past, left),
    ]


def earlier(before: Backtest, after: Backtest, model: str) -> str:
    """The same for the newest folds, recalibrated on the folds before them alone.

    Args:
        before: Past forecasts as they were.
        after: As `core.calibration.left_out` with `earlier`.
        model: Name of the model.
    """
    old = before.predictions
    old = old[(old["model"] == model) & old["cutoff"].isin(after.cutoffs)]
    values = number(int(old["y"].notna().sum()))
    parts = []
    for level in before.levels:
        was, would = (
            number(int(rows["y"].between(rows[f"lo-{level}"], rows[f"hi-{level}"]).sum()))
            for rows in (old, after.predictions)
        )
        parts.append(f"the {level}% band holds {would} of {values} instead of {was}")
    folds = len(after.cutoffs)
    newest = "On the newest fold" if folds == 1 else f"On the newest {folds} folds"
    return (
        f"{newest}, recalibrated on earlier folds alone as one would have had to, {listed(parts)}."
    )


def _instead(old: Held, new: Held) -> str:
    return f"{number(new.held)} of {number(new.of)} instead of {number(old.held)}"


def _price(how: Recalibration, past: Backtest, left: Backtest) -> str:
    """How much wider the ranges are, and whether the interval score is better for it."""
    old, new = (width_and_score(each, how.model).set_index("level") for each in (past, left))
    parts = []
    for level in old.index:
        wider = _more(old["width"][level], new["width"][level])
        gain = -_more(old["score"][level], new["score"][level])
        width = "is as wide as before"
        if abs(wider) >= _CLOSE:
            width = f"is {percent(abs(wider))} {'wider' if wider > 0 else 'narrower'}"
        score = "scores as before"
        if abs(gain) >= _CLOSE:
            score = f"scores {percent(abs(gain))} {'better' if gain > 0 else 'worse'}"
        parts.append(f"the {level}% band {width} and {score}")
    return f"There, {', '.join(parts)}: by the interval score, width plus a penalty for misses."


def _more(old: float, new: float) -> float:
    """By what share something grew; 0 where there was nothing."""
    return new / old - 1 if old > 0 else 0.0
