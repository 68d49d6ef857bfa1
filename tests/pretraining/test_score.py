"""Scores on real series, and intervals calibrated on them."""

import json
import shutil
import sys
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.models.practised import weights
from core.models.practised.bands import GRID
from core.models.practised.weights import practice, usual_places
from pretraining import score
from tests.builders import seasonal


@pytest.fixture
def file(tmp_path):
    """Six series of 72 months, the last 12 of each to forecast."""
    rows = [
        {"unique_id": f"s{seed}", "t": t, "y": value, "split": "train" if t < 60 else "test"}
        for seed in range(6)
        for t, value in enumerate(seasonal(72, seed=seed).values)
    ]
    path = tmp_path / "series.csv"
    pd.DataFrame(rows).to_csv(path, index=False)
    return str(path)


@pytest.fixture
def folder(tmp_path):
    """A copy of the weights, not calibrated."""
    for kind in ("npz", "json"):
        shutil.copy(weights.FOLDER / f"lstm.{kind}", tmp_path)
    path = tmp_path / "lstm.json"
    card = json.loads(path.read_text())
    path.write_text(json.dumps({**card, "places": {}, "scores": {}}))
    practice.cache_clear()
    yield tmp_path
    practice.cache_clear()


def run(monkeypatch, capsys, *asked):
    monkeypatch.setattr(sys, "argv", ["score", *map(str, asked)])
    score.main()
    return capsys.readouterr().out


def test_scores_stand_beside_the_naive_ones(monkeypatch, capsys, file):
    out = run(monkeypatch, capsys, "--data", file, "--seasonal-period", 12, "--json")
    models = json.loads(out.splitlines()[-1])["models"]
    assert set(models) == {"practised", "snaive", "naive2"}
    assert models["practised"]["mase"] < models["snaive"]["mase"]
    assert 0.5 < models["practised"]["coverage80"] <= 1


def test_calibration_is_kept_in_the_card_and_used(monkeypatch, capsys, file, folder):
    before = usual_places(practice("lstm", folder), 12)
    real = score.read
    monkeypatch.setattr(score, "read", lambda _, period, *some: real(file, period, *some))
    run(monkeypatch, capsys, "--calibrate", "--weights", folder)
    known = practice("lstm", folder)
    for period in (1, 4, 12):
        found = usual_places(known, period)
        assert found.shape == GRID.shape
        assert (np.diff(found) >= 0).all()
        assert not np.allclose(found, before)
    assert known.card["scores"]["m1-monthly"]["mase"] > 0
    # What it was not calibrated on is as the network says.
    np.testing.assert_array_equal(usual_places(known, 7), before)


def test_places_come_from_earlier_cutoffs_too(file):
    tasks = score.read(file, 12, None, 0)
    every = score.with_earlier(tasks)
    assert {len(task.known) for task in every} == {60, 48, 36}
    whole = np.concatenate([tasks[0].known, tasks[0].actual])
    for task in every[:3]:
        both = np.concatenate([task.known, task.actual])
        np.testing.assert_array_equal(both, whole[: len(both)])


def test_months_are_summed_to_quarters_that_end_with_the_last(file):
    tasks = score.read(file, 12, None, 0)
    quarterly = score.summed(tasks)
    assert {(len(task.known), len(task.actual), task.period) for task in quarterly} == {(16, 8, 4)}
    assert quarterly[0].actual[-1] == pytest.approx(tasks[0].actual[-3:].sum())
    short = [replace(task, known=task.known[-40:]) for task in tasks]
    assert score.summed(short) == []


def test_places_are_the_mean_of_those_of_a_family_s_sets(file):
    network = practice("lstm")
    tasks = score.read(file, 12, None, 0)
    one, two = (score._usual(network, [some]) for some in (tasks[:3], tasks[3:]))
    both = score._usual(network, [tasks[:3], tasks[3:]])
    np.testing.assert_allclose(both, (np.array(one) + two) / 2, atol=1e-4)
