import pytest

from core.errors import Cancelled, ForecastError, LimitError, SeriesTooShort
from core.folds import one_by_one
from core.forecaster import Forecast
from core.learn.training import LessonTraining
from core.models import Recurrent
from core.progress import silent
from tests.builders import seasonal
from tests.doubles import Sketch


class Broken(Sketch):
    def fit(self, ts, horizon, report=silent):
        raise ForecastError("It would not.")


def test_a_lesson_has_the_forecast_of_one_network():
    reports = []
    request = LessonTraining(seasonal(60), Sketch(lookback=12), 6)
    request.check()
    forecast = request.carry_out(reports.append, one_by_one, None)
    assert isinstance(forecast, Forecast)
    assert len(forecast.table) == 6
    assert forecast.insight is not None
    assert forecast.paths is None
    assert {report.model for report in reports} == {request.networks[0].name}


def test_what_a_server_does_not_take_is_refused(monkeypatch):
    with pytest.raises(SeriesTooShort):
        LessonTraining(seasonal(12), Recurrent(lookback=12), 6).check()
    monkeypatch.setenv("LOOKBACK_MAX_EPOCHS", "5")
    with pytest.raises(LimitError, match="10 epochs"):
        LessonTraining(seasonal(60), Recurrent(), 6).check()
    monkeypatch.setenv("LOOKBACK_MAX_OBSERVATIONS", "50")
    with pytest.raises(LimitError, match="60 observations"):
        LessonTraining(seasonal(60), Recurrent(epochs=5), 6).check()


def test_a_network_that_fails_says_why_and_cancel_ends_it():
    with pytest.raises(ForecastError, match="It would not"):
        LessonTraining(seasonal(60), Broken(lookback=12), 6).carry_out(silent, one_by_one, None)

    def stop(progress):
        raise Cancelled

    with pytest.raises(Cancelled):
        LessonTraining(seasonal(60), Sketch(lookback=12), 6).carry_out(stop, one_by_one, None)
