"""Capsules kept in a folder, with an index that says what each is.

Where whoever runs Lookback names a folder, sessions can be kept there. Each capsule is a file under
a name made here, so that nothing a person types is ever part of a path; what it is called, what is
in it and when it was saved stand in an SQLite index beside them. Several processes may use one
folder: files appear whole or not at all, and the index changes in transactions.
"""

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from core.errors import LimitError, StorageError
from core.wording import number

INDEX = "index.sqlite3"
MOST = 500
"""Capsules in a folder."""
LONGEST_NAME = 80
"""Characters of a name that are kept."""
_PATIENCE_S = 10.0
"""How long one process waits for another to be done with the index."""

_TABLE = """
CREATE TABLE IF NOT EXISTS capsules (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, words TEXT NOT NULL, made TEXT NOT NULL
)
"""


@dataclass(frozen=True)
class Kept:
    """One capsule of a folder.

    Attributes:
        id: What tells it from others.
        name: What it is called.
        words: What is in it.
        made: When it was saved.
    """

    id: str
    name: str
    words: str
    made: datetime


class Shelf:
    """The capsules of a folder; it is made if it is not there.

    Every method raises `StorageError` if the folder can't be used.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def listed(self) -> tuple[Kept, ...]:
        """All capsules, the newest first; those whose files somebody took away are left out."""
        with self._index() as index:
            rows = index.execute("SELECT * FROM capsules ORDER BY made DESC, id").fetchall()
        found = (
            Kept(key, name, words, datetime.fromisoformat(made)) for key, name, words, made in rows
        )
        return tuple(each for each in found if self._file(each.id).is_file())

    def add(self, name: str, words: str, data: bytes) -> Kept:
        """Keep a capsule.

        Args:
            name: What to call it.
            words: What is in it.
            data: Its bytes.

        Raises:
            LimitError: If the folder is full.
        """
        made = datetime.now(UTC)
        kept = Kept(secrets.token_hex(8), _shown(name), words, made)
        part = self._folder / f".{kept.id}.part"
        try:
            with self._index() as index:
                (many,) = index.execute("SELECT count(*) FROM capsules").fetchone()
                if many >= MOST:
                    raise LimitError(
                        f"This server keeps at most {number(MOST)} sessions. Delete one first."
                    )
                with part.open("xb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                part.replace(self._file(kept.id))
                index.execute(
                    "INSERT INTO capsules VALUES (?, ?, ?, ?)",
                    (kept.id, kept.name, words, made.isoformat()),
                )
        except OSError as error:
            raise _unusable() from error
        finally:
            part.unlink(missing_ok=True)
        return kept

    def read(self, key: str, most: int) -> bytes:
        """The bytes of a capsule.

        Args:
            key: Its id.
            most: Bytes that are read at most.

        Raises:
            LimitError: If it has more.
        """
        try:
            with self._file(key).open("rb") as file:
                data = file.read(most + 1)
        except FileNotFoundError:
            raise _gone() from None
        except OSError as error:
            raise _unusable() from error
        if len(data) > most:
            raise LimitError(
                f"This session has more than the {number(most / 1e6, ',.0f')} MB that are opened "
                "here."
            )
        return data

    def rename(self, key: str, name: str) -> None:
        """Call a capsule something else; an empty name changes nothing."""
        if shown := _shown(name):
            with self._index() as index:
                done = index.execute("UPDATE capsules SET name = ? WHERE id = ?", (shown, key))
                if not done.rowcount:
                    raise _gone()

    def delete(self, key: str) -> None:
        """Delete a capsule for good; one that is gone already stays gone."""
        with self._index() as index:
            index.execute("DELETE FROM capsules WHERE id = ?", (key,))
            try:
                self._file(key).unlink(missing_ok=True)
            except OSError as error:
                raise _unusable() from error

    def _file(self, key: str) -> Path:
        """The file of a capsule; an id is nothing but digits, so it leads nowhere else."""
        if not key or set(key) - set("0123456789abcdef"):
            raise _gone()
        return self._folder / f"{key}.lookback"

    @contextmanager
    def _index(self) -> Iterator[sqlite3.Connection]:
        """The index, within a transaction that no other process shares."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(
                self._folder / INDEX, timeout=_PATIENCE_S, isolation_level=None
            )
            with closing(connection):
                connection.execute("BEGIN IMMEDIATE")
                connection.execute(_TABLE)
                try:
                    yield connection
                except BaseException:
                    connection.execute("ROLLBACK")
                    raise
                connection.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            raise _unusable() from error


def _shown(name: str) -> str:
    printable = "".join(sign if sign.isprintable() else " " for sign in name)
    return " ".join(printable.split())[:LONGEST_NAME]


def _gone() -> StorageError:
    return StorageError("This session is not kept here any more: somebody deleted it.")


def _unusable() -> StorageError:
    return StorageError(
        "The folder in which this server keeps sessions can't be used. Save yours as a file, and "
        "tell whoever runs this server to look at LOOKBACK_WORKSPACE."
    )
