"""The outer shell of a capsule: a zip whose manifest names every member, its size and its checksum.

manifest.json   format, schema, which Lookback wrote it and when, what is in it in words, members
the rest        exactly the members that the manifest names, each with the bytes that it says
"""

import hashlib
import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core import environment
from core.capsule.documents import MOST_JSON, damaged, read_json, write_json
from core.errors import DataError, LimitError
from core.wording import number

FORMAT = "lookback"
ENDING = ".lookback"
MANIFEST = "manifest.json"

MOST_MEMBERS = 20_000
"""Files in a capsule."""

DENSEST = 100
"""How many times smaller a member may be packed than it is; what packs better lies unpacked."""

_LEVEL = 1
"""How hard zlib tries: numbers hardly pack better with more."""

_DATE = (1980, 1, 1, 0, 0, 0)
"""Of every member: the same content makes the same file."""


@dataclass(frozen=True)
class About:
    """What a capsule says of itself.

    Attributes:
        schema: Version of the schema it was written in.
        lookback: The Lookback that wrote it.
        made: When, with its zone.
        words: What is in it, for people.
    """

    schema: int
    lookback: str
    made: datetime
    words: str


@dataclass(frozen=True, eq=False)
class Archive:
    """A capsule's members, each with the bytes that its manifest promised.

    Attributes:
        about: What it says of itself.
        members: Bytes by name, without the manifest.
    """

    about: About
    members: Mapping[str, bytes] = field(repr=False)


def pack(archive: Archive) -> bytes:
    """The bytes of a capsule; the same for the same content.

    Raises:
        LimitError: If this server could not open it again.
    """
    about = archive.about
    manifest = {
        "format": FORMAT,
        "schema": about.schema,
        "lookback": about.lookback,
        "made": about.made.isoformat(),
        "words": about.words,
        "members": {
            name: {"size": len(data), "sha256": _digest(data)}
            for name, data in sorted(archive.members.items())
        },
    }
    every = {MANIFEST: write_json(manifest), **dict(sorted(archive.members.items()))}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, data in every.items():
            packed.writestr(_entry(name), data, _packing(data), compresslevel=_LEVEL)
    _check_size(sum(map(len, every.values())), len(out.getvalue()), len(every))
    return out.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _DATE)
    entry.create_system = 3
    entry.external_attr = 0o100644 << 16
    return entry


def _packing(data: bytes) -> int:
    """Stored as it is where packing would make it look like a bomb."""
    dense = len(data) > DENSEST * len(zlib.compress(data, _LEVEL))
    return zipfile.ZIP_STORED if dense else zipfile.ZIP_DEFLATED


def unpack(data: bytes) -> Archive:
    """A capsule's members, after every check that does not need to know what they are.

    Nothing is written to disk, no name leads anywhere, and no more is unpacked than the manifest
    says and this server takes.

    Raises:
        DataError: Saying what is wrong with it.
        LimitError: If it holds more than this server takes.
    """
    # Before the directory is read: each of its entries becomes an object.
    if data.count(b"PK\x01\x02") > MOST_MEMBERS:
        raise LimitError(f"The capsule holds more than {number(MOST_MEMBERS)} files.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return _unpacked(packed, len(data))
    except (DataError, LimitError):
        raise
    # What is damaged can break zipfile in nearly any way.
    except Exception:
        raise DataError(
            "This is no capsule of Lookback, or it arrived incomplete. Save or upload it once more."
        ) from None


def is_capsule(data: bytes) -> bool:
    """Whether the bytes of a file are a capsule's, sound or not, whatever the file is called."""
    # The manifest is the first member, and it begins with what it is of.
    if not data.startswith(b"PK\x03\x04") or data[30 : 30 + len(MANIFEST)] != MANIFEST.encode():
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed, packed.open(MANIFEST) as manifest:
            return manifest.read(40).startswith(f'{{"format":"{FORMAT}"'.encode())
    # What is damaged can break zipfile in nearly any way.
    except Exception:
        return False


def _unpacked(packed: zipfile.ZipFile, packed_size: int) -> Archive:
    entries = {entry.filename: entry for entry in packed.infolist()}
    if MANIFEST not in entries:
        raise DataError("This is no capsule of Lookback: it has no manifest.")
    for entry in packed.infolist():
        _check_entry(entry)
    if len(entries) < len(packed.infolist()):
        raise damaged("it holds a file twice")
    if entries[MANIFEST].file_size > MOST_JSON:
        raise damaged("its manifest is too long")
    manifest = read_json(_read(packed, entries[MANIFEST], entries[MANIFEST].file_size), MANIFEST)
    about, promised = _about(manifest), _promised(manifest)
    if set(promised) | {MANIFEST} != set(entries):
        raise damaged("it does not hold exactly the files that its manifest names")
    _check_size(sum(size for size, _ in promised.values()), packed_size, len(promised) + 1)
    if sum(size for name, (size, _) in promised.items() if name.endswith(".json")) > MOST_JSON:
        raise LimitError(f"The capsule says more than {number(MOST_JSON / 1e6)} MB in words.")
    members = {}
    for name, (size, digest) in promised.items():
        members[name] = _read(packed, entries[name], size)
        if _digest(members[name]) != digest:
            raise damaged(f"{name} is not as it was saved")
    return Archive(about, members)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    """Refuse what no capsule holds: links, folders, encryption, rare or suspicious packing."""
    regular = (entry.external_attr >> 16) & 0o170000 == 0o100000
    usual = entry.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    if not regular or not usual or entry.flag_bits & 0x1 or not _plain(entry.filename):
        raise damaged("it holds something that Lookback never puts into one")
    if entry.file_size > DENSEST * max(entry.compress_size, 1) + 1:
        raise damaged("something in it unpacks to far more than it should")


def _plain(name: str) -> bool:
    """Whether a name is one that leads nowhere: small letters and digits, one folder at most."""
    folders = name.split("/")
    allowed = set("abcdefghijklmnopqrstuvwxyz0123456789-.")
    return len(folders) <= 2 and all(
        part and not part.startswith(".") and set(part) <= allowed for part in folders
    )


def _read(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, size: int) -> bytes:
    """A member that has to have so many bytes."""
    with packed.open(entry) as member:
        # One more than promised shows that there are more; what is more is never unpacked.
        data = member.read(size + 1)
    if len(data) != size:
        raise damaged(f"{entry.filename} is longer or shorter than its manifest says")
    return data


def _about(manifest: Any) -> About:
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise DataError("This is no capsule of Lookback: its manifest is of something else.")
    schema, lookback, words = (manifest.get(name) for name in ("schema", "lookback", "words"))
    made = manifest.get("made")
    if not isinstance(schema, int) or isinstance(schema, bool) or schema < 0:
        raise damaged("its manifest has no version")
    if not (isinstance(lookback, str) and isinstance(words, str) and isinstance(made, str)):
        raise damaged("its manifest is not complete")
    when = datetime.fromisoformat(made)
    if when.tzinfo is None:
        raise damaged("its manifest is not complete")
    return About(schema, lookback, when, words)


def _promised(manifest: Any) -> dict[str, tuple[int, str]]:
    """Size and checksum of each member."""
    members = manifest.get("members")
    if not isinstance(members, dict):
        raise damaged("its manifest names no files")
    promised = {}
    for name, said in members.items():
        size = said.get("size") if isinstance(said, dict) else None
        digest = said.get("sha256") if isinstance(said, dict) else None
        if type(size) is not int or size < 0 or not isinstance(digest, str):
            raise damaged("its manifest is not complete")
        promised[name] = (size, digest)
    return promised


def _check_size(unpacked: int, packed: int, members: int) -> None:
    most = environment.number("LOOKBACK_MAX_UNPACKED_MB")
    upload = environment.number("LOOKBACK_MAX_UPLOAD_MB")
    if unpacked > most * 1_000_000 or packed > upload * 1_000_000 or members > MOST_MEMBERS:
        raise LimitError(
            f"The session comes to {number(unpacked / 1e6, ',.0f')} MB, "
            f"{number(packed / 1e6, ',.0f')} MB packed; a capsule on this server holds at most "
            f"{number(most)} MB, {number(upload)} MB packed. Delete runs that are not needed."
        )


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
