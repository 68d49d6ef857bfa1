"""The types of core that runs and recipes are made of, as a capsule may hold them."""

from core.arima_numbers import ArimaNumbers, Coefficient
from core.backtest import Backtest
from core.calendar import Frequency
from core.calibration import Recalibration
from core.capsule.registry import Registry
from core.drivers import Driver, Drivers
from core.events import Event
from core.folds import RollingOrigin
from core.forecaster import Forecast, Forecaster, Insight
from core.luck import Luck
from core.models import CATALOGUE, INTERMITTENT
from core.network_weights import NetworkWeights
from core.number_style import CsvStyle, NumberStyle
from core.progress import Progress
from core.reading import Choices
from core.reading.choices import RowRule
from core.recipe import Recipe
from core.scenario import Scenario, SupposedForecast
from core.timeseries import TimeSeries
from core.training import Budget, Trained, Training
from core.treatment import Treatment

MODELS = (*CATALOGUE.values(), *INTERMITTENT.values())

ANSWERS: tuple[type, ...] = (Luck, SupposedForecast)
"""What the engine may have been asked about a run, and found."""

CORE = Registry(
    types=(
        # A series and what was decided about it.
        TimeSeries, Frequency, NumberStyle, CsvStyle, Event, Treatment, Driver, Drivers,
        Recipe, Choices, RowRule,
        # What was asked for.
        Training, RollingOrigin, Budget, *MODELS,
        # What came of it.
        Trained, Backtest, Forecast, Insight, NetworkWeights, ArimaNumbers, Coefficient, Progress,
        Recalibration,
        *ANSWERS, Scenario,
    ),
    roles={Forecaster: MODELS},
    anything=ANSWERS,
)  # fmt: skip
"""A type that is added to a run has to be added here; a test finds those that are not."""
