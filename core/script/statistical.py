"""Scripts of ARIMA and of the two baselines: they stand alone."""

import numpy as np

from core.models import Arima
from core.models.arima import Arranged, arranged
from core.models.history import LONGEST_MEMORY
from core.script.shared import PYTHON, Told, ending, head, series
from core.script.template import filled
from core.script.writing import by_name, packages

ANEW = "The order is searched and fitted anew, as Lookback does it; the ranges follow from it."

EXACT = (
    "With these versions the numbers are Lookback's but for rounding; with others the search may "
    "end at another order."
)

PLAIN = "With other versions of them, too, the numbers are Lookback's but for rounding."


def arima(told: Told, model: Arima) -> str:
    """The script of an ARIMA."""
    given = arranged(told.past.ts, told.horizon)
    install = f"pip install {packages('statsforecast', 'pandas', 'numpy')}"
    learned = [ANEW]
    if given.drivers.names:
        learned.append("Which drivers count was decided by Lookback: only those stand below.")
    chosen = {
        "long": len(given.values) == LONGEST_MEMORY,
        "regressors": given.past is not None,
        "drivers": bool(given.drivers.names),
        "harmonics": bool(given.pairs),
        "approximate": given.approximation,
    }
    return filled(
        "arima",
        chosen,
        HEAD=head(told, PYTHON, install, [*learned, *_treated(told), EXACT]),
        SERIES=series(told),
        NEWEST=str(LONGEST_MEMORY),
        DRIVERS=_drivers(given),
        PERIOD=str(given.period),
        PAIRS=str(given.pairs),
        SEASON=str(given.season_length),
        TRIED=str(model.models_tried),
        ENDING=ending(told),
    )


def _drivers(given: Arranged) -> str:
    """Their values, at each step that is read and at each to forecast."""
    found = given.drivers
    both = np.vstack([found.past[-len(given.values) :], found.future])
    return by_name({name: both[:, place] for place, name in enumerate(found.names)})


def _treated(told: Told) -> list[str]:
    """That effects of events stand in a script as numbers, if there are any."""
    if not any(each.known for each in told.past.learned):
        return []
    return ["What repeating events do was learned by Lookback; it stands below as numbers."]


def naive(told: Told) -> str:
    """The script of the seasonal naive forecast."""
    ts = told.past.ts
    period = ts.seasonal_period if ts.observed > ts.seasonal_period else 1
    return filled("naive", PERIOD=str(period), **_plain(told))


def drift(told: Told) -> str:
    """The script of the drift."""
    return filled("drift", **_plain(told))


def _plain(told: Told) -> dict[str, str]:
    install = f"pip install {packages('pandas', 'numpy')}"
    return {
        "HEAD": head(told, PYTHON, install, [*_treated(told), PLAIN]),
        "SERIES": series(told),
        "ENDING": ending(told),
    }
