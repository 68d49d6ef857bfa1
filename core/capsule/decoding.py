"""Values back from what `encoding` wrote, each checked against the field that takes it."""

import dataclasses
import types
from collections.abc import Mapping, Sequence
from typing import Any, Literal, Union, get_args, get_origin

import numpy as np
import pandas as pd

from core.capsule.arrays import from_npy, from_parquet, to_dates
from core.capsule.documents import damaged
from core.capsule.registry import Registry, shared
from core.capsule.single_values import READERS, Mismatch, floating, label, parts_of, shortened, text
from core.errors import LookbackError

_MOST_OBJECTS = 100_000


class Decoder:
    """Reads documents of one capsule.

    Args:
        registry: Which types there may be.
        members: What lies beside the documents, by name.
    """

    def __init__(self, registry: Registry, members: Mapping[str, bytes]) -> None:
        self._registry = registry
        self._members = members
        self._objects: list[Any] = []
        self._arrays: dict[str, np.ndarray] = {}
        self._used: set[str] = set()

    @property
    def unused(self) -> set[str]:
        """Members that nothing referred to."""
        return set(self._members) - self._used

    def root(self, document: Any, name: str) -> Any:
        """What a document is of.

        Raises:
            DataError: Saying where something is not as it should be.
        """
        try:
            written = parts_of(document, "objects", "root")
            if not isinstance(written["objects"], list) or len(written["objects"]) > _MOST_OBJECTS:
                raise Mismatch("its objects are not a list")
            self._objects = []
            for node in written["objects"]:
                made = self._dataclass(node)
                if not shared(type(made)):
                    raise Mismatch(f"{type(made).__name__} is a value and no object")
                self._objects.append(made)
            return self._any(written["root"])
        except Mismatch as error:
            raise damaged(f"in {name}, {error}") from None
        except LookbackError as error:
            # What a type itself says of what it is given.
            raise damaged(f"in {name}, {str(error).rstrip('.')}") from None
        # A lie about an array or a date can end in nearly any error of NumPy or pandas.
        except Exception as error:
            kind = type(error).__name__
            raise damaged(f"something in {name} can't be read ({kind})") from None

    def _any(self, node: Any) -> Any:
        """A dataclass by its tag, whichever it is."""
        if isinstance(node, dict) and set(node) == {"object"}:
            place = node["object"]
            if type(place) is not int or not 0 <= place < len(self._objects):
                raise Mismatch("it refers to an object that is not there")
            return self._objects[place]
        made = self._dataclass(node)
        if shared(type(made)):
            raise Mismatch(f"{type(made).__name__} is an object and no value")
        return made

    def _dataclass(self, node: Any) -> Any:
        written = parts_of(node, "type", "of")
        name, of = written["type"], written["of"]
        kind = self._registry.by_name.get(name) if isinstance(name, str) else None
        if kind is None:
            raise Mismatch(f"it holds a {shortened(name)}, which this Lookback does not know")
        if not isinstance(of, dict):
            raise Mismatch(f"a {name} has no fields")
        hints = self._registry.hints(kind)
        if unknown := set(of) - set(hints):
            raise Mismatch(
                f"a {name} has a {shortened(min(unknown))}, which this Lookback does not know"
            )
        given = {
            field: self._as(value, hints[field], f"{name}.{field}") for field, value in of.items()
        }
        for field in dataclasses.fields(kind):
            default = (field.default, field.default_factory) != (dataclasses.MISSING,) * 2
            if field.init and field.name not in given and not default:
                raise Mismatch(f"a {name} has no {field.name}")
        return kind(**given)

    def _as(self, node: Any, hint: Any, where: str) -> Any:
        """A node as what a field is annotated with."""
        origin, inner = get_origin(hint), get_args(hint)
        if hint in (object, Any):
            return self._whatever(node, where)
        if origin in (Union, types.UnionType):
            return self._one_of(node, inner, where)
        if origin is Literal:
            if any(type(node) is type(each) and node == each for each in inner):
                return node
            raise Mismatch(f"{where} is none of those allowed")
        if origin in (tuple, list, Sequence):
            return self._sequence(node, origin, inner, where)
        if origin in (dict, Mapping):
            return self._mapping(node, inner, where)
        if hint in READERS:
            return READERS[hint](node, where)
        if hint in _STORED:
            return _STORED[hint](self, node, where)
        if isinstance(hint, type) and dataclasses.is_dataclass(hint):
            allowed: tuple[type, ...] = (hint,)
        else:
            allowed = self._registry.roles.get(hint, ())
        made = self._any(node)
        if not isinstance(made, allowed):
            raise Mismatch(f"{where} can't be a {type(made).__name__}")
        return made

    def _whatever(self, node: Any, where: str) -> Any:
        """Where anything may stand: a single value, or one of the dataclasses meant for it."""
        if node is None or isinstance(node, bool | int | float):
            return node
        if isinstance(node, str):
            return text(node, where)
        if isinstance(node, dict) and set(node) == {"float"}:
            return floating(node, where)
        made = self._any(node)
        if not isinstance(made, self._registry.anything):
            raise Mismatch(f"{where} can't be a {type(made).__name__}")
        return made

    def _one_of(self, node: Any, hints: tuple[Any, ...], where: str) -> Any:
        for hint in hints:
            try:
                return self._as(node, hint, where)
            except Mismatch as error:
                last = error
        raise last

    def _sequence(self, node: Any, origin: Any, inner: tuple[Any, ...], where: str) -> Any:
        if not isinstance(node, list):
            raise Mismatch(f"{where} is no list")
        if origin is tuple and inner[-1] is not Ellipsis:
            if len(node) != len(inner):
                raise Mismatch(f"{where} has {len(node)} parts in place of {len(inner)}")
            return tuple(
                self._as(each, hint, where) for each, hint in zip(node, inner, strict=True)
            )
        read = [self._as(each, inner[0], where) for each in node]
        return read if origin is list else tuple(read)

    def _mapping(self, node: Any, inner: tuple[Any, ...], where: str) -> dict[Any, Any]:
        pairs = parts_of(node, "map")["map"]
        if not isinstance(pairs, list) or any(
            not isinstance(pair, list) or len(pair) != 2 for pair in pairs
        ):
            raise Mismatch(f"{where} is no list of pairs")
        found = {
            self._as(key, inner[0], where): self._as(value, inner[1], where) for key, value in pairs
        }
        if len(found) < len(pairs):
            raise Mismatch(f"{where} has an entry twice")
        return found

    def _member(self, name: Any, folder: str) -> bytes:
        if not isinstance(name, str) or not name.startswith(f"{folder}/"):
            raise Mismatch(f"it refers to {shortened(name)} in place of one of its {folder}")
        if name not in self._members:
            raise Mismatch(f"{shortened(name)} is missing")
        self._used.add(name)
        return self._members[name]

    def _array(self, name: Any) -> np.ndarray:
        data = self._member(name, "arrays")
        if name not in self._arrays:
            self._arrays[name] = from_npy(data)
        return self._arrays[name]

    def _index(self, node: Any) -> pd.Index:
        if isinstance(node, dict) and "rows" in node:
            written = parts_of(node, "rows", "name")
            rows = written["rows"]
            if type(rows) is not int or not 0 <= rows < 2**31:
                raise Mismatch("a table has no number of rows")
            return pd.RangeIndex(rows, name=label(written["name"]))
        if isinstance(node, dict) and "numbers" in node:
            written = parts_of(node, "numbers", "name")
            numbers = self._array(written["numbers"])
            if numbers.dtype != np.int64 or numbers.ndim != 1:
                raise Mismatch("the rows of a table are not numbered")
            numbered: pd.Index = pd.Index(numbers, name=label(written["name"]))
            return numbered
        written = parts_of(node, "dates", "frequency", "name")
        stamps = self._array(written["dates"])
        return to_dates(stamps, written["frequency"], label(written["name"]))


def _bytes(decoder: Decoder, node: Any, where: str) -> bytes:  # noqa: ARG001
    return decoder._member(parts_of(node, "bytes")["bytes"], "files")


def _ndarray(decoder: Decoder, node: Any, where: str) -> np.ndarray:  # noqa: ARG001
    return decoder._array(parts_of(node, "array")["array"])


def _series(decoder: Decoder, node: Any, where: str) -> pd.Series:  # noqa: ARG001
    written = parts_of(parts_of(node, "series")["series"], "values", "index", "name")
    values = decoder._array(written["values"])
    if values.ndim != 1:
        raise Mismatch("a series has rows and columns")
    return pd.Series(values, decoder._index(written["index"]), name=label(written["name"]))


def _frame(decoder: Decoder, node: Any, where: str) -> pd.DataFrame:  # noqa: ARG001
    written = parts_of(parts_of(node, "frame")["frame"], "columns", "index", "over")
    index, over = decoder._index(written["index"]), label(written["over"])
    columns = {}
    if written["columns"] is not None:
        columns = from_parquet(decoder._member(written["columns"], "tables"))
    if any(len(column) != len(index) for column in columns.values()):
        raise Mismatch("a table has more or fewer dates than rows")
    return pd.DataFrame(columns, index=index).rename_axis(columns=over)


_STORED = {
    bytes: _bytes,
    np.ndarray: _ndarray,
    pd.Series: _series,
    pd.DataFrame: _frame,
}
"""How what lies beside the documents is read, by what a field is annotated with."""
