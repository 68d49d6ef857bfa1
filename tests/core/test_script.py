"""A forecast as a Python script: safe whatever the file holds, and the same numbers when run."""

import ast
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.calibration import Recalibration
from core.drivers import Driver, Drivers
from core.forecaster import Insight
from core.models import Arima, Drift, Ets, Practised, Recurrent, SeasonalNaive, Theta
from core.reading import interpret, open_table
from tests.builders import driven, promoted, seasonal, series
from tests.scripts import (
    HORIZON,
    ROOT,
    assert_same,
    blend_of,
    eventful,
    executed,
    forecast_of,
    run,
    script_of,
    with_gaps,
)

ROUNDING = 1e-12

NASTY = [
    "quotes \" and ' and \"\"\" and '''",
    "lines\nimport sys; sys.exit('run')\r\nand\x0bmore\x85of\u2028them",
    '"""\nraise SystemExit("run")\n"""',
    "{braces} $DATES ${VALUES} $ #? drivers %s \\",
    "\\N{BULLET} \\x00 \x00 \ud800 \u202eleft 東京 é",
    "-*- coding: utf-16 -*-",
    "$ pip install evil\nimport evil",
]


def named_drivers(name):
    """A promoted series whose driver that counts is called `name`."""
    ts = promoted()
    table = ts.drivers.table.rename(columns={"Promotion": name})
    kinds = (Driver(name, True), Driver("Weather", False))
    return replace(ts, name=name, unit=name, drivers=Drivers(kinds, table))


@pytest.mark.slow
@pytest.mark.parametrize("model", [SeasonalNaive(), Drift()])
@pytest.mark.parametrize(
    "ts",
    [
        with_gaps(seasonal(90)),
        eventful(),
        series(np.sin(np.arange(40)) * 7, "weekly", "2020-01-06"),
        series(np.exp(-np.arange(30.0)), "quarterly", "2001-03-31"),
    ],
    ids=["gaps", "events", "negative", "no season"],
)
def test_a_baseline_gives_the_same_numbers_without_lookback(model, ts, tmp_path):
    forecast = forecast_of(model, ts)
    said, table = run(script_of(model, ts, forecast), tmp_path)
    assert_same(table, forecast, ROUNDING)
    np.testing.assert_array_equal(table["point"], forecast.table["point"])
    assert "Farthest from what Lookback showed: 0" in said


def test_recalibrated_ranges_come_with_it(tmp_path, monkeypatch):
    ts = seasonal(60)
    ranges = Recalibration("Seasonal naive", {80: 3.0, 95: 1.2}, 0.4, 6)
    forecast = ranges.apply(forecast_of(SeasonalNaive(), ts))
    source = script_of(SeasonalNaive(), ts, forecast, ranges=ranges)
    table, _ = executed(source, tmp_path, monkeypatch)
    assert_same(table, forecast, ROUNDING)
    assert "recalibrated on 6 past folds" in " ".join(source.replace("#", " ").split())


def test_what_was_decided_on_data_is_said():
    ts = eventful()
    source = script_of(SeasonalNaive(), ts, forecast_of(SeasonalNaive(), ts))
    words = " ".join(source.replace("#", " ").split())
    assert "1 outlier was replaced by what was usual on such dates." in words
    assert "What repeating events did is taken out." in words
    assert "('Promotion (Sales)', " in words


@pytest.mark.slow
@pytest.mark.parametrize(
    "ts",
    [
        with_gaps(seasonal(90)),
        promoted(),
        eventful(),
        seasonal(208, period=52, noise=0.02, frequency="weekly", start="2018-01-01"),
        seasonal(420, period=7, frequency="daily"),
    ],
    ids=["gaps", "drivers", "events", "long season", "long"],
)
def test_arima_is_searched_anew_without_lookback_to_the_same_numbers(ts, tmp_path):
    model = Arima(models_tried=15)
    forecast = forecast_of(model, ts)
    _, table = run(script_of(model, ts, forecast), tmp_path)
    assert_same(table, forecast, 1e-9)


@pytest.mark.slow
@pytest.mark.parametrize("model", [Ets(), Theta(), Practised()], ids=lambda model: model.name)
def test_a_model_that_is_not_to_be_had_elsewhere_imports_core_and_says_so(model, tmp_path):
    ts = eventful()
    forecast = forecast_of(model, ts)
    source = script_of(model, ts, forecast)
    head = " ".join(source.partition("import sys")[0].replace("#", " ").split())
    assert "It needs Lookback itself, whose code it imports as `core`" in head
    assert "Why: " in head
    _, table = run(source, tmp_path, alone=False)
    assert_same(table, forecast, ROUNDING)


@pytest.mark.slow
def test_a_script_that_needs_core_says_what_is_missing_without_it(tmp_path):
    ts = seasonal(60)
    source = script_of(Theta(), ts, forecast_of(Theta(), ts))
    with pytest.raises(AssertionError, match="Run this script in Lookback's folder"):
        run(source, tmp_path)


@pytest.mark.slow
def test_the_blend_is_made_of_all_its_parts_anew(tmp_path):
    ts = promoted()
    parts = (Practised(), Arima(models_tried=15), Ets(), Theta())
    ranges = Recalibration("Blend", {80: 1.5, 95: 1.2}, 0.0, 6)
    forecast = ranges.apply(blend_of(ts, parts))
    source = script_of(parts[0], ts, forecast, others=parts[1:], ranges=ranges)
    _, table = run(source, tmp_path, alone=False)
    assert_same(table, forecast, ROUNDING)


def pretended(model, ts, horizon=HORIZON):
    """A model's forecast without its fit: the naive one under its name."""
    forecast = forecast_of(SeasonalNaive(), ts, horizon)
    insight = Insight(pd.Series(dtype=float), np.zeros(0), (), epochs=3)
    return replace(forecast, model=model.name, insight=insight)


MODELS = (
    Recurrent(),
    Recurrent(cell="lstm-peephole"),
    Arima(),
    Ets(),
    Theta(),
    SeasonalNaive(),
    Drift(),
    Practised(),
)


def checked(source):
    """That it compiles as it is read from a file, and imports nothing but what it says."""
    tree = ast.parse(source.encode())
    allowed = {"core", "keras", "numpy", "os", "pandas", "scipy", "statistics", "statsforecast"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            assert {each.name.split(".")[0] for each in node.names} <= allowed | {"sys", "warnings"}
        elif isinstance(node, ast.ImportFrom):
            assert node.module.split(".")[0] in allowed
    return tree


@pytest.mark.slow
@pytest.mark.parametrize("file", sorted((ROOT / "sample_data").glob("*.csv")), ids=lambda f: f.stem)
def test_every_model_of_every_sample_compiles(file):
    ts = interpret(open_table(file.read_bytes(), file.name)).series
    for model in MODELS:
        source = script_of(model, ts, pretended(model, ts))
        checked(source)
        assert max(map(len, source.splitlines())) <= 100, model.name


@pytest.mark.slow
@pytest.mark.parametrize("name", NASTY)
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
@pytest.mark.parametrize("make", [eventful, named_drivers], ids=["events", "drivers"])
def test_text_of_a_file_is_never_code(name, model, make):
    ts = make(name)
    plain = make("Plain")
    one, other = (script_of(model, each, pretended(model, each)) for each in (ts, plain))
    tree, plain_tree = checked(one), checked(other)
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert [type(node) for node in ast.walk(tree)] == [type(node) for node in ast.walk(plain_tree)]
    if "core.models" in one:
        assert name in texts
    assert max(map(len, other.splitlines())) <= 100


@pytest.mark.slow
@pytest.mark.parametrize("name", NASTY)
def test_text_of_a_file_comes_back_as_it_was(name, tmp_path, monkeypatch):
    ts = driven(eventful(name), {name: np.arange(96.0) % 5})
    ts = replace(ts, unit=name)
    forecast = forecast_of(Theta(), ts)
    table, names = executed(script_of(Theta(), ts, forecast), tmp_path, monkeypatch)
    assert_same(table, forecast, ROUNDING)
    again = names["ts"]
    assert (again.name, again.unit, again.events) == (name, name, ts.events)
    assert again.drivers.kinds == ts.drivers.kinds
    pd.testing.assert_frame_equal(again.drivers.table, ts.drivers.table)
    assert (again.frequency, again.treatment) == (ts.frequency, ts.treatment)
