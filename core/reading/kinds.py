"""Files that are no text table, recognised by how they begin, and what to do about each."""

import io
import re
import zipfile

from core.errors import DataError

_SAVE = "Save it as CSV and upload that."
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF-", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file, or one with a password"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x89HDF", "an HDF5 file"),
    (b"\x93NUMPY", "a NumPy file"),
    (b"{\\rtf", "a rich text document"),
)
_COMPRESSED = (
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
)
_ZIPPED = (
    ("xl/workbook.bin", "a binary Excel workbook", "Save it as .xlsx or CSV and upload that."),
    ("word/document.xml", "a Word document", _SAVE),
    ("content.xml", "an OpenDocument file", _SAVE),
)

_MARKUP = (
    b"<!doctype html", b"<html", b"<?xml", b"<!--", b"<head", b"<meta", b"<table", b"<style",
    b"<div",
)  # fmt: skip
_LIST = re.compile(rb"\[\s*[\[{\"]")


def is_gzip(data: bytes) -> bool:
    """Whether a file is packed with gzip."""
    return data.startswith(b"\x1f\x8b")


def is_zip(data: bytes) -> bool:
    """Whether a file is a zip archive; a workbook is one too."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def names_inside(data: bytes) -> list[str]:
    """Names of the files in a zip archive; none if it can't be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.namelist()
    # A damaged directory can break it in nearly any way.
    except Exception:
        return []


def is_workbook(data: bytes) -> bool:
    """Whether a file is an Excel workbook of the kind that can be read (.xlsx)."""
    return is_zip(data) and "xl/workbook.xml" in names_inside(data)


def is_parquet(data: bytes) -> bool:
    """Whether a file is a Parquet file."""
    return data.startswith(b"PAR1")


def refuse_other_kinds(data: bytes) -> None:
    """Let tables and archives of them through and refuse everything else. Nothing is unpacked.

    Raises:
        DataError: Saying what the file is and what to do.
    """
    for start, what in _SIGNATURES:
        if data.startswith(start):
            if "image" in what:
                raise DataError(f"This is {what}, not a table. Upload the table as a CSV file.")
            raise DataError(f"This is {what}, not a text table. {_SAVE}")
    for start, what in _COMPRESSED:
        if data.startswith(start):
            raise DataError(f"This is {what}. Unpack it and upload the CSV file inside.")
    if is_zip(data):
        names = names_inside(data)
        for part, what, advice in _ZIPPED:
            if part in names:
                raise DataError(f"This is {what}, not a table that can be read here. {advice}")
    start = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_MARKUP):
        raise DataError(
            "This is a web page or XML document, not a text table. If it came from a download "
            "link, download the table itself as CSV."
        )
    if start.startswith(b"{") or _LIST.match(start):
        raise DataError(f"This is JSON, not a text table. {_SAVE}")
