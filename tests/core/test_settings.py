import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from core import environment
from core.errors import SettingError
from core.models import Recurrent
from core.settings import describe, setting, validate

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Spec:
    size: int = setting(3, ge=1, le=9, label="Size", help="How big.", auto=True)
    kind: str = setting("a", options=(("a", "A"), ("b", "B")), label="Kind", help="Which.")

    def __post_init__(self):
        validate(self)


@pytest.mark.parametrize("size", [0, 10, 2.5, "3", True, float("nan")])
def test_a_number_out_of_bounds_is_refused_by_name(size):
    with pytest.raises(SettingError, match="Size"):
        Spec(size=size)


def test_auto_is_allowed_where_it_is_declared():
    assert Spec(size="auto").size == "auto"


def test_an_unknown_choice_is_refused_with_the_choices():
    with pytest.raises(SettingError, match="Kind can't be 'c'; choose one of: a, b"):
        Spec(kind="c")


def test_describe_carries_names_bounds_and_words():
    size, kind = describe(Spec)
    assert (size.name, size.ge, size.le, size.default) == ("size", 1, 9, 3)
    assert kind.options == (("a", "A"), ("b", "B"))


def test_every_setting_of_the_network_is_explained():
    for about in describe(Recurrent):
        assert about.label
        assert about.help.endswith(".")


def test_environment_defaults_and_values(monkeypatch):
    monkeypatch.delenv("LOOKBACK_MAX_ROWS", raising=False)
    assert environment.number("LOOKBACK_MAX_ROWS") == 1_000_000
    monkeypatch.setenv("LOOKBACK_MAX_ROWS", "25")
    assert environment.number("LOOKBACK_MAX_ROWS") == 25


@pytest.mark.parametrize("value", ["0", "-3", "many", "1.5"])
def test_a_senseless_variable_is_named(monkeypatch, value):
    monkeypatch.setenv("LOOKBACK_MAX_ROWS", value)
    with pytest.raises(SettingError, match="LOOKBACK_MAX_ROWS"):
        environment.number("LOOKBACK_MAX_ROWS")


def test_the_documented_variables_are_the_declared_ones():
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `(LOOKBACK_\w+)` \| ([^|]*?) \|", text, re.MULTILINE))
    declared = {
        variable.name: f"`{variable.default}`" if variable.default != "" else "empty"
        for variable in environment.VARIABLES
    }
    assert rows == declared


def test_no_undeclared_variable_is_used_anywhere():
    declared = {variable.name for variable in environment.VARIABLES}
    used = set()
    for folder in ("core", "ui", "pages"):
        for file in (ROOT / folder).rglob("*.py"):
            used |= set(re.findall(r"LOOKBACK_[A-Z_]+[A-Z]", file.read_text("utf-8")))
    assert used <= declared
