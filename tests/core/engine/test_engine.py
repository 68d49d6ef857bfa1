"""The engine's real processes: jobs, cancelling, queueing, and what dies with what."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from core.engine.client import Engine
from core.engine.jobs import State
from core.errors import JobLost, LimitError, SeriesTooShort
from core.folds import RollingOrigin
from core.luck import LuckCheck
from core.luck_findings import spread
from core.models import Arima, Ets, Recurrent, SeasonalNaive, Theta
from core.training import Budget, Training, train
from tests.builders import seasonal

pytestmark = pytest.mark.engine
ROOT = Path(__file__).resolve().parents[3]

QUICK = Recurrent(lookback=12, epochs=3, units=4)
LONG = Recurrent(lookback=12, epochs=500, patience=500, units=4)


def training(network=QUICK, n=84, folds=2):
    models = (network, Arima(), Ets(), Theta(), SeasonalNaive())
    return Training(seasonal(n), models, RollingOrigin(6, folds))


def wait(condition, seconds=180.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


@pytest.fixture(scope="module")
def engine():
    engine = Engine()
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def done(engine):
    """A job that is over."""
    job = engine.submit(training())
    wait(lambda: job.over)
    return job


def test_a_job_gives_what_training_here_gives(done):
    assert done.state is State.DONE, done.error
    here = train(training())
    columns = ["model", "ds", "point", "lo-80", "hi-95"]
    there = done.result.backtest.predictions[columns].reset_index(drop=True)
    assert there.equals(here.backtest.predictions[columns].reset_index(drop=True))
    models = {"LSTM", "ARIMA", "ETS", "Theta", "Seasonal naive"}
    assert set(done.result.forecasts) == {*models, "Blend"}


def test_progress_tells_stages_and_losses(done):
    assert set(done.latest) == {"LSTM", "ARIMA", "ETS", "Theta", "Seasonal naive"}
    mine = done.curves[done.request.network.name]
    assert set(mine) == {0, 1, 2}
    epochs = [report.step for report in mine[1]]
    assert epochs == sorted(epochs)
    members = done.request.network.members
    assert all(len(report.members) == members for report in mine[1])
    assert done.share_done() == pytest.approx(1.0)


def test_a_luck_check_tries_the_network_with_other_seeds(engine):
    network = replace(QUICK, members=2)
    asked = training(network)
    first = engine.submit(asked)
    wait(lambda: first.over)
    job = engine.submit(LuckCheck(first.result.training, (2, 3)))
    shares = []
    wait(lambda: shares.append(job.share_done()) or job.over)
    assert job.state is State.DONE, job.error
    assert shares == sorted(shares)
    assert job.share_done() == pytest.approx(1.0)
    assert set(job.latest) == {"LSTM, seed 2", "LSTM, seed 3"}
    assert set(job.curves["LSTM, seed 3"]) == {1, 2}

    found = spread(first.result, [job.result])
    assert found.seeds == (1, 2, 3)
    models = (replace(network, seed=3), Arima(), SeasonalNaive())
    there = train(replace(asked, forecasters=models)).backtest.leaderboard().set_index("model")
    assert found.errors[3] == pytest.approx(there.loc["LSTM", "mae"])
    assert found.moves > 0


def test_a_luck_check_is_cancelled(engine):
    job = engine.submit(LuckCheck(training(LONG), (2, 3, 4)))
    wait(lambda: "LSTM, seed 2" in job.latest)
    engine.cancel(job)
    wait(lambda: job.over)
    assert job.state is State.CANCELLED
    assert job.result is None
    # It went no further than the seeds that were under way.
    assert "LSTM, seed 4" not in job.latest


def test_seeds_done_before_a_luck_check_is_cancelled_are_kept(engine):
    check = LuckCheck(training(Recurrent(lookback=12, epochs=20, units=4)), tuple(range(2, 12)))
    job = engine.submit(check)
    wait(lambda: "LSTM, seed 3" in job.latest)
    engine.cancel(job)
    wait(lambda: job.over)
    assert job.state is State.CANCELLED
    assert job.result.seeds[0] == 2
    assert len(job.result.seeds) < 10


def test_an_epoch_is_timed_once_for_a_kind_of_network(engine):
    assert engine.pace(training()) is None
    wait(lambda: engine.pace(training()) is not None)
    pace = engine.pace(training(Recurrent(lookback=12, epochs=77, units=4, seed=9)))
    assert pace == engine.pace(training())
    assert pace.epoch > 0


def test_a_budget_settles_the_epochs_before_the_folds(engine):
    asked = replace(training(LONG, n=300), budget=Budget(10))
    job = engine.submit(asked)
    wait(lambda: "LSTM" in job.latest)
    epochs = job.latest["LSTM"].steps // 2
    assert 1 <= epochs < 500
    engine.cancel(job)
    wait(lambda: job.over)


def test_cancel_stops_a_network_and_the_next_job_runs(engine):
    job = engine.submit(training(LONG))
    wait(lambda: "LSTM" in job.latest)
    engine.cancel(job)
    wait(lambda: job.over)
    assert job.state is State.CANCELLED
    assert job.latest["LSTM"].fold == 1
    after = engine.submit(training())
    wait(lambda: after.over)
    assert after.state is State.DONE


def test_cancel_stops_an_arima_search(engine):
    # A long series makes each order of the search slow, and the search can't be interrupted.
    slow = Training(seasonal(1_900), (QUICK, Arima(), SeasonalNaive()), RollingOrigin(6, 2))
    job = engine.submit(slow)
    wait(lambda: "ARIMA" in job.latest)
    engine.cancel(job)
    wait(lambda: job.over)
    assert job.state is State.CANCELLED
    assert job.latest["ARIMA"].fold == 1


def test_cancelling_one_job_leaves_the_others_alone(engine):
    first, second, third = (engine.submit(training(LONG)) for _ in range(3))
    wait(lambda: "LSTM" in first.latest)
    assert [engine.place(job) for job in (first, second, third)] == [0, 1, 2]
    engine.cancel(second)
    wait(lambda: second.over, 2)
    assert second.state is State.CANCELLED
    assert not first.over
    assert engine.place(third) == 1
    engine.cancel(first)
    wait(lambda: "LSTM" in third.latest)
    assert first.state is State.CANCELLED
    engine.cancel(third)
    wait(lambda: third.over)


def test_the_most_jobs_are_a_stated_limit(engine, monkeypatch):
    monkeypatch.setenv("LOOKBACK_MAX_JOBS", "1")
    job = engine.submit(training(LONG))
    with pytest.raises(LimitError, match="most of 1 jobs"):
        engine.submit(training())
    engine.cancel(job)
    wait(lambda: job.over)


def test_a_training_that_can_not_work_is_refused_before_it_queues(engine):
    with pytest.raises(SeriesTooShort):
        engine.submit(training(n=24))


def test_an_abandoned_job_is_cancelled(engine, monkeypatch):
    job = engine.submit(training(LONG))
    wait(lambda: "LSTM" in job.latest)
    job.seen -= 61 * 60
    wait(lambda: job.over, 5)
    assert job.state is State.CANCELLED


def test_a_killed_engine_is_told_and_started_again():
    engine = Engine()
    try:
        job = engine.submit(training(LONG))
        wait(lambda: job.started is not None)
        os.kill(engine.pid, signal.SIGKILL)
        wait(lambda: job.over, 5)
        assert job.state is State.FAILED
        assert isinstance(job.error, JobLost)
        again = engine.submit(training())
        wait(lambda: again.over)
        assert again.state is State.DONE
    finally:
        engine.close()


def test_no_engine_outlives_a_server_that_is_killed():
    script = textwrap.dedent("""
        import sys, time
        from core.engine.client import Engine
        engine = Engine()
        while not engine.ready:
            time.sleep(0.05)
        print("ready", flush=True)
        time.sleep(600)
    """)
    server = subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert server.stdout.readline() == "ready\n"
    family = psutil.Process(server.pid).children(recursive=True)
    assert len(family) == 3
    server.kill()
    server.wait()
    wait(lambda: not any(each.is_running() and each.status() != "zombie" for each in family), 20)


def test_the_web_process_never_loads_tensorflow_nor_the_statistics():
    script = textwrap.dedent("""
        import sys
        import core.engine.client, core.training, core.figures, core.verdict, core.profile
        import core.reading, core.diagnostic_figures, core.holiday_calendar, ui.workspace
        for name in ("tensorflow", "keras", "statsforecast", "distributed", "holidays"):
            assert name not in sys.modules, name
    """)
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True)


def test_another_user_of_the_machine_can_not_reach_the_scheduler(engine):
    from distributed import Client

    wait(lambda: engine.ready)
    address = engine._client.scheduler.address
    assert address.startswith("tls://127.0.0.1:")
    with pytest.raises((OSError, TypeError, RuntimeError)):
        Client(address.replace("tls://", "tcp://"), timeout=2, set_as_default=False)
