"""How much memory things take."""

import sys
from collections.abc import Mapping
from dataclasses import fields, is_dataclass


def memory(*parts: object) -> int:
    """Bytes these take; pandas objects count their text too."""
    return sum(sys.getsizeof(part) for part in parts)


def within(thing: object) -> int:
    """Bytes of all that a dataclass, a mapping or a sequence holds."""
    if is_dataclass(thing):
        return sum(within(getattr(thing, each.name)) for each in fields(thing))
    if isinstance(thing, Mapping):
        return sum(within(each) for each in thing.values())
    if isinstance(thing, list | tuple):
        return sum(within(each) for each in thing)
    return memory(thing)
