"""Which types a capsule may hold: a list, by name. Nothing that is not on it is ever made."""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, get_type_hints


@dataclass(frozen=True, eq=False)
class Registry:
    """Dataclasses that a capsule may hold.

    Attributes:
        types: The dataclasses; they are kept under their names.
        roles: For a protocol that fields are annotated with, the dataclasses that may stand there.
        anything: Dataclasses that may stand where a field takes any object.
    """

    types: tuple[type, ...]
    roles: Mapping[type, tuple[type, ...]]
    anything: tuple[type, ...]

    @cached_property
    def by_name(self) -> dict[str, type]:
        """The types by name."""
        return {kind.__name__: kind for kind in self.types}

    @cached_property
    def _hints(self) -> dict[type, dict[str, Any]]:
        return {}

    def hints(self, kind: type) -> dict[str, Any]:
        """What each field of a type that is given to it may be; those it makes itself not."""
        if kind not in self._hints:
            every = get_type_hints(kind)
            made = [each.name for each in dataclasses.fields(kind) if each.init]
            self._hints[kind] = {name: every[name] for name in made}
        return self._hints[kind]

    def with_types(
        self, types: Iterable[type], roles: Mapping[type, tuple[type, ...]] | None = None
    ) -> "Registry":
        """The same and more."""
        return Registry((*self.types, *types), {**self.roles, **(roles or {})}, self.anything)


def shared(kind: type) -> bool:
    """Whether two of a type with the same content are two things and not one value.

    Such an object is written once, however often it is referred to, and is one object again.
    """
    return not vars(kind)["__dataclass_params__"].eq
