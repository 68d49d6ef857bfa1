"""The forecast that nobody asked for: there when it can be, silent when it can't."""

import logging

import numpy as np

from core.first_look import first_look
from tests.builders import seasonal, series


def test_it_is_the_practised_networks_forecast():
    forecast = first_look(seasonal(), 9)
    assert forecast.model == "Practised LSTM"
    assert len(forecast.table) == 9
    assert np.isfinite(forecast.table.to_numpy()).all()


def test_a_series_too_short_has_none():
    assert first_look(series([1.0, 2.0]), 6) is None


def test_what_was_not_foreseen_is_logged_with_an_id_and_without_values(monkeypatch, caplog):
    def fail(*given):
        raise ZeroDivisionError("4711.25")

    monkeypatch.setattr("core.models.practised.model.zero_shot", fail)
    with caplog.at_level(logging.ERROR):
        assert first_look(seasonal(), 6) is None
    assert len(caplog.records[0].error_id) == 8
    assert "4711" not in caplog.records[0].getMessage()
