"""Values as JSON with arrays, tables and files beside it.

A number, a text, a yes or no or nothing is itself; a list or tuple is a list. All else has a tag:

{"float": "nan"}   {"date": "2020-01-01T00:00:00"}   {"moment": "2020-01-01T00:00:00+00:00"}
{"map": [[key, value], ...]}                          {"type": "Event", "of": {field: value}}
{"object": 3}      the fourth of the document's objects, each of which refers to earlier ones only
{"array": name}    {"bytes": name}    {"series": ...}    {"frame": ...}: members of the archive
"""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from core.capsule.arrays import alias_of, to_npy, to_parquet
from core.capsule.registry import Registry, shared

_NAME = 32
"""Hexadecimal digits of a checksum that name a member."""


class Encoder:
    """Writes documents of one capsule; members that are the same are written once.

    Attributes:
        members: What lies beside the documents, by name.
    """

    def __init__(self, registry: Registry) -> None:
        self.members: dict[str, bytes] = {}
        self._registry = registry
        self._objects: list[Any] = []
        self._places: dict[int, int] = {}

    def document(self, root: object) -> dict[str, Any]:
        """A document of everything that can be reached from `root`.

        Raises:
            TypeError: If something can't be kept: a type that is not registered.
        """
        self._objects, self._places = [], {}
        node = self._node(root)
        return {"objects": self._objects, "root": node}

    def _node(self, value: Any) -> Any:
        if isinstance(value, np.generic) and not isinstance(value, np.datetime64):
            value = value.item()
        if value is None or isinstance(value, bool | int | str):
            return value
        if isinstance(value, float):
            return value if math.isfinite(value) else {"float": str(value)}
        if isinstance(value, tuple | list):
            return [self._node(each) for each in value]
        if isinstance(value, pd.Timestamp):
            return self._date(value)
        if isinstance(value, datetime):
            return {"moment": value.isoformat()}
        if isinstance(value, Mapping):
            return {"map": [[self._node(key), self._node(each)] for key, each in value.items()]}
        if isinstance(value, bytes):
            return {"bytes": self._member("files", "", value)}
        if isinstance(value, np.ndarray):
            return {"array": self._array(value)}
        if isinstance(value, pd.Series):
            return {
                "series": {
                    "values": self._array(value.to_numpy()),
                    "index": self._index(value.index),
                    "name": self._label(value.name),
                }
            }
        if isinstance(value, pd.DataFrame):
            return {"frame": self._frame(value)}
        return self._dataclass(value)

    def _date(self, stamp: pd.Timestamp) -> dict[str, str]:
        if pd.isna(stamp) or stamp.tz is not None:
            raise TypeError("a date with a zone, or none, can't be kept")
        said = {"date": stamp.isoformat()}
        return said if stamp.unit == "ns" else said | {"unit": stamp.unit}

    def _frame(self, table: pd.DataFrame) -> dict[str, Any]:
        parquet = (
            self._member("tables", ".parquet", to_parquet(table)) if len(table.columns) else None
        )
        return {
            "columns": parquet,
            "index": self._index(table.index),
            "over": self._label(table.columns.name),
        }

    def _index(self, index: pd.Index) -> dict[str, Any]:
        name = self._label(index.name)
        if isinstance(index, pd.DatetimeIndex) and index.tz is None:
            dates = self._array(index.to_numpy())
            return {"dates": dates, "frequency": alias_of(index), "name": name}
        if isinstance(index, pd.RangeIndex) and (index.start, index.step) == (0, 1):
            return {"rows": len(index), "name": name}
        if index.dtype == np.int64 and not isinstance(index, pd.RangeIndex):
            return {"numbers": self._array(index.to_numpy()), "name": name}
        raise TypeError(f"an index of {type(index).__name__} can't be kept")

    def _label(self, name: object) -> str | None:
        if name is not None and not isinstance(name, str):
            raise TypeError("a name that is no text can't be kept")
        return name

    def _array(self, array: np.ndarray) -> str:
        return self._member("arrays", ".npy", to_npy(array))

    def _member(self, folder: str, ending: str, data: bytes) -> str:
        name = f"{folder}/{hashlib.sha256(data).hexdigest()[:_NAME]}{ending}"
        self.members[name] = data
        return name

    def _dataclass(self, value: Any) -> dict[str, Any]:
        kind = type(value)
        if not is_dataclass(value) or self._registry.by_name.get(kind.__name__) is not kind:
            raise TypeError(f"{kind.__name__} is not registered, so it can't be kept")
        if shared(kind) and id(value) in self._places:
            return {"object": self._places[id(value)]}
        of = {name: self._node(getattr(value, name)) for name in self._registry.hints(kind)}
        node = {"type": kind.__name__, "of": of}
        if not shared(kind):
            return node
        self._places[id(value)] = len(self._objects)
        self._objects.append(node)
        return {"object": self._places[id(value)]}
