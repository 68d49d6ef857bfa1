"""Scores on real series, and intervals calibrated on them."""

import json
import shutil
import sys

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
    monkeypatch.setattr(score, "M1", {file: 12})
    run(monkeypatch, capsys, "--calibrate", "--weights", folder)
    known = practice("lstm", folder)
    found = usual_places(known, 12)
    assert found.shape == GRID.shape
    assert (np.diff(found) >= 0).all()
    assert not np.allclose(found, before)
    assert known.card["scores"][file]["mase"] > 0
    # What it was not calibrated on is as the network says.
    np.testing.assert_array_equal(usual_places(known, 7), before)


def test_places_come_from_earlier_cutoffs_too(monkeypatch, file):
    seen = []
    real = score.zero_shot
    monkeypatch.setattr(score, "zero_shot", lambda *given: seen.append(given[1]) or real(*given))
    score._usual(practice("lstm"), file, 12)
    assert {past.shape[1] for past in seen} == {60, 48, 36}
