"""What was set on Train; the defaults follow the file in hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core import environment
from core.folds import RollingOrigin
from core.models import Arima, Drift, Ets, Practised, Recurrent, SeasonalNaive, Theta
from core.models.practised.weights import cells as practised_cells
from core.profile import Recommended
from core.settings import Setting, describe
from core.training import Budget, Training
from ui.holdings import Loaded

SPECS = (Recurrent, Practised, RollingOrigin, Budget)
"""What is set on Train."""

SETTINGS: dict[str, Setting] = {about.name: about for spec in SPECS for about in describe(spec)}
"""All settings on Train, by name."""

LEADING = ("horizon", "lookback")
"""Settings that the proposals for others depend on; each depends on those before it."""


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
    _proposed: tuple[Loaded | None, dict[tuple[int | None, ...], Recommended]] = field(
        default=(None, {}), repr=False
    )

    def proposed(self, name: str) -> Recommended | None:
        """What suits the file in hand and those of `LEADING` before a setting that were chosen.

        A shorter horizon leaves room for more folds, a longer window for fewer: what nobody chose
        follows what somebody did. Without a file there is nothing to propose.
        """
        if self.loaded is None:
            return None
        leading = LEADING[: LEADING.index(name)] if name in LEADING else LEADING
        chosen = tuple(self.settings.get(each) for each in leading)
        if self._proposed[0] is not self.loaded:
            self._proposed = self.loaded, {}
        known = self._proposed[1]
        if chosen not in known:
            known[chosen] = self.loaded.proposed(*chosen)
        return known[chosen]

    def default(self, name: str) -> Any:
        """Default of a setting on Train: from data and settings that lead it, else the model's."""
        value = getattr(self.proposed(name), name, SETTINGS[name].default)
        if name == "epochs":
            return min(value, environment.number("LOOKBACK_MAX_EPOCHS"))
        return value

    def value(self, name: str) -> Any:
        """Value of a setting on Train: what was chosen, else its default."""
        return self.settings.get(name, self.default(name))

    def to_train(self) -> Training:
        """What one press of Train asks for; there is a file in hand."""
        assert self.loaded is not None
        chosen = {name: self.value(name) for name in SETTINGS}

        def of(spec: type) -> dict[str, Any]:
            return {about.name: chosen[about.name] for about in describe(spec)}

        ready = practised_cells()
        cell: Any = chosen["cell"] if chosen["cell"] in ready else next(iter(ready), "lstm")
        return Training(
            self.loaded.series(chosen["horizon"]),
            (
                Recurrent(**of(Recurrent)),
                Practised(cell, **of(Practised)),
                Arima(),
                Ets(),
                Theta(),
                SeasonalNaive(),
                Drift(),
            ),
            RollingOrigin(**of(RollingOrigin)),
            Budget(**of(Budget)),
        )

    def choose(self, name: str, value: Any) -> None:
        """Remember a setting; one that equals its default follows the default from then on."""
        if value == self.default(name):
            self.settings.pop(name, None)
        else:
            self.settings[name] = value

    def prefer(self, settings: Mapping[str, Any]) -> None:
        """Choose these settings, and the defaults for all others."""
        self.reset()
        # Those first on which the defaults of others depend.
        for name in sorted(settings, key=_after_leading):
            self.choose(name, settings[name])
        # In the order given: the same settings make the same capsule.
        self.settings = {name: settings[name] for name in settings if name in self.settings}

    def reset(self) -> None:
        """All settings back to their defaults."""
        self.settings = {}
        self.generation += 1


def _after_leading(name: str) -> int:
    return LEADING.index(name) if name in LEADING else len(LEADING)
