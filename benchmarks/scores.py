"""Figures of a comparison: what was forecast, beside what happened."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.competition import Task
from core import metrics

LEVELS = (80, 95)
DRAWS = 2_000
LOST = 3
"""Times seasonal naive's MASE from which on a series counts as lost."""


@dataclass(frozen=True, eq=False)
class Told:
    """What a model said of one series.

    Attributes:
        point: Shape (horizon,).
        bounds: By level, lower and upper bound, shape (horizon,) each.
        seconds: Time it took.
    """

    point: np.ndarray
    bounds: dict[int, tuple[np.ndarray, np.ndarray]]
    seconds: float


def score(tasks: list[Task], told: list[dict[str, Told]]) -> dict[str, Any]:
    """All figures, by model, and ratios to autoarima where that was run.

    `told` holds what each model said, by name, series by series; "snaive" and "naive2" have to
    be among them.
    """
    errors = {name: stacked(tasks, [said[name] for said in told]) for name in told[0]}
    models = {name: _figures(each, errors) for name, each in errors.items()}
    ratios = {}
    if "autoarima" in errors:
        for name in errors:
            if name not in ("autoarima", "naive2", "snaive"):
                ratios[name] = ratio(errors[name], errors["autoarima"])
    return {"models": models, "ratio_to_autoarima": ratios}


def _figures(
    each: dict[str, np.ndarray], errors: dict[str, dict[str, np.ndarray]]
) -> dict[str, Any]:
    base, naive = errors["naive2"], errors["snaive"]
    smape, mase = float(np.nanmean(each["smape"])), float(np.nanmean(each["mase"]))
    relative = smape / np.nanmean(base["smape"]), mase / np.nanmean(base["mase"])
    worst = each["mase"] / np.fmax(naive["mase"], 1)
    known = ~np.isnan(each["mase"])
    figures: dict[str, Any] = {
        "smape": round(smape, 3),
        "mase": round(mase, 4),
        "owa": round(float(sum(relative) / 2), 4),
    }
    sure = "msis95" in each
    for level in LEVELS:
        held = each[f"held{level}"] if sure else None
        figures[f"coverage{level}"] = None if held is None else round(float(np.nanmean(held)), 4)
    figures |= {
        "msis95": round(float(np.nanmean(each["msis95"])), 3) if sure else None,
        "seconds": round(float(np.median(each["seconds"])), 3),
        "worst_mase_over_snaive": round(float(np.nanmax(worst)), 2),
        "share_lost": round(float(np.mean((each["mase"] > LOST * naive["mase"])[known])), 4),
    }
    if sure:
        for level in LEVELS:
            held = each[f"held{level}"]
            figures[f"coverage{level}_se"] = round(_clustered(held), 4)
            figures[f"coverage{level}_by_step"] = [
                round(float(share), 4) for share in np.nanmean(held, axis=0)
            ]
            figures[f"coverage{level}_by_step_se"] = [
                round(_clustered(held[:, [step]]), 4) for step in range(held.shape[1])
            ]
    return figures


def _clustered(held: np.ndarray) -> float:
    """Standard error of the share that `held`, shape (series, steps), by series; NaN unknown."""
    seen = ~np.isnan(held)
    off = np.where(seen, held - np.nanmean(held), 0).sum(axis=1)
    return float(np.sqrt((off**2).sum()) / seen.sum())


def stacked(tasks: list[Task], told: list[Told]) -> dict[str, np.ndarray]:
    """Errors of one model: figures of shape (series,), `held` (series, steps)."""
    rows = [_errors(task, said) for task, said in zip(tasks, told, strict=True)]
    steps = max(len(task.actual) for task in tasks)
    stacked = {}
    for measure in rows[0]:
        values = [np.atleast_1d(row[measure]) for row in rows]
        width = steps if measure.startswith("held") else 1
        table = np.full((len(rows), width), np.nan)
        for place, each in enumerate(values):
            table[place, : len(each)] = each
        stacked[measure] = table if measure.startswith("held") else table[:, 0]
    return stacked


def _errors(task: Task, told: Told) -> dict[str, Any]:
    y = task.actual
    scale = metrics.seasonal_scale(task.known, task.period)
    row: dict[str, Any] = {
        "smape": metrics.smape(y, told.point),
        "mase": metrics.mase(y, told.point, scale),
        "seconds": told.seconds,
    }
    missing = np.isnan(y)
    for level in LEVELS if told.bounds else ():
        lo, hi = told.bounds[level]
        row[f"held{level}"] = np.where(missing, np.nan, (lo <= y) & (y <= hi))
        outside = np.maximum(lo - y, 0) + np.maximum(y - hi, 0)
        width = hi - lo + outside * 2 / (1 - level / 100)
        row[f"msis{level}"] = float(np.nanmean(np.where(missing, np.nan, width))) / scale
    return row


def ratio(mine: dict[str, np.ndarray], theirs: dict[str, np.ndarray]) -> dict[str, float]:
    """Ratios of mean MASEs and mean sMAPEs with their standard errors by bootstrap over series."""
    count = len(mine["mase"])
    draws = np.random.default_rng(0).integers(count, size=(DRAWS, count))
    found = {}
    for measure, error in (("mase", "se"), ("smape", "smape_se")):
        spread = np.nanmean(mine[measure][draws], 1) / np.nanmean(theirs[measure][draws], 1)
        found[measure] = round(float(np.nanmean(mine[measure]) / np.nanmean(theirs[measure])), 4)
        found[error] = round(float(spread.std()), 4)
    return found


def change(mine: dict[str, np.ndarray], base: dict[str, np.ndarray]) -> dict[str, float]:
    """Mean MASE, and how far it is from the base's in per cent, with its standard error."""
    compared = ratio(mine, base)
    return {
        "mase": round(float(np.nanmean(mine["mase"])), 4),
        "mase_change": round(100 * (compared["mase"] - 1), 2),
        "se": round(100 * compared["se"], 2),
    }


def table(found: dict[str, Any]) -> str:
    """The same for people."""
    columns = {
        "smape": "sMAPE",
        "mase": "MASE",
        "owa": "OWA",
        "coverage80": "80% held",
        "coverage95": "95% held",
        "msis95": "MSIS 95",
        "seconds": "seconds",
        "worst_mase_over_snaive": "worst",
        "share_lost": "lost",
    }
    lines = [f"{'':<19}" + "".join(f"{words:>10}" for words in columns.values())]
    for name, each in found["models"].items():
        cells = ("-" if each[key] is None else f"{each[key]:g}" for key in columns)
        lines.append(f"{name:<19}" + "".join(f"{cell:>10}" for cell in cells))
    for name, each in found["ratio_to_autoarima"].items():
        lines.append(
            f"{name} to autoarima: MASE {each['mase']:.3f} (se {each['se']:.3f}), "
            f"sMAPE {each['smape']:.3f} (se {each['smape_se']:.3f})"
        )
    for level in LEVELS:
        steps = found["models"].get("lookback", {}).get(f"coverage{level}_by_step", ())
        if steps:
            words = " ".join(f"{share * 100:.0f}" for share in steps)
            lines.append(f"lookback, {level}% held, step by step: {words}")
    return "\n".join(lines)
