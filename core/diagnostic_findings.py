"""What is left over in a model's errors, in sentences."""

from typing import Literal

import numpy as np

from core.diagnostics import LEAST_FOR_SHAPE, NEGLIGIBLE, Diagnostics
from core.timeseries import TimeSeries
from core.wording import number, percent, rounded

Origin = Literal["trained", "practised", "fitted", "blend"]
"""Whose errors: the network trained here, the practised one, a statistical model, the blend."""

CAUTIONS: dict[Origin, str] = {
    "trained": "All this is on dates the network was trained on, where its errors are smaller than "
    "those of its forecasts in the table above. So what is left over here counts; that nothing is "
    "left over proves little.",
    "practised": "These are real forecasts one step ahead, by the network as it was practised: it "
    "had not seen the value it forecast. Adapting it to this series is not in them.",
    "fitted": "All this is on dates the model was fitted to, one step ahead; errors of its "
    "forecasts, in the table above, are larger as a rule.",
    "blend": "Half of the blend, its statistical models, was fitted to these dates; the practised "
    "network had not seen them. Errors of its forecasts, in the table above, are larger as a rule.",
}
"""How far to trust what was found."""


def findings(found: Diagnostics, ts: TimeSeries, origin: Origin) -> tuple[str, ...]:
    """What was found, for who has to decide whether to believe the model.

    Args:
        found: The diagnostics.
        ts: The series that was forecast, for its unit and its words for dates.
        origin: What made the errors.

    Returns:
        Sentences: what is left over, bias, spread, and how far to trust all that.
    """
    if found.alike:
        return (_always(found, ts),)
    return _left_over(found, ts), _bias(found, ts), _shape(found, ts), CAUTIONS[origin]


def _always(found: Diagnostics, ts: TimeSeries) -> str:
    if abs(found.mean) <= NEGLIGIBLE * float(ts.y.abs().max()):
        return f"All {found.n} errors are 0: there is nothing left over to examine."
    return (
        f"All {found.n} errors are the same: it forecast too {_side(found.mean)} by "
        f"{rounded(abs(found.mean), ts.unit)} each time. No more can be told from them."
    )


def _side(mean: float) -> str:
    return "low" if mean > 0 else "high"


def _left_over(found: Diagnostics, ts: TimeSeries) -> str:
    test, lags = found.ljung_box, len(found.acf)
    if test is None:
        return (
            "Whether errors follow each other can't be told: no two are "
            f"{ts.frequency.count(lags)} or fewer apart."
        )
    how = f"Ljung-Box, {test.freedom} lags, {test.words}"
    outside = int(found.outside.sum())
    if test.found:
        said = (
            "Something is left over that the model could have learned: its errors follow each "
            f"other more than by chance ({how})."
        )
        return f"{said} {_strongest(found, ts)}" if outside else said
    said = (
        f"Nothing is left over that stands out from chance: errors don't follow each other ({how})."
    )
    if not outside:
        return said
    far = ts.frequency.count(found.strongest)
    lie = "lies" if outside == 1 else "lie"
    return (
        f"{said} Of {lags} correlations {outside} {lie} outside the limits, the clearest with the "
        f"errors {far} earlier ({number(found.acf[found.strongest - 1], '.2f')}); chance alone "
        "puts one in 20 there."
    )


def _strongest(found: Diagnostics, ts: TimeSeries) -> str:
    lag, season = found.strongest, ts.seasonal_period
    correlation = float(found.acf[lag - 1])
    if season > 1 and lag % season == 0:
        more, less = (
            "part of the season is still in them",
            "it takes over too much of what only happened once",
        )
    elif lag == 1:
        more, less = "it follows changes too slowly", "it follows the newest value too closely"
    else:
        more, less = (
            "a miss tends to come again after that time, to the same side",
            "a miss tends to be followed by one to the other side after that time",
        )
    meaning = more if correlation > 0 else less
    return (
        f"They go most clearly with those {ts.frequency.count(lag)} earlier (correlation "
        f"{number(correlation, '.2f')}): {meaning}."
    )


def _bias(found: Diagnostics, ts: TimeSeries) -> str:
    chance = rounded(found.chance)
    if abs(found.mean) <= found.chance:
        return (
            f"No bias can be seen: the mean error is {rounded(found.mean, ts.unit)}, and chance "
            f"alone gives up to {chance} to either side."
        )
    said = (
        f"On average it forecast too {_side(found.mean)}, by "
        f"{rounded(abs(found.mean), ts.unit)}; chance alone seldom gives more than {chance}."
    )
    if found.acf[0] > found.limits[0]:
        return f"{said} Errors that follow each other leave more to chance, so take it as a hint."
    return said


def _shape(found: Diagnostics, ts: TimeSeries) -> str:
    test = found.jarque_bera
    if test is None:
        return (
            f"Whether errors spread like a normal curve can't be told from {found.n} errors; "
            f"{LEAST_FOR_SHAPE} are needed."
        )
    if not test.found:
        return (
            f"Errors spread about like a normal curve (Jarque-Bera, {test.words}), as the "
            "intervals of ARIMA, ETS, Theta, the seasonal naive and the drift assume."
        )
    how = f"(Jarque-Bera, {test.words})"
    # Both parts of the statistic, compared by their standard errors.
    if abs(found.kurtosis) / 24**0.5 < abs(found.skewness) / 6**0.5:
        far, near = ("above", "below") if found.skewness > 0 else ("below", "above")
        return (
            f"Errors are lopsided {how}: actual values lie further {far} the forecast than {near}. "
            f"An interval as wide up as down is too narrow {far} it and too wide {near}."
        )
    if found.kurtosis < 0:
        return (
            f"Errors are spread more evenly than a normal curve {how}: very large misses are "
            "rarer, and 95% intervals from a normal curve a little wider than need be."
        )
    apart = (found.errors - found.mean).abs()
    when = found.errors.index[int(np.nanargmax(apart))]
    return (
        f"Errors have heavy tails {how}: most are smaller than a normal curve would expect and a "
        f"few far larger, the largest {rounded(found.errors[when], ts.unit)} for "
        f"{ts.frequency.words(when)}, {number(apart.max() / found.spread, '.1f')} standard "
        f"deviations from the mean. {percent(found.beyond)} lie outside the range meant for 95%; "
        "what misses such an interval may miss it by far."
    )
