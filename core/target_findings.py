"""Chances to meet a budget, and how such chances fared before, in words."""

from core.targets import Odds
from core.timeseries import TimeSeries
from core.track_record import Record, TrackRecord
from core.wording import counted, listed, number, odds, percent

_WIDE = 0.3
"""Width of a range of chance within which many faults would not show."""


def of_odds(found: Odds, ts: TimeSeries, model: str) -> list[str]:
    """What the chances say: all together first, then the periods, then other budgets."""
    whole = found.together
    how = "at least" if found.at_least else "at most"
    name = whole.span.name
    what = f"{name[0].upper()}{name[1:]}"
    said = [
        f"{what}, {how} {ts.words(whole.budget)}: the chance is {odds(whole.chance)} by {model}."
    ]
    if len(found.each) > 1:
        likely = max(found.each, key=lambda each: each.chance)
        unlikely = min(found.each, key=lambda each: each.chance)
        said.append(
            f"Of the single ones, {likely.span.name} is likeliest to be met "
            f"({odds(likely.chance)}) and {unlikely.span.name} least "
            f"({odds(unlikely.chance)}). All {number(len(found.each))} at once: "
            f"{odds(found.every)}."
        )
    chances = {sure: odds(sure / 100).removeprefix("about ") for sure in whole.levels}
    first, *rest = whole.levels
    others = [f"{ts.words(whole.levels[sure], unit=False)} one of {chances[sure]}" for sure in rest]
    said.append(
        f"A budget of {ts.words(whole.levels[first])} would have a chance of {chances[first]}, "
        f"{listed(others)}."
    )
    return said


def of_record(found: TrackRecord, ts: TimeSeries, model: str, horizon: int) -> list[str]:
    """Whether the chances were borne out: for single steps, then for the whole horizon."""
    steps = found.steps
    low, high = (percent(share) for share in steps.chance)
    cutoffs = counted(found.folds, "past cutoff")
    if found.few:
        first = f"{cutoffs} {'is' if found.folds == 1 else 'are'} too few to tell whether such "
        first += "chances can be believed."
    elif not found.doubtful:
        first = f"{cutoffs} do not speak against chances by {model}."
        if steps.chance[1] - steps.chance[0] > _WIDE:
            first += " So few would show gross faults only."
    else:
        first = f"Chances by {model} were {_fault(found)}, at {cutoffs}."
    said = [
        first,
        f"{number(steps.targets)} targets for single {ts.frequency.noun}s were given a chance of "
        f"{percent(steps.stated)} on average, and {percent(steps.happened)} were met. Were such "
        f"chances right, it would be {low} to {high} 19 times in 20.",
    ]
    if found.totals is not None and horizon > 1:
        said.append(_of_totals(found.totals, ts.frequency.count(horizon)))
    return said


def _fault(found: TrackRecord) -> str:
    if found.tilted:
        return "too high" if found.steps.happened < found.steps.stated else "too low"
    if found.sure:
        return (
            "too sure of themselves: what they called unlikely came about more often, and what "
            "they called likely less often"
        )
    return (
        "too cautious: what they called unlikely came about less often, and what they called "
        "likely more often"
    )


def _of_totals(totals: Record, span: str) -> str:
    low, high = (percent(share) for share in totals.chance)
    text = (
        f"Targets for {span} together: {percent(totals.stated)} stated, "
        f"{percent(totals.happened)} met, {low} to {high} by chance"
    )
    if totals.vague:
        return f"{text}; too few to tell."
    outside = not totals.chance[0] <= totals.happened <= totals.chance[1]
    return f"{text}; not borne out." if outside else f"{text}."
