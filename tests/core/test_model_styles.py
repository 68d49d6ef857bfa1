"""Whether models can be told apart on a chart, on both grounds."""

from itertools import combinations

import pytest

from core.model_styles import ACTUAL, STYLES
from core.models.recurrent import CELLS

NETWORKS = {name for _, name in CELLS}
PRACTISED = {name for name in STYLES if name.startswith("Practised")}
GROUNDS = {"light": "#ffffff", "dark": "#12161b"}


def brightness(hue):
    parts = [int(hue[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", GROUNDS)
@pytest.mark.parametrize("name", [*STYLES, "Actual"])
def test_every_line_has_the_contrast_graphics_need(name, theme):
    # WCAG 2.2, 1.4.11: at least 3 to 1.
    hue = getattr(STYLES.get(name, ACTUAL), theme)
    light, dark = sorted((brightness(hue), brightness(GROUNDS[theme])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 3


def test_models_of_one_run_differ_in_dash_and_marker():
    for (one, first), (other, second) in combinations(STYLES.items(), 2):
        assert first.symbol != second.symbol
        if not {one, other} <= NETWORKS and not {one, other} <= PRACTISED:
            assert first.dash != second.dash
