"""Settings that suit a series, each with its reason."""

from dataclasses import dataclass

from core.calendar import Frequency
from core.profile.strength import main_season
from core.timeseries import TimeSeries
from core.wording import counted

# A network needs this many examples to learn anything.
_EXAMPLES = 4
# Folds that are wanted even if the oldest then knows less than half of the series, and those a
# verdict's test would like to have; values they may hold together, since each fold costs time.
_FOLDS, _MOST_FOLDS, _MOST_VALUES = 3, 8, 5_000
# Steps of gradient descent that suit a short series, and windows to each.
_STEPS, _BATCH = 40, 32
_FEWEST_EPOCHS, _MOST_EPOCHS = 10, 40


@dataclass(frozen=True)
class Recommended:
    """Settings that suit a series.

    Attributes:
        lookback: Steps of the past a network sees.
        horizon: Steps to forecast.
        folds: Past cutoffs to test at.
        epochs: Passes of a network over its windows.
        reasons: For each of these names, why, as a sentence.
    """

    lookback: int
    horizon: int
    folds: int
    epochs: int
    reasons: dict[str, str]


# Steps of the past worth seeing, by frequency: full seasons where there are any.
_LOOKBACK = {
    "yearly": 6,
    "quarterly": 8,
    "monthly": 24,
    "weekly": 52,
    "daily": 28,
    "business-daily": 20,
    "hourly": 48,
    "half-hourly": 96,
    "quarter-hourly": 96,
}


def recommend(
    series: TimeSeries, horizon: int | None = None, lookback: int | None = None
) -> Recommended:
    """Window, horizon and folds that leave the oldest fold enough to learn from; and epochs.

    Args:
        series: The series, as models see it.
        horizon: Steps to forecast, if that is decided; the rest follows it.
        lookback: The window, if that is decided, likewise.
    """
    frequency, n = series.frequency, len(series)
    usual = max(1, min(frequency.horizon, n // 6))
    asked = horizon is not None and horizon != usual
    horizon = usual if horizon is None else horizon
    if asked:
        why_horizon = f"{frequency.count(horizon)} ahead were asked for."
    elif horizon == frequency.horizon:
        why_horizon = f"{frequency.count(horizon)} ahead is usual for {frequency.name} data."
    else:
        why_horizon = f"A sixth of the {frequency.count(n)} there are; the rest is to learn from."
    season = series.seasonal_period
    if season > 24 and n < 3 * season:
        # A year of weeks would take up most of a series of two years.
        season = 1
    if lookback is None:
        folds, room = _folds(series, horizon, season)
        lookback = _lookback(frequency, season, room)
    else:
        folds = _folds_for(series, horizon, lookback)
    folds = _more_folds(series, horizon, lookback, folds)
    if season > 1 and lookback >= season:
        seasons = lookback // season
        noun = {"yearly": "year", "weekly": "week", "daily": "day"}[main_season(frequency)]
        why_lookback = f"The window covers {counted(seasons, f'full {noun}')}."
    elif main_season(frequency):
        why_lookback = "A full season would leave too few examples in a series this short."
    else:
        why_lookback = f"{frequency.count(lookback)} show the recent trend."
    if folds > _FOLDS:
        why_folds = (
            f"{folds} past forecasts tell skill from luck better than fewer, and leave the oldest "
            "at least half of the series to learn from."
        )
    elif folds == _FOLDS:
        why_folds = f"{folds} past forecasts show whether a model does well more than once."
    else:
        why_folds = "The series is short: more past forecasts would leave too little to learn from."
    epochs = _epochs(n - folds * horizon)
    why_epochs = "Enough to learn the lasting pattern; more would make the network memorise noise."
    reasons = {
        "lookback": why_lookback,
        "horizon": why_horizon,
        "folds": why_folds,
        "epochs": why_epochs,
    }
    return Recommended(lookback, horizon, folds, epochs, reasons)


def _epochs(windows: int) -> int:
    """Passes that make about `_STEPS` steps of gradient descent, within bounds.

    A network that begins as a good simple forecast is spoilt by more steps than its windows
    bear; benchmarks/accuracy.py shows how the error depends on them.
    """
    in_one = -(-max(windows, 1) // _BATCH)
    return min(max(-(-_STEPS // in_one), _FEWEST_EPOCHS), _MOST_EPOCHS)


def _folds(series: TimeSeries, horizon: int, season: int) -> tuple[int, int]:
    """The most folds that leave a window of a full season, or of 2 steps; and the longest window.

    The oldest fold must hold a window, a horizon, and enough examples one step apart.
    """
    rooms = {folds: _room(series, horizon, folds) for folds in range(_FOLDS, 0, -1)}
    for least in (max(season, 2), 2):
        for folds, room in rooms.items():
            # A single past forecast is too little to judge by, unless nothing else fits.
            if room >= least and (folds > 1 or least == 2):
                return folds, room
    return 1, 2


def _folds_for(series: TimeSeries, horizon: int, lookback: int) -> int:
    """The most folds, up to those wanted in any case, whose oldest has room for this window."""
    fitting = (f for f in range(_FOLDS, 1, -1) if _room(series, horizon, f) >= lookback)
    return next(fitting, 1)


def _more_folds(series: TimeSeries, horizon: int, lookback: int, folds: int) -> int:
    """As many folds as leave the oldest half of the series, and as many examples as a window."""
    for more in range(_MOST_FOLDS, folds, -1):
        oldest = len(series) - more * horizon
        roomy = _room(series, horizon, more) >= 2 * lookback
        if 2 * oldest >= len(series) and roomy and more * len(series) <= _MOST_VALUES:
            return more
    return folds


def _room(series: TimeSeries, horizon: int, folds: int) -> int:
    """The longest window for which the oldest fold has examples enough."""
    known = series.y.iloc[: max(len(series) - folds * horizon, 0)]
    return int(known.notna().sum()) - horizon - _EXAMPLES + 1


def _lookback(frequency: Frequency, season: int, room: int) -> int:
    """The longest whole number of seasons within `room` and what is worth seeing."""
    wanted = _LOOKBACK[frequency.name]
    # A window of more than a third of the room leaves few examples: then one season will do.
    if frequency.seasonal_periods[0] > 1 and room < 3 * wanted:
        wanted = max(season, room // 3)
    least = min(wanted, room)
    return least - least % season if 1 < season <= least else max(2, least)
