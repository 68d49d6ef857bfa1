import pytest

from core.errors import Cancelled, ForecastError, LimitError, SeriesTooShort
from core.folds import one_by_one
from core.learn.trials import Trial, Trials
from core.models import Recurrent
from core.progress import silent
from tests.builders import seasonal
from tests.doubles import Sketch


class Broken(Sketch):
    def fit(self, ts, horizon, report=silent):
        raise ForecastError("It would not.")


def trials(*networks, n=60):
    ts = seasonal(n)
    return Trials(
        "Trials",
        tuple(Trial(f"Trial {k}", ts, each, 6 + k) for k, each in enumerate(networks, start=1)),
    )


def test_each_trial_gives_a_forecast_under_its_own_name():
    reports = []
    request = trials(Sketch(lookback=12), Sketch(lookback=4))
    request.check()
    found = request.carry_out(reports.append, one_by_one, None)
    assert {name: len(each.table) for name, each in found.items()} == {"Trial 1": 7, "Trial 2": 8}
    assert all(each.paths is None for each in found.values())
    # How far it is can be told, though the networks are called the same.
    assert {report.model for report in reports} == {"Trial 1", "Trial 2"}


def test_what_a_server_does_not_take_is_refused_for_any_of_them(monkeypatch):
    with pytest.raises(SeriesTooShort):
        trials(Recurrent(lookback=2), Recurrent(lookback=12), n=12).check()
    monkeypatch.setenv("LOOKBACK_MAX_EPOCHS", "5")
    with pytest.raises(LimitError, match="10 epochs"):
        trials(Recurrent(epochs=5), Recurrent(epochs=10)).check()


def test_one_that_fails_says_why_and_cancel_ends_all():
    with pytest.raises(ForecastError, match="It would not"):
        trials(Sketch(), Broken()).carry_out(silent, one_by_one, None)

    def stop(progress):
        raise Cancelled

    with pytest.raises(Cancelled):
        trials(Sketch(), Sketch()).carry_out(stop, one_by_one, None)
