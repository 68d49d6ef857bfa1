"""A portfolio in words."""

import pandas as pd

from core.portfolio.overview import Overview
from core.wording import counted, listed, number, percent

WELL = 1.0
"""MASE up to which a series is well forecast, if the simplest model was no better: errors no
larger than the usual change from season to season."""

CLEAR = 0.02
"""Share by which mean errors have to differ for the network to count as better or worse."""


def well_forecast(table: pd.DataFrame) -> pd.Series:
    """Which series are well forecast: MASE at most `WELL`, and no better by the simplest model."""
    return (table["mase"] <= WELL) & (table["mase"] <= table["naive"])


def summary(found: Overview, network: str) -> tuple[str, ...]:
    """What came of it, in a few sentences.

    Args:
        found: The portfolio.
        network: Name of the network among its models, "" where it isn't.
    """
    table = found.table
    forecast = table[table["model"] != ""]
    if forecast.empty:
        return ("No series could be forecast. The reasons stand beside them.",)
    volume = float(table["volume"].clip(lower=0).sum())
    well = forecast[well_forecast(forecast)]
    share = float(well["volume"].clip(lower=0).sum()) / volume if volume > 0 else 0.0
    sentences = [
        f"{number(len(well))} of {counted(len(table), 'series', 'series')}, {percent(share)} of "
        f"the volume, {'is' if len(well) == 1 else 'are'} well forecast.",
        "That is: on values that had no part in any choice, errors were no larger than the usual "
        "change from season to season, nor than those of the simplest model.",
        _won(forecast, found.models),
    ]
    if network:
        sentences += _network(forecast, network)
    lost = int((forecast["flag"] == "worse than naive").sum())
    if lost:
        sentences.append(
            f"For {counted(lost, 'series', 'series')} the model chosen did worse than the simplest "
            "one: don't plan by these."
        )
    none = len(table) - len(forecast)
    if none:
        verb = "has" if none == 1 else "have"
        sentences.append(f"{counted(none, 'series', 'series')} {verb} no forecast.")
    return tuple(sentences)


def _won(forecast: pd.DataFrame, models: tuple[str, ...]) -> str:
    counts = forecast["model"].value_counts()
    told = [f"{name} for {number(int(counts[name]))}" for name in models if name in counts.index]
    return f"Chosen were {listed(told, most=len(told))}."


def _network(forecast: pd.DataFrame, network: str) -> list[str]:
    """Where the network helps and where it does not, by kind of demand."""
    both = forecast.dropna(subset=["network", "statistics"])
    if both.empty:
        return []
    helps: list[str] = []
    hurts: list[str] = []
    same: list[str] = []
    for kind, part in both.groupby("pattern"):
        gain = 1 - float(part["network"].mean()) / float(part["statistics"].mean())
        told = f"{kind} demand ({percent(abs(gain))}, {counted(len(part), 'series', 'series')})"
        (same if abs(gain) < CLEAR else helps if gain > 0 else hurts).append(told)
    sentences = []
    if helps:
        sentences.append(
            f"The network ({network}) erred less than the best other model on {listed(helps)}."
        )
    if hurts:
        sentences.append(f"It erred more on {listed(hurts)}.")
    if same:
        sentences.append(f"It made no difference on {listed(same)}.")
    return sentences
