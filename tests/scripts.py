"""Scripts made of forecasts, and run."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from core.blend import BLEND, blended
from core.events import Event
from core.folds import Fit, RollingOrigin, carry_out
from core.models import Recurrent
from core.script import to_script
from core.training import Trained, Training
from core.treatment import Treatment
from tests.builders import seasonal

ROOT = Path(__file__).resolve().parents[1]
HORIZON = 6


def forecast_of(model, ts, horizon=HORIZON):
    """The forecast that a training's final fit of a model gives."""
    outcome = carry_out(Fit(model, ts, horizon, 0, 3))
    assert outcome.forecast is not None, outcome.failure
    return outcome.forecast


def trained_on(ts, models, forecasts=(), horizon=HORIZON):
    """A training's result without a test on the past."""
    training = Training(ts, tuple(models), RollingOrigin(horizon, 3))
    return Trained(training, None, {each.model: each for each in forecasts}, {})


def blend_of(ts, models, horizon=HORIZON):
    """The blend of models, the first of them the network."""
    outcomes = [carry_out(Fit(model, ts, horizon, 0, 3)) for model in models]
    [outcome] = blended(outcomes, models[0].name)
    assert outcome.model == BLEND
    return outcome.forecast


def script_of(model, ts, forecast, *, others=(), ranges=None):
    """The script of a forecast, as text."""
    models = [*others, model]
    # A training always has a network, as the pages ask for one.
    if not any(isinstance(each, Recurrent) for each in models):
        models.append(Recurrent())
    return to_script(trained_on(ts, models, [forecast]), forecast, ranges).decode()


def run(source, folder, *, alone=True):
    """Run a script in a process of its own and read what it wrote, by date.

    One that stands alone runs isolated: nothing of this project can be imported there.
    """
    file = Path(folder) / "lookback-forecast.py"
    file.write_bytes(source.encode())
    command = [sys.executable, *(["-I"] if alone else []), file.name]
    env = os.environ if alone else os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout, written(folder)


def executed(source, folder, monkeypatch):
    """Run a script in this process, with its libraries loaded; what it wrote, and its names."""
    monkeypatch.chdir(folder)
    names = {"__name__": "script"}
    exec(compile(source, "script", "exec"), names)
    return written(folder), names


def written(folder):
    """The file that a script wrote."""
    file = Path(folder) / "forecast.csv"
    return pd.read_csv(file, index_col="date", parse_dates=True, float_precision="round_trip")


def assert_same(table, forecast, rtol):
    """Dates, columns and numbers, as far as `rtol` of the largest of them."""
    wanted = forecast.table
    assert list(table.columns) == list(wanted.columns)
    assert list(table.index) == list(wanted.index)
    largest = np.abs(wanted.to_numpy()).max()
    np.testing.assert_allclose(table.to_numpy(), wanted.to_numpy(), rtol=0, atol=rtol * largest)


def with_gaps(ts, places=(3, 20, 21, -2)):
    """The series without its values at some places."""
    y = ts.y.copy()
    y.iloc[list(places)] = np.nan
    return replace(ts, y=y)


def eventful(name="Sales"):
    """A series with a promotion that comes again ahead, a shock, an outlier and a gap."""
    ts = with_gaps(seasonal(90, name=name))
    y = ts.y.copy()
    y.iloc[40] *= 3
    events = (
        Event(
            pd.Timestamp("2012-03-01"),
            pd.Timestamp("2012-04-01"),
            "promotion",
            "repeats",
            (pd.Timestamp("2014-05-01"), pd.Timestamp("2017-08-01")),
            name,
        ),
        Event(pd.Timestamp("2013-03-01"), pd.Timestamp("2013-03-01"), "shock", "ignore"),
    )
    return replace(ts, y=y, events=events, treatment=Treatment("seasonal", "replace"))
