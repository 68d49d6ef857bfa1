"""Values back from what `encoding` wrote, each checked against the field that takes it."""

import dataclasses
import types
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, Union, get_args, get_origin

import numpy as np
import pandas as pd

from core.capsule.arrays import from_npy, from_parquet, to_dates
from core.capsule.documents import damaged
from core.capsule.registry import Registry, shared
from core.errors import LookbackError

_MOST_OBJECTS = 100_000
_NUMBERS = {"nan": float("nan"), "inf": float("inf"), "-inf": float("-inf")}


class Mismatch(Exception):
    """Something is not what the place where it stands takes; its message ends a sentence."""


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
            written = _of(document, "objects", "root")
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
        written = _of(node, "type", "of")
        name, of = written["type"], written["of"]
        kind = self._registry.by_name.get(name) if isinstance(name, str) else None
        if kind is None:
            raise Mismatch(f"it holds a {_short(name)}, which this Lookback does not know")
        if not isinstance(of, dict):
            raise Mismatch(f"a {name} has no fields")
        hints = self._registry.hints(kind)
        if unknown := set(of) - set(hints):
            raise Mismatch(
                f"a {name} has a {_short(min(unknown))}, which this Lookback does not know"
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
        if hint in _READERS:
            return _READERS[hint](self, node, where)
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
            return _text(self, node, where)
        if isinstance(node, dict) and set(node) == {"float"}:
            return _float(self, node, where)
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
        pairs = _of(node, "map")["map"]
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
            raise Mismatch(f"it refers to {_short(name)} in place of one of its {folder}")
        if name not in self._members:
            raise Mismatch(f"{_short(name)} is missing")
        self._used.add(name)
        return self._members[name]

    def _array(self, name: Any) -> np.ndarray:
        data = self._member(name, "arrays")
        if name not in self._arrays:
            self._arrays[name] = from_npy(data)
        return self._arrays[name]

    def _index(self, node: Any) -> pd.Index:
        if isinstance(node, dict) and "rows" in node:
            written = _of(node, "rows", "name")
            rows = written["rows"]
            if type(rows) is not int or not 0 <= rows < 2**31:
                raise Mismatch("a table has no number of rows")
            return pd.RangeIndex(rows, name=_label(written["name"]))
        if isinstance(node, dict) and "numbers" in node:
            written = _of(node, "numbers", "name")
            numbers = self._array(written["numbers"])
            if numbers.dtype != np.int64 or numbers.ndim != 1:
                raise Mismatch("the rows of a table are not numbered")
            numbered: pd.Index = pd.Index(numbers, name=_label(written["name"]))
            return numbered
        written = _of(node, "dates", "frequency", "name")
        stamps = self._array(written["dates"])
        return to_dates(stamps, written["frequency"], _label(written["name"]))


def _of(node: Any, *names: str) -> dict[str, Any]:
    if not isinstance(node, dict) or set(node) != set(names):
        raise Mismatch("something in it has another form than it should")
    return node


def _short(name: Any) -> str:
    return f'"{str(name)[:40]}"'


def _label(name: Any) -> str | None:
    if name is not None and not isinstance(name, str):
        raise Mismatch("a name is no text")
    return name


def _text(_: Decoder, node: Any, where: str) -> str:
    if not isinstance(node, str):
        raise Mismatch(f"{where} is no text")
    if any("\ud800" <= sign <= "\udfff" for sign in node):
        # Half of a surrogate pair is no character: writing it anywhere would fail.
        raise Mismatch(f"{where} holds what is no character")
    return node


def _whole(_: Decoder, node: Any, where: str) -> int:
    if type(node) is not int or not -(2**63) <= node < 2**63:
        raise Mismatch(f"{where} is no whole number")
    return node


def _float(decoder: Decoder, node: Any, where: str) -> float:
    if type(node) is float:
        return node
    if isinstance(node, dict) and isinstance(node.get("float"), str):
        if node["float"] in _NUMBERS and len(node) == 1:
            return _NUMBERS[node["float"]]
        raise Mismatch(f"{where} is no number")
    return _whole(decoder, node, where)


def _yes_no(_: Decoder, node: Any, where: str) -> bool:
    if type(node) is not bool:
        raise Mismatch(f"{where} is neither yes nor no")
    return node


def _nothing(_: Decoder, node: Any, where: str) -> None:
    if node is not None:
        raise Mismatch(f"{where} is not empty")


def _date(_: Decoder, node: Any, where: str) -> pd.Timestamp:
    unit: Any = "ns"
    if isinstance(node, dict) and "unit" in node:
        unit = _of(node, "date", "unit")["unit"]
    elif not isinstance(node, dict) or set(node) != {"date"}:
        raise Mismatch(f"{where} is no date")
    said = node["date"]
    if not isinstance(said, str) or unit not in ("s", "ms", "us", "ns"):
        raise Mismatch(f"{where} is no date")
    stamp = pd.Timestamp(datetime.fromisoformat(said) if len(said) < 20 else said)
    if pd.isna(stamp) or stamp.tz is not None:
        raise Mismatch(f"{where} is no date")
    return stamp.as_unit(unit)


def _moment(_: Decoder, node: Any, where: str) -> datetime:
    said = _of(node, "moment")["moment"]
    if not isinstance(said, str):
        raise Mismatch(f"{where} is no date")
    moment = datetime.fromisoformat(said)
    if moment.tzinfo is None:
        raise Mismatch(f"{where} has no zone")
    return moment


def _bytes(decoder: Decoder, node: Any, where: str) -> bytes:  # noqa: ARG001
    return decoder._member(_of(node, "bytes")["bytes"], "files")


def _ndarray(decoder: Decoder, node: Any, where: str) -> np.ndarray:  # noqa: ARG001
    return decoder._array(_of(node, "array")["array"])


def _series(decoder: Decoder, node: Any, where: str) -> pd.Series:  # noqa: ARG001
    written = _of(_of(node, "series")["series"], "values", "index", "name")
    values = decoder._array(written["values"])
    if values.ndim != 1:
        raise Mismatch("a series has rows and columns")
    return pd.Series(values, decoder._index(written["index"]), name=_label(written["name"]))


def _frame(decoder: Decoder, node: Any, where: str) -> pd.DataFrame:  # noqa: ARG001
    written = _of(_of(node, "frame")["frame"], "columns", "index", "over")
    index, over = decoder._index(written["index"]), _label(written["over"])
    columns = {}
    if written["columns"] is not None:
        columns = from_parquet(decoder._member(written["columns"], "tables"))
    if any(len(column) != len(index) for column in columns.values()):
        raise Mismatch("a table has more or fewer dates than rows")
    return pd.DataFrame(columns, index=index).rename_axis(columns=over)


_READERS = {
    str: _text,
    int: _whole,
    float: _float,
    bool: _yes_no,
    types.NoneType: _nothing,
    pd.Timestamp: _date,
    datetime: _moment,
    bytes: _bytes,
    np.ndarray: _ndarray,
    pd.Series: _series,
    pd.DataFrame: _frame,
}
"""How what is no dataclass is read, by what a field is annotated with."""
