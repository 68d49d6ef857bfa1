"""Compressed files: what is in them, unpacked within limits."""

import gzip
import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

from core import environment
from core.errors import DataError, LimitError, LookbackError
from core.reading.kinds import is_gzip, is_workbook, is_zip
from core.wording import listed, number, quoted

ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".parquet")
"""Endings of the files that are taken for tables inside an archive."""

_ENCRYPTED = 0x1
_BOUNDED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Ways of packing of which no more is unpacked than is asked for."""


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A file out of its archive.

    Attributes:
        data: Its bytes.
        filename: Its own name.
        note: Where it came from, as a sentence; "" if it was not packed.
    """

    data: bytes
    filename: str
    note: str = ""


def unpack(data: bytes, filename: str) -> Unpacked:
    """The one table in a gzip or zip archive; any other file as it is.

    Nothing is unpacked further than `LOOKBACK_MAX_UNPACKED_MB`, whatever the archive says of
    itself.

    Raises:
        DataError: If the archive is damaged, protected, or holds no table or several.
        LimitError: If what is in it is larger than this server takes.
    """
    try:
        if is_gzip(data):
            name = filename[:-3] if filename.lower().endswith(".gz") else filename
            with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
                inside = _read(packed, filename)
        elif is_zip(data) and not is_workbook(data):
            name, inside = _only_table(data, filename)
        else:
            return Unpacked(data, filename)
    except LookbackError:
        raise
    # What is damaged can break these modules in nearly any way.
    except Exception:
        raise DataError(
            f"{filename} is damaged and can't be unpacked. Upload it once more."
        ) from None
    if is_gzip(inside) or (is_zip(inside) and not is_workbook(inside)):
        raise DataError(f"{filename} holds an archive once more. Unpack it and upload the table.")
    return Unpacked(inside, name, f"{name} was unpacked from {filename}.")


def check_packing(archive: zipfile.ZipFile, filename: str) -> None:
    """Refuse a zip archive, or a workbook, that can't be unpacked within limits.

    Raises:
        DataError: If it is packed in a rare way.
        LimitError: If it unpacks to more than this server takes.
    """
    entries = archive.infolist()
    if any(each.compress_type not in _BOUNDED for each in entries):
        raise _rarely_packed(filename)
    check_unpacked(sum(each.file_size for each in entries), filename)


def check_unpacked(size: int, filename: str) -> None:
    """Refuse a file that unpacks to more than `size` bytes may be.

    Raises:
        LimitError: If it does.
    """
    most = environment.number("LOOKBACK_MAX_UNPACKED_MB")
    if size > most * 1_000_000:
        raise LimitError(
            f"{filename} unpacks to more than {number(most)} MB, the most this server takes. Leave "
            "out columns or rows that are not needed."
        )


def _only_table(data: bytes, filename: str) -> tuple[str, bytes]:
    """Name and bytes of the table in a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = [each for each in archive.infolist() if _counts(each)]
        tables = [each for each in files if each.filename.lower().endswith(ENDINGS)]
        chosen = tables or files
        if len(chosen) != 1:
            raise DataError(_which(filename, [each.filename for each in chosen]))
        (one,) = chosen
        if one.flag_bits & _ENCRYPTED:
            raise DataError(
                f"{filename} is protected by a password. Unpack it and upload the table inside."
            )
        if one.compress_type not in _BOUNDED:
            raise _rarely_packed(filename)
        with archive.open(one) as packed:
            return PurePosixPath(one.filename).name, _read(packed, filename)


def _counts(each: zipfile.ZipInfo) -> bool:
    """Whether a file in a zip is one that the person put there."""
    path = PurePosixPath(each.filename)
    return not (each.is_dir() or path.name.startswith(".") or path.parts[:1] == ("__MACOSX",))


def _which(filename: str, names: list[str]) -> str:
    if not names:
        return f"{filename} holds no file. Upload the table itself."
    return (
        f"{filename} holds {number(len(names))} files: {listed([quoted(name) for name in names])}. "
        "Upload the one to forecast."
    )


def _read(packed: IO[bytes] | gzip.GzipFile, filename: str) -> bytes:
    most = environment.number("LOOKBACK_MAX_UNPACKED_MB") * 1_000_000
    data = packed.read(most + 1)
    check_unpacked(len(data), filename)
    return data


def _rarely_packed(filename: str) -> DataError:
    return DataError(
        f"{filename} is packed in a way that can't be read here. Pack it as usual, or upload the "
        "table itself."
    )
