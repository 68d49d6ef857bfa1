"""The forecast that nobody asked for: there when it can be, silent when it can't."""

import io
import json
import logging
from dataclasses import replace

import numpy as np
import pytest

from core.first_look import READS, first_look
from core.log import configure
from tests.builders import promoted, seasonal, series, with_another_promotion


def test_it_is_the_practised_networks_forecast():
    forecast = first_look(seasonal(), 9)
    assert forecast.model == "Practised LSTM"
    assert len(forecast.table) == 9
    assert np.isfinite(forecast.table.to_numpy()).all()


def test_a_series_too_short_has_none():
    assert first_look(series([1.0, 2.0]), 6) is None


def test_what_was_not_foreseen_is_logged_with_an_id_and_without_values(monkeypatch):
    def fail(*given):
        raise ZeroDivisionError("4711.25")

    monkeypatch.setattr("core.models.practised.model.zero_shot", fail)
    monkeypatch.setattr(logging.getLogger("core"), "handlers", [])
    stream = io.StringIO()
    configure(stream)
    assert first_look(seasonal(), 6) is None
    line = stream.getvalue()
    assert len(json.loads(line)["error_id"]) == 8
    assert json.loads(line)["error"] == "ZeroDivisionError"
    assert "4711" not in line


@pytest.mark.slow
def test_of_an_endless_series_the_newest_values_are_read():
    values = 100 + np.random.default_rng(0).normal(0, 1, READS + 400)
    spoiled = values.copy()
    spoiled[:400] = 1e6
    one, other = (first_look(series(each, "daily"), 5).table for each in (values, spoiled))
    np.testing.assert_array_equal(one.to_numpy(), other.to_numpy())


def test_drivers_count_once_their_future_values_are_there():
    ts = promoted()
    without = first_look(replace(ts, drivers=None), 6).table["point"]
    usual, other = (first_look(each, 6).table["point"] for each in (ts, with_another_promotion(ts)))
    assert 30 < (other - usual).iloc[-1] < 60
    unknown = replace(ts, drivers=replace(ts.drivers, table=ts.drivers.table.iloc[: len(ts)]))
    np.testing.assert_array_equal(first_look(unknown, 6).table["point"], without)
