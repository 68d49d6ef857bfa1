"""Words and data as Python source in which nothing of a file can be run.

Text of a file enters as `repr` writes it, or in a comment from which everything is taken that
could end its line. Python reads an encoding out of its first two lines, comments too: the first
one of every script names it, so that no series' name can.
"""

import dataclasses
import textwrap
from collections.abc import Iterable, Mapping
from importlib import metadata
from typing import Any

import numpy as np
import pandas as pd

FIRST_LINE = "# coding: utf-8"

WIDTH = 96


def comment(text: str) -> str:
    """Text as lines of a comment, no newline at its end.

    Whatever is not printable, line breaks and signs that turn the direction of reading among them,
    becomes a space.
    """
    plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    lines = textwrap.wrap(plain, WIDTH - 2, break_on_hyphens=False) or [""]
    return "\n".join(f"# {line}".rstrip() for line in lines)


def number(value: float) -> str:
    """A number as it is written in Python, in full; "np.nan" for one that is not there."""
    value = float(value)
    if not np.isfinite(value):
        return f"np.{value}" if value >= 0 or np.isnan(value) else "-np.inf"
    whole = value.is_integer() and abs(value) < 1e15
    return repr(int(value)) if whole else repr(value)


def numbers(values: Iterable[float], indent: str = "") -> str:
    """Numbers in brackets, on as many lines as they need; the first stands in by `indent`."""
    told = [number(value) for value in values]
    one = f"[{', '.join(told)}]"
    if len(indent) + len(one) <= WIDTH - 24:
        return one
    deeper = f"{indent}    "
    lines = textwrap.wrap(
        f"{', '.join(told)},", WIDTH - len(deeper), break_long_words=False, break_on_hyphens=False
    )
    return "[\n" + "".join(f"{deeper}{line}\n" for line in lines) + f"{indent}]"


def by_name(columns: Mapping[str, Iterable[float]], indent: str = "") -> str:
    """Lists of numbers by their names."""
    deeper = f"{indent}    "
    rows = (f"{deeper}{key!r}: {numbers(each, deeper)},\n" for key, each in columns.items())
    return "{\n" + "".join(rows) + f"{indent}}}"


def by_level(columns: Mapping[int, Iterable[float]]) -> str:
    """Lists of numbers by levels."""
    rows = (f"    {level}: {numbers(each, '    ')},\n" for level, each in columns.items())
    return "{\n" + "".join(rows) + "}"


def call(spec: Any, indent: str = "") -> str:
    """The call that makes a dataclass of ours again: one line, or one for each field."""
    told = [
        f"{field.name}={getattr(spec, field.name)!r}"
        for field in dataclasses.fields(spec)
        if field.init
    ]
    name, one = type(spec).__name__, ", ".join(told)
    if len(indent) + len(name) + len(one) <= WIDTH - 24:
        return f"{name}({one})"
    rows = "".join(f"{indent}    {each},\n" for each in told)
    return f"{name}(\n{rows}{indent})"


def dates(index: pd.DatetimeIndex) -> str:
    """Regular dates as the call that makes them."""
    return f'pd.date_range("{date(index[0])}", periods={len(index)}, freq="{index.freqstr}")'


def date(stamp: pd.Timestamp) -> str:
    """A date in ISO form, with its time where it has one."""
    return f"{stamp:%Y-%m-%d}" if stamp == stamp.normalize() else f"{stamp:%Y-%m-%dT%H:%M}"


def packages(*names: str) -> str:
    """Packages with the versions that are installed here, as pip takes them.

    TensorFlow's builds for a processor alone have a name of their own and the same module.
    """
    found = []
    for name in names:
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            version = metadata.version(f"{name}-cpu")
        found.append(f"{name}=={version}")
    return " ".join(found)
