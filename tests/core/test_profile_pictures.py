"""Every picture of any series says something or says why not."""

import contextlib
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest

from core import profile_figures, season_figures
from core.errors import DataError
from core.profile.pictures import Profile
from tests.builders import series

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]


def odd(n):
    """Series that break things, by what is odd about them."""
    rng = np.random.default_rng(n)
    noise = rng.normal(size=n)
    return {
        "tiny": 1e-9 * noise,
        "huge": 1e14 * (1 + 0.1 * noise),
        "gaps": np.where(rng.random(n) < 0.5, np.nan, 100 + noise),
        "late": np.where(np.arange(n) < n // 2, np.nan, 100 + noise),
        "rare": rng.poisson(0.2, n).astype(float),
        "step": np.where(np.arange(n) < n // 2, 0.0, 5.0),
        "still": np.where(np.arange(n) < 3, noise, 7.0),
        "line": np.arange(float(n)),
        "single": np.eye(1, n, n // 2)[0],
    }


def pictures(profile):
    """All pictures and what draws them."""
    yield lambda: profile.forecastability, profile_figures.error_figure
    yield lambda: profile.decomposition, profile_figures.decomposition_figure
    yield lambda: profile.stationarity, profile_figures.stationarity_figure
    for changes in (False, True):
        yield (
            lambda changes=changes: profile.correlogram(changes=changes),
            profile_figures.correlation_figure,
        )
    for cycle in profile.cycles:
        yield lambda cycle=cycle: profile.overlay(cycle), season_figures.overlay_figure
        yield lambda cycle=cycle: profile.boxes(cycle), season_figures.box_figure


@pytest.mark.slow
@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("frequency", ["yearly", "monthly", "daily", "hourly"])
@pytest.mark.parametrize("n", [2, 10, 25, 60])
def test_odd_series_are_drawn_or_refused_in_words(frequency, n):
    for name, values in odd(n).items():
        for make, draw in pictures(Profile(series(values, frequency))):
            found = None
            with contextlib.suppress(DataError):
                found = make()
            if found is None:
                continue
            said = " ".join([found.finding, found.aid, found.alt, found.computed])
            assert "nan" not in said.split(), (name, said)
            assert len(found.table()) or not getattr(found, "errors", True), name
            assert draw(found, "dark").to_json()


def test_the_page_loads_no_statistics_before_a_picture_is_chosen():
    script = textwrap.dedent("""
        import sys
        import core.profile.pictures, core.profile_figures, core.season_figures, ui.profile
        for name in ("statsmodels", "statsforecast", "tensorflow"):
            assert name not in sys.modules, name
    """)
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True)
