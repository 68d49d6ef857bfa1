"""The curriculum and the command that trains."""

import sys
from dataclasses import asdict

import numpy as np
import pytest

from core.errors import ForecastError
from core.models.practised.inputs import LABELS_FAR, NAMES
from core.models.practised.weights import CELLS, FOLDER, practice, write
from pretraining import curriculum
from pretraining.curriculum import KINDS, batch, planned
from pretraining.generator import VERSION, Made, Prior
from pretraining.score import CALIBRATED_ON


def plans(count):
    rng = np.random.default_rng(0)
    return [planned(rng) for _ in range(count)]


def test_every_period_length_and_horizon_asked_for_is_practised():
    drawn = plans(20_000)
    periods = {plan.period for plan in drawn}
    assert set(KINDS) <= periods
    assert max(periods) == 60
    furthest = {
        period: max(plan.horizon for plan in drawn if plan.period == period) for period in KINDS
    }
    assert furthest[12] >= 36
    assert furthest[4] >= 12
    assert furthest[1] >= 10
    assert furthest[52] >= 52
    assert furthest[7] >= 89
    shares = [sum(plan.period == period for plan in drawn) / 20_000 for period in KINDS]
    np.testing.assert_allclose(shares, [kind.share for kind in KINDS.values()], atol=0.01)


def test_a_batch_has_the_shape_planned():
    for plan in plans(30):
        inputs, labels = batch(np.random.default_rng(1), Prior(), plan, 8)
        known = min(plan.context, plan.reach)
        assert inputs.shape == (8, known + plan.horizon, len(NAMES))
        assert labels.shape == (8, plan.horizon)
        assert np.isfinite(inputs).all()
        assert np.abs(labels).max() <= LABELS_FAR


def test_labels_know_what_inputs_do_not(monkeypatch):
    """The same past with another future gives the same inputs and other labels."""
    plan = next(plan for plan in plans(200) if plan.period == 12 and plan.context > 40)
    made = curriculum.make(
        np.random.default_rng(1), Prior(), 16, plan.context, plan.horizon, 12, positive=True
    )
    found = []
    for factor in (1.0, 1.5):
        grown = np.where(np.arange(made.truth.shape[1]) < plan.context, 1.0, factor)
        known = Made(made.values * grown, made.truth * grown)
        monkeypatch.setattr(curriculum, "make", lambda *_, known=known, **__: known)
        found.append(batch(np.random.default_rng(1), Prior(), plan, 16))
    np.testing.assert_array_equal(found[0][0], found[1][0])
    assert np.abs(found[0][1] - found[1][1]).min() > 0


@pytest.fixture
def command(monkeypatch, tmp_path):
    from pretraining import train

    monkeypatch.setattr(train, "FOLDER_OF_CHECKPOINTS", tmp_path / "checkpoints")
    monkeypatch.setattr(train, "BATCH", 8)
    monkeypatch.setattr(train, "KEPT_EVERY", 2)

    def run(folder, *more):
        asked = ["train", "--series", "48", "--units", "4", "--to", str(tmp_path / folder)]
        monkeypatch.setattr(sys, "argv", [*asked, *more])
        train.main()
        return practice("lstm", tmp_path / folder)

    return run


@pytest.mark.engine
def test_the_command_writes_weights_and_a_card_and_goes_on_where_it_stopped(
    command, monkeypatch, tmp_path
):
    from pretraining import train

    whole = command("whole")
    assert whole.card["series"] == 48
    assert whole.card["features"] == list(NAMES)
    keep = train._keep

    def stop_after(*given):
        keep(*given)
        raise KeyboardInterrupt

    monkeypatch.setattr(train, "_keep", stop_after)
    with pytest.raises(KeyboardInterrupt):
        command("parts")
    monkeypatch.setattr(train, "_keep", keep)
    again = command("parts")
    for name, array in whole.weights.items():
        np.testing.assert_array_equal(array, again.weights[name])
    assert not list((tmp_path / "checkpoints").iterdir())


@pytest.mark.engine
def test_a_part_that_does_not_exist_cannot_be_left_out(command):
    with pytest.raises(SystemExit, match="no magic"):
        command("none", "--without", "magic")


def test_damaged_weights_are_refused(tmp_path):
    write(tmp_path, "lstm", {"head": np.ones((2, 2))}, practice("lstm").card)
    practice("lstm", tmp_path)
    practice.cache_clear()
    with (tmp_path / "lstm.npz").open("ab") as file:
        file.write(b"x")
    with pytest.raises(ForecastError, match="damaged"):
        practice("lstm", tmp_path)


def test_a_damaged_card_is_refused(tmp_path):
    write(tmp_path, "lstm", {"head": np.ones((2, 2))}, {"features": list(NAMES)})
    with pytest.raises(ForecastError, match="damaged"):
        practice("lstm", tmp_path)
    (tmp_path / "lstm.json").write_text("{")
    with pytest.raises(ForecastError, match="damaged"):
        practice("lstm", tmp_path)


def test_weights_of_another_version_are_refused(tmp_path):
    card = practice("lstm").card | {"features": ["value"]}
    write(tmp_path, "lstm", {"head": np.ones((2, 2))}, card)
    with pytest.raises(ForecastError, match="another version"):
        practice("lstm", tmp_path)


def test_missing_weights_are_named(tmp_path):
    with pytest.raises(ForecastError, match="GRU's weights are not"):
        practice("gru", tmp_path)


@pytest.mark.parametrize("cell", CELLS)
def test_what_is_shipped_is_small_whole_and_calibrated(cell):
    known = practice(cell)
    assert {"series", "seed", "minutes", "sha256"} <= set(known.card)
    assert known.card["generator"] == VERSION
    assert known.card["prior"] == asdict(Prior())
    assert known.card["calibrated_on"] == CALIBRATED_ON
    assert (FOLDER / f"{cell}.npz").stat().st_size < 1_500_000
    assert all(np.isfinite(array).all() for array in known.weights.values())
