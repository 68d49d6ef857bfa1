"""Tuning the practised network on a panel: it learns what its series share, or stands as it was."""

import numpy as np
import pytest

from core.errors import Cancelled, ForecastError
from core.models.net import tune as tuning
from core.models.net.tune import CLEAR, tune
from core.models.practised.quantiles import MEDIAN
from core.models.practised.weights import practice
from core.models.practised.zero_shot import many
from core.progress import silent

pytestmark = pytest.mark.engine

KNOWN = practice("lstm")


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setattr(tuning, "STEPS", 3_000)
    monkeypatch.setattr(tuning, "HELD", 2_000)


def saws(count, seed, n=130):
    """Waves of 11 steps that the calendar knows nothing of, each with its own height and place."""
    rng = np.random.default_rng(seed)
    phases = (np.arange(n) + rng.integers(11, size=(count, 1))) % 11
    heights = rng.lognormal(0, 1, (count, 1))
    return list(heights * (50 + 3.0 * phases + rng.normal(0, 1, (count, n))))


def panel(pasts, period=7):
    return [(past, period) for past in pasts]


def emptied(count, seed, n=60):
    """Sales by chance, each followed by two steps with empty shelves: no season tells when."""
    rng = np.random.default_rng(seed)
    pasts = 100 + rng.normal(0, 3, (count, n))
    for past in pasts:
        step = rng.integers(2, 6)
        while step < n:
            past[step] += 60
            past[step + 1 : step + 3] -= 40
            step += rng.integers(4, 8)
    return list(pasts * rng.lognormal(0, 1, (count, 1)))


def error(said, actual):
    """Mean absolute error of the medians as a share of each series' mean, and its mean."""
    missed = np.abs(np.array(actual) - said[:, :, MEDIAN]).mean(1)
    return float((missed / np.mean(actual, axis=1)).mean())


@pytest.mark.slow
def test_what_series_share_is_learned_and_helps_others_too(monkeypatch):
    monkeypatch.setattr(tuning, "STEPS", 9_000)
    monkeypatch.setattr(tuning, "HELD", 3_000)
    found = tune(KNOWN, [(past, 1) for past in emptied(40, seed=0)], 3, 7, 1, silent)
    assert found.practice is not None
    assert found.gain > CLEAR
    others = emptied(60, seed=9)
    pasts, actual = [each[:-3] for each in others], [each[-3:] for each in others]
    plain = many(KNOWN, pasts, 3, 1)
    both = (plain + many(found.practice, pasts, 3, 1)) / 2
    assert error(both, actual) < 0.97 * error(plain, actual)


def test_on_noise_the_network_stands_as_it_was():
    noise = list(np.random.default_rng(3).normal(500, 20, (40, 100)))
    found = tune(KNOWN, panel(noise), 6, 2, 1, silent)
    assert found.practice is None
    assert found.examples > 0


def test_the_same_seed_tunes_alike_and_another_does_not():
    given = panel(saws(8, seed=2, n=50))
    one, other, third = (tune(KNOWN, given, 5, 1, seed, silent) for seed in (1, 1, 2))
    assert one.gain == other.gain != third.gain


def test_unit_and_size_of_a_series_do_not_matter():
    pasts = saws(15, seed=2, n=70)
    plain = tune(KNOWN, panel(pasts), 5, 1, 1, silent)
    larger = tune(KNOWN, panel([past * 1024 for past in pasts]), 5, 1, 1, silent)
    assert larger.gain == pytest.approx(plain.gain, abs=1e-4)


def test_series_too_short_or_empty_give_no_examples():
    short = [np.arange(6.0), np.full(40, np.nan), np.empty(0)]
    assert tune(KNOWN, panel(short), 4, 2, 1, silent).practice is None
    mixed = tune(KNOWN, panel([*short, *saws(8, seed=0, n=60)]), 4, 1, 1, silent)
    assert mixed.series == 8


def test_series_of_many_lengths_are_tuned_on_together():
    rng = np.random.default_rng(0)
    pasts = [each[: rng.integers(20, 130)] for each in saws(25, seed=1)]
    assert tune(KNOWN, panel(pasts), 5, 1, 1, silent).series == 25


def test_it_can_be_cancelled_between_batches():
    heard = []

    def stop(progress):
        heard.append(progress)
        if len(heard) == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        tune(KNOWN, panel(saws(15, seed=2, n=70)), 5, 3, 1, stop)
    assert heard[-1].step == 0


def test_progress_never_exceeds_what_is_planned_and_ends_there():
    heard = []
    tune(KNOWN, panel(saws(15, seed=2, n=70)), 5, 2, 1, heard.append)
    steps = [each.step for each in heard]
    assert steps == sorted(steps)
    assert heard[-1].step == heard[-1].steps


def test_a_loss_that_is_no_number_is_said(monkeypatch):
    from core.models.net.training import Trainer

    monkeypatch.setattr(Trainer, "step", lambda *_: float("nan"))
    with pytest.raises(ForecastError, match="no longer a number"):
        tune(KNOWN, panel(saws(8, seed=2, n=70)), 5, 1, 1, silent)
