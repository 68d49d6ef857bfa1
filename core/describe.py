"""A forecast in a few sentences that can be sent to somebody who has not seen the page."""

from collections.abc import Sequence

import numpy as np

from core.backtest import Backtest
from core.forecaster import Forecast, next_in_words
from core.phrases import NAIVE
from core.timeseries import TimeSeries
from core.training import Trained
from core.verdict import Verdict
from core.wording import counted, rounded


def describe(
    trained: Trained,
    forecast: Forecast,
    verdict: Verdict,
    totals: Sequence[str] = (),
    recalibrated: Backtest | None = None,
) -> tuple[str, ...]:
    """What is forecast, how far it can be believed, and what it does not know.

    Args:
        trained: The run.
        forecast: Its forecast that is told.
        verdict: Of the run.
        totals: Sentences about totals, put after those about single periods.
        recalibrated: Where its ranges are recalibrated ones, past forecasts with such ranges, as
            `core.calibration.left_out`.
    """
    ts = trained.training.ts
    return (
        _data(ts),
        f"{next_in_words(forecast, ts)}.",
        *_extremes(forecast, ts),
        *filter(None, totals),
        *forecast.effects,
        _trust(trained.backtest, forecast.model, ts, recalibrated),
        *filter(None, (verdict.sentence, verdict.trust, verdict.advice, verdict.baseline)),
        f"The forecast is the {forecast.model}'s and carries on what the past shows. It knows "
        "nothing of what has never happened before.",
    )


def _data(ts: TimeSeries) -> str:
    first, last = (ts.frequency.words(stamp) for stamp in (ts.index[0], ts.index[-1]))
    unit = f" in {ts.unit}" if ts.unit else ""
    missing = len(ts) - ts.observed
    gaps = f", {missing} of them without a value" if missing else ""
    return (
        f"{ts.name}{unit}, {ts.frequency.name}, {first} to {last}: "
        f"{ts.frequency.count(len(ts))}{gaps}."
    )


def _extremes(forecast: Forecast, ts: TimeSeries) -> tuple[str, ...]:
    """The highest and the lowest period ahead; none where there are only a few."""
    point = forecast.table["point"]
    if len(point) < 3 or np.isclose(point.max(), point.min()):
        return ()
    index = forecast.table.index
    high, low = (
        ts.frequency.words(index[int(place)]) for place in (point.argmax(), point.argmin())
    )
    most, least = ts.words(point.max()), ts.words(point.min())
    return (
        f"Of the {ts.frequency.count(len(point))} ahead, {high} is expected to be the highest "
        f"({most}) and {low} the lowest ({least}).",
    )


def _trust(backtest: Backtest, model: str, ts: TimeSeries, recalibrated: Backtest | None) -> str:
    """How far off it was before, beside the baseline, and how often its ranges held."""
    board = {row["model"]: row for row in backtest.leaderboard().to_dict("records")}
    mine = board.get(model)
    if mine is None or not mine["scored"]:
        return "How good it is can't be told: no past forecast of it could be compared."
    ranges = "Its 80% range"
    if recalibrated is not None:
        mine |= recalibrated.leaderboard().iloc[0].to_dict()
        ranges = "Its 80% range, recalibrated at each of them on the others,"
    held = round(mine["coverage-80"] * mine["scored"])
    beside = ""
    if NAIVE in board and model != NAIVE:
        naive = rounded(board[NAIVE]["mae"])
        beside = f"; repeating the last season's value missed by {naive}"
    return (
        f"At {counted(len(backtest.cutoffs), 'past cutoff')} it missed by "
        f"{rounded(mine['mae'], ts.unit)} on average{beside}. {ranges} held {held} of "
        f"{mine['scored']} values."
    )
