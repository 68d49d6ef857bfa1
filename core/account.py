"""All there is to hand on about one run, as tables and sentences: what files are made from."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from core import driven
from core.backtest import Backtest
from core.events import labels
from core.forecaster import Forecast, together
from core.measures import MEASURES, Measure
from core.settings import describe as described
from core.timeseries import TimeSeries
from core.training import Trained, Training
from core.wording import with_unit


@dataclass(frozen=True, eq=False)
class Account:
    """One run and the forecast chosen from it.

    Attributes:
        title: What it is about, in a line.
        unit: Unit of the values, "" if none is known.
        whole: Whether forecasts are shown as whole numbers.
        sentences: The forecast and how far to believe it, in words.
        forecast: `Model, <Period>, Forecast, 80% from, ...`, all models, the chosen first.
        chosen: Name of the model chosen.
        actuals: `<Period>, <Series>, Event`: what was observed.
        backtest: The past replayed, a row for each model, cutoff and step.
        scores: The leaderboard, best first by the measure that decides.
        drivers: `<Period>, <Driver>, ...`: the values to come that forecasts count on; empty where
            they count on none.
        settings: `Part, Setting, Value`, as rows.
        receipt: `Step, What, In words, Total before, Total after`, as rows; empty where no file
            is behind it.
        control: The receipt's control total in words.
        notes: What each model decided: `Model, Note`, as rows.
    """

    title: str
    unit: str
    whole: bool
    sentences: tuple[str, ...]
    forecast: pd.DataFrame = field(repr=False)
    chosen: str
    actuals: pd.DataFrame = field(repr=False)
    backtest: pd.DataFrame = field(repr=False)
    scores: pd.DataFrame = field(repr=False)
    drivers: pd.DataFrame = field(repr=False)
    settings: pd.DataFrame = field(repr=False)
    receipt: pd.DataFrame = field(repr=False)
    control: str
    notes: pd.DataFrame = field(repr=False)


def account(
    trained: Trained,
    forecasts: dict[str, Forecast],
    chosen: str,
    sentences: Sequence[str],
    measure: Measure,
    recipe: bytes = b"",
) -> Account:
    """Gather what there is to hand on.

    Args:
        trained: The run.
        forecasts: Its forecasts as they are shown, recalibrated ones included.
        chosen: Name of the model that the person looks at.
        sentences: The same in words, as `core.describe` tells it.
        measure: The measure that decides who won.
        recipe: How the file was read, as `core.recipe` writes it; empty for none.
    """
    training, ts = trained.training, trained.training.ts
    period = ts.frequency.noun.capitalize()
    ordered = {chosen: forecasts[chosen], **forecasts}
    future = together(ordered).rename(columns=_words(ts, period))
    receipt: dict[str, Any] = {"steps": [], "control": ""}
    if recipe:
        receipt = json.loads(recipe)["receipt"]
    return Account(
        title=f"{ts.name}: forecast for {ts.frequency.count(training.plan.horizon)} ahead",
        unit=ts.unit,
        whole=ts.whole,
        sentences=tuple(sentences),
        forecast=future,
        chosen=chosen,
        actuals=_actuals(ts, period),
        backtest=_past(trained.backtest, ts, period),
        scores=_scores(trained.backtest, measure, ts.unit),
        drivers=_drivers(forecasts, ts, period),
        settings=_settings(training, measure),
        receipt=_receipt(receipt["steps"]),
        control=receipt["control"],
        notes=_notes(ordered, ts),
    )


def _words(ts: TimeSeries, period: str) -> dict[str, str]:
    bounds = {
        f"{side}-{level}": with_unit(f"{level}% {word}", ts.unit)
        for level in (80, 95)
        for side, word in (("lo", "from"), ("hi", "to"))
    }
    point = with_unit("Forecast", ts.unit)
    return {"model": "Model", "ds": period, "point": point, **bounds}


def _actuals(ts: TimeSeries, period: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            period: ts.index,
            with_unit(ts.name, ts.unit): ts.values,
            "Event": labels(ts.events, ts.index, ts.frequency),
        }
    )


def _drivers(forecasts: dict[str, Forecast], ts: TimeSeries, period: str) -> pd.DataFrame:
    values = driven.values(forecasts, ts)
    return pd.DataFrame() if values.empty else values.rename_axis(period).reset_index()


def _past(backtest: Backtest, ts: TimeSeries, period: str) -> pd.DataFrame:
    words = {**_words(ts, period), "cutoff": "Cutoff", "step": "Step"}
    words["y"] = with_unit("Actual", ts.unit)
    return backtest.predictions.rename(columns=words)


def _scores(backtest: Backtest, decides: Measure, unit: str) -> pd.DataFrame:
    board = backtest.leaderboard(decides.key)
    table = pd.DataFrame({"Model": board["model"]})
    for measure in MEASURES.values():
        table[measure.heading(unit)] = board[measure.key]
    table["Folds"], table["Scored"] = board["folds"], board["scored"]
    table["Failed because"] = board["failure"]
    return table


def _settings(training: Training, decides: Measure) -> pd.DataFrame:
    parts: dict[str, Any] = {model.name: model for model in training.forecasters}
    parts["Test on the past"], parts["Effort"] = training.plan, training.budget
    rows = []
    for part, spec in parts.items():
        for about in described(spec):
            value = getattr(spec, about.name)
            words = dict(about.options).get(value, value)
            rows.append({"Part": part, "Setting": about.label, "Value": str(words)})
    rows.append({"Part": "Verdict", "Setting": "Measure that decides", "Value": decides.label})
    return pd.DataFrame(rows, columns=["Part", "Setting", "Value"])


def _receipt(steps: list[dict[str, Any]]) -> pd.DataFrame:
    rows = [
        {
            "Step": place,
            "What": step["step"],
            "In words": step["text"],
            "Total before": step["total_before"],
            "Total after": step["total_after"],
        }
        for place, step in enumerate(steps, start=1)
    ]
    return pd.DataFrame(rows, columns=["Step", "What", "In words", "Total before", "Total after"])


def _notes(forecasts: dict[str, Forecast], ts: TimeSeries) -> pd.DataFrame:
    rows = [
        {"Model": name, "Note": note}
        for name, forecast in forecasts.items()
        for note in (*forecast.effects, *forecast.notes)
    ]
    said = (*driven.sentences(forecasts, ts), driven.in_the_test(ts))
    rows += [{"Model": "All", "Note": note} for note in said if note]
    return pd.DataFrame(rows, columns=["Model", "Note"])
