"""The models, one file each, and the catalogue that lists them."""

from core.forecaster import Forecaster
from core.models.arima import Arima
from core.models.drift import Drift
from core.models.ets import Ets
from core.models.intermittent import Croston, Tsb
from core.models.naive import SeasonalNaive
from core.models.practised.model import Practised
from core.models.recurrent import Pace, Recurrent
from core.models.theta import Theta

CATALOGUE: dict[str, type[Forecaster]] = {
    "recurrent": Recurrent,
    "practised": Practised,
    "arima": Arima,
    "ets": Ets,
    "theta": Theta,
    "seasonal-naive": SeasonalNaive,
    "drift": Drift,
}
"""Every model by its key: the contract tests run over it, and a new model is one line here."""

INTERMITTENT: dict[str, type[Forecaster]] = {"croston": Croston, "tsb": Tsb}
"""Models for demand that is mostly zero. Their point is the mean, and a season is nothing to them,
so they don't keep to all of that contract."""

__all__ = [
    "CATALOGUE",
    "INTERMITTENT",
    "Arima",
    "Croston",
    "Drift",
    "Ets",
    "Pace",
    "Practised",
    "Recurrent",
    "SeasonalNaive",
    "Theta",
    "Tsb",
]
