"""A session as one file: what was read, decided, trained and forecast, to be opened again.

A capsule is a zip of JSON documents, NumPy arrays, Parquet tables and the file itself, under a
manifest with checksums. Opening one makes nothing but the dataclasses listed in `contents`, through
their own checks; nothing in it is code, nothing is unpickled, and no name in it is looked up.

archive      the zip: manifest, checksums, limits
documents    strict JSON; older schemas brought up to the present one; what is said of damage
registry     which types there may be
contents     those of core
arrays       arrays, dates, tables as bytes
encoding     values as documents
decoding     and back, each checked against the field that takes it
soundness    whether what fits the types fits together
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core import __version__
from core.capsule.archive import ENDING, About, Archive, is_capsule, pack, unpack
from core.capsule.contents import ANSWERS, CORE
from core.capsule.decoding import Decoder
from core.capsule.documents import SCHEMA, damaged, read_json, upgraded, write_json
from core.capsule.encoding import Encoder
from core.capsule.registry import Registry

__all__ = ["ANSWERS", "CORE", "ENDING", "Capsule", "Registry", "is_capsule", "read", "write"]


@dataclass(frozen=True, eq=False)
class Capsule:
    """What a capsule holds.

    Attributes:
        parts: Dataclasses by name; the names are small letters, digits and hyphens.
        words: What is in it, for people.
        made: When it was made, with its zone.
    """

    parts: Mapping[str, Any] = field(repr=False)
    words: str
    made: datetime


def write(capsule: Capsule, registry: Registry = CORE) -> bytes:
    """A capsule as the bytes of a file; the same for the same content.

    Raises:
        LimitError: If it is larger than this server would open.
        TypeError: If it holds what is not registered.
    """
    encoder = Encoder(registry)
    documents = {
        f"{name}.json": write_json(encoder.document(part)) for name, part in capsule.parts.items()
    }
    about = About(SCHEMA, __version__, capsule.made, capsule.words)
    return pack(Archive(about, {**documents, **encoder.members}))


def read(data: bytes, registry: Registry = CORE) -> Capsule:
    """A capsule from the bytes of a file.

    Raises:
        DataError: If it is none, damaged, or of a later Lookback; it says what is wrong.
        LimitError: If it holds more than this server takes.
    """
    archive = unpack(data)
    documents = {
        name: read_json(member, name)
        for name, member in archive.members.items()
        if name.endswith(".json")
    }
    documents = upgraded(documents, archive.about.schema)
    beside = {name: data for name, data in archive.members.items() if not name.endswith(".json")}
    decoder = Decoder(registry, beside)
    parts = {
        name.removesuffix(".json"): decoder.root(document, name)
        for name, document in documents.items()
    }
    if decoder.unused:
        raise damaged("it holds something that belongs to nothing in it")
    return Capsule(parts, archive.about.words, archive.about.made)
