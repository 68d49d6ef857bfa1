"""Single values back from what `encoding` wrote: texts, numbers, dates, each checked."""

import types
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pandas as pd

_NUMBERS = {"nan": float("nan"), "inf": float("inf"), "-inf": float("-inf")}


class Mismatch(Exception):
    """Something is not what the place where it stands takes; its message ends a sentence."""


def parts_of(node: Any, *names: str) -> dict[str, Any]:
    """The parts of something that has these and no others.

    Raises:
        Mismatch: If it has not.
    """
    if not isinstance(node, dict) or set(node) != set(names):
        raise Mismatch("something in it has another form than it should")
    return node


def shortened(name: Any) -> str:
    """A name for a message, which may be anything."""
    return f'"{str(name)[:40]}"'


def label(name: Any) -> str | None:
    """The name of a series or an index, None for none.

    Raises:
        Mismatch: If it is no text.
    """
    if name is not None and not isinstance(name, str):
        raise Mismatch("a name is no text")
    return name


def text(node: Any, where: str) -> str:
    """A text.

    Raises:
        Mismatch: If it is none.
    """
    if not isinstance(node, str):
        raise Mismatch(f"{where} is no text")
    if any("\ud800" <= sign <= "\udfff" for sign in node):
        # Half of a surrogate pair is no character: writing it anywhere would fail.
        raise Mismatch(f"{where} holds what is no character")
    return node


def _whole(node: Any, where: str) -> int:
    if type(node) is not int or not -(2**63) <= node < 2**63:
        raise Mismatch(f"{where} is no whole number")
    return node


def floating(node: Any, where: str) -> float:
    """A number, NaN and infinities among them.

    Raises:
        Mismatch: If it is none.
    """
    if type(node) is float:
        return node
    if isinstance(node, dict) and isinstance(node.get("float"), str):
        if node["float"] in _NUMBERS and len(node) == 1:
            return _NUMBERS[node["float"]]
        raise Mismatch(f"{where} is no number")
    return _whole(node, where)


def _yes_no(node: Any, where: str) -> bool:
    if type(node) is not bool:
        raise Mismatch(f"{where} is neither yes nor no")
    return node


def _nothing(node: Any, where: str) -> None:
    if node is not None:
        raise Mismatch(f"{where} is not empty")


def _date(node: Any, where: str) -> pd.Timestamp:
    unit: Any = "ns"
    if isinstance(node, dict) and "unit" in node:
        unit = parts_of(node, "date", "unit")["unit"]
    elif not isinstance(node, dict) or set(node) != {"date"}:
        raise Mismatch(f"{where} is no date")
    said = node["date"]
    if not isinstance(said, str) or unit not in ("s", "ms", "us", "ns"):
        raise Mismatch(f"{where} is no date")
    stamp = pd.Timestamp(datetime.fromisoformat(said) if len(said) < 20 else said)
    if pd.isna(stamp) or stamp.tz is not None:
        raise Mismatch(f"{where} is no date")
    return stamp.as_unit(unit)


def _moment(node: Any, where: str) -> datetime:
    said = parts_of(node, "moment")["moment"]
    if not isinstance(said, str):
        raise Mismatch(f"{where} is no date")
    moment = datetime.fromisoformat(said)
    if moment.tzinfo is None:
        raise Mismatch(f"{where} has no zone")
    return moment


READERS: dict[Any, Callable[[Any, str], Any]] = {
    str: text,
    int: _whole,
    float: floating,
    bool: _yes_no,
    types.NoneType: _nothing,
    pd.Timestamp: _date,
    datetime: _moment,
}
"""How a single value is read, by what a field is annotated with, given where it stands."""
