"""Which script a run's model gets: one that stands alone, or one that imports Lookback's core."""

from core.calibration import Recalibration
from core.forecaster import Forecast
from core.models import Arima, Drift, Recurrent, SeasonalNaive
from core.script import statistical
from core.script.network import network, stands_alone
from core.script.shared import Told
from core.script.through_core import through_core
from core.training import Trained


def to_script(
    trained: Trained, forecast: Forecast, ranges: Recalibration | None = None, run: str = ""
) -> bytes:
    """A Python script that fits a run's model anew and gives its forecast again.

    It stands alone for ARIMA, the baselines, and networks trained from scratch that Keras has;
    for others it imports `core` and says so. Its head says which packages it needs, what it
    learns anew, and what stands in it as numbers.

    Args:
        trained: The run.
        forecast: The forecast of one of its models as it is shown.
        ranges: How its ranges were recalibrated; None where they were not.
        run: What the run is called; "" to leave that out.
    """
    told = Told.of(trained.training.ts, forecast, ranges, run)
    models = {model.name: model for model in trained.training.forecasters}
    model = models.get(forecast.model)
    if isinstance(model, Arima):
        source = statistical.arima(told, model)
    elif isinstance(model, SeasonalNaive):
        source = statistical.naive(told)
    elif isinstance(model, Drift):
        source = statistical.drift(told)
    elif isinstance(model, Recurrent) and stands_alone(model, forecast):
        source = network(told, model)
    else:
        source = through_core(told, trained.training)
    return f"{source}\n".encode()
