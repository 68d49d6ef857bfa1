"""What was set on Train; the defaults follow the file in hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core import environment
from core.folds import RollingOrigin
from core.models import Practised, Recurrent
from core.settings import Setting, describe
from core.training import Budget
from ui.holdings import Loaded

SPECS = (Recurrent, Practised, RollingOrigin, Budget)
"""What is set on Train."""

SETTINGS: dict[str, Setting] = {about.name: about for spec in SPECS for about in describe(spec)}
"""All settings on Train, by name."""


@dataclass(eq=False)
class TrainSettings:
    """Settings on Train.

    Attributes:
        loaded: The file in hand; it stays until another one was read without error.
        settings: Values chosen on Train, by setting name; what is not in it is the default.
        generation: Counts new files and resets; widgets start afresh with each.
    """

    loaded: Loaded | None = None
    settings: dict[str, Any] = field(default_factory=dict)
    generation: int = 0

    def default(self, name: str) -> Any:
        """Default of a setting on Train: from the data where it decides, else the model's."""
        value = SETTINGS[name].default
        if self.loaded is not None:
            value = getattr(self.loaded.recommended, name, value)
        if name == "epochs":
            return min(value, environment.number("LOOKBACK_MAX_EPOCHS"))
        return value

    def value(self, name: str) -> Any:
        """Value of a setting on Train: what was chosen, else its default."""
        return self.settings.get(name, self.default(name))

    def choose(self, name: str, value: Any) -> None:
        """Remember a setting; one that equals its default follows the default from then on."""
        if value == self.default(name):
            self.settings.pop(name, None)
        else:
            self.settings[name] = value

    def prefer(self, settings: Mapping[str, Any]) -> None:
        """Choose these settings, and the defaults for all others."""
        self.reset()
        for name, value in settings.items():
            self.choose(name, value)

    def reset(self) -> None:
        """All settings back to their defaults."""
        self.settings = {}
        self.generation += 1
