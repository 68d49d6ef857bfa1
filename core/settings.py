"""Settings of a forecaster, declared once: default, bounds, label and help.

A forecaster is a frozen dataclass whose fields are made with `setting`. `validate` checks the
bounds when the spec is made; a form is drawn from `describe`. So a bound or a help text stands
in one place only.
"""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.errors import SettingError

AUTO = "auto"


@dataclass(frozen=True)
class Setting:
    """What a form and a check need to know about one field.

    Attributes:
        name: Field name on the spec.
        label: Words for the form.
        help: What it does and when to touch it.
        default: Value when nobody chooses.
        ge: Smallest value allowed, if it is a number.
        le: Largest value allowed, if it is a number.
        options: The values allowed and their words, if it is a choice.
        auto: Whether "auto" is allowed: the model decides from its training part.
        advanced: Whether the form keeps it out of the first view.
        group: Heading under which the form puts it there.
        step: How far a press on the form's arrows moves it, if it is not a whole number.
    """

    name: str
    label: str
    help: str
    default: Any
    ge: float | None = None
    le: float | None = None
    options: tuple[tuple[Any, str], ...] = ()
    auto: bool = False
    advanced: bool = False
    group: str = ""
    step: float = 0.05


def setting(
    default: Any,
    *,
    label: str,
    help: str,
    ge: float | None = None,
    le: float | None = None,
    options: tuple[tuple[Any, str], ...] = (),
    auto: bool = False,
    advanced: bool = False,
    group: str = "",
    step: float = 0.05,
) -> Any:
    """A dataclass field that carries its own bounds and words; arguments as in `Setting`."""
    about = Setting("", label, help, default, ge, le, options, auto, advanced, group, step)
    return dataclasses.field(default=default, metadata={"setting": about})


def describe(spec: Any) -> tuple[Setting, ...]:
    """The settings of a spec or of its class, in the order they are declared."""
    return tuple(
        dataclasses.replace(field.metadata["setting"], name=field.name)
        for field in dataclasses.fields(spec)
        if "setting" in field.metadata
    )


def check_choice(label: str, value: str, allowed: Sequence[str]) -> None:
    """Refuse a choice that is not one of those allowed.

    Raises:
        SettingError: Naming them.
    """
    if value not in allowed:
        raise SettingError(f"{label} can't be {value!r}; choose one of: {', '.join(allowed)}.")


def validate(spec: Any) -> None:
    """Check every setting of `spec` against its bounds.

    Raises:
        SettingError: Naming the setting, the value given and what is allowed.
    """
    for about in describe(spec):
        value = getattr(spec, about.name)
        if about.auto and value == AUTO:
            continue
        if about.options:
            if value not in [option for option, _ in about.options]:
                allowed = ", ".join(str(option) for option, _ in about.options)
                raise SettingError(f"{about.label} can't be {value!r}; choose one of: {allowed}.")
        elif about.ge is not None or about.le is not None:
            _check_number(about, value)


def _check_number(about: Setting, value: Any) -> None:
    low = about.ge if about.ge is not None else float("-inf")
    high = about.le if about.le is not None else float("inf")
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not low <= value <= high:
        raise SettingError(f"{about.label} must lie between {low:g} and {high:g}, not {value!r}.")
    if isinstance(about.default, int) and not isinstance(value, int):
        raise SettingError(f"{about.label} must be a whole number, not {value!r}.")
