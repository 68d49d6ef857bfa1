"""JSON as strict as it can be, and documents of older schemas brought up to the present one."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from core.errors import DataError

SCHEMA = 3
"""Version of what capsules hold. It goes up when a document is no longer read as it was, or may
hold something that the Lookback before does not know; what is then older gets a migration."""

Documents = dict[str, Any]
"""JSON documents of a capsule by name, parsed."""

Migration = Callable[[Documents], Documents]


def _budget_files_by_series(documents: Documents) -> Documents:
    """Schema 1 had one file of a budget for all series; whose it is, is not known."""
    for session in _all_of("KeptSession", documents):
        file = session.pop("budget_file", None)
        session["budget_files"] = {"map": [] if file is None else [["", file]]}
    return documents


def _all_of(kind: str, documents: Documents) -> Iterator[dict[str, Any]]:
    """The fields of all objects of a type; what is no document of ours is found out later."""
    for document in documents.values():
        objects = document.get("objects") if isinstance(document, dict) else None
        for node in objects if isinstance(objects, list) else ():
            of = node.get("of") if isinstance(node, dict) and node.get("type") == kind else None
            if isinstance(of, dict):
                yield of


def _no_portfolio(documents: Documents) -> Documents:
    """Schema 2 had no portfolios, so it says nothing of one."""
    return documents


MIGRATIONS: Mapping[int, Migration] = {1: _budget_files_by_series, 2: _no_portfolio}
"""By version, what makes documents of that version documents of the next one."""

MOST_JSON = 40_000_000
"""Bytes of JSON in a capsule: what it becomes in memory is many times as large."""


def damaged(what: str) -> DataError:
    """The error for a capsule that is not as it was saved.

    Args:
        what: What is wrong, as a clause: "it holds a file twice".
    """
    return DataError(f"The capsule is damaged: {what}. Use another copy, or save it again.")


def write_json(value: Any) -> bytes:
    """JSON in UTF-8; NaN and infinite numbers are no JSON."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def read_json(data: bytes, name: str) -> Any:
    """What JSON says; no name twice, no NaN.

    Raises:
        DataError: If it is no JSON of ours.
    """
    try:
        return json.loads(data, object_pairs_hook=_once, parse_constant=_refused)
    # Deeply nested brackets end the parser's recursion.
    except (ValueError, RecursionError):
        raise damaged(f"{name} can't be read") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name twice")
    return found


def _refused(constant: str) -> None:
    raise ValueError(constant)


def upgraded(
    documents: Documents,
    schema: int,
    *,
    present: int = SCHEMA,
    migrations: Mapping[int, Migration] = MIGRATIONS,
) -> Documents:
    """Documents of an older schema as documents of the present one.

    Args:
        documents: As they were saved.
        schema: The version they were saved in.
        present: The version that is read here.
        migrations: As `MIGRATIONS`.

    Raises:
        DataError: If they come from a later Lookback, or from one too old to be known.
    """
    if schema > present:
        raise DataError(
            "This capsule comes from a later Lookback. Open it there, or update this one."
        )
    for version in range(schema, present):
        if version not in migrations:
            raise DataError(
                "This capsule comes from a Lookback so old that it can't be read any more."
            )
        documents = migrations[version](documents)
    return documents
