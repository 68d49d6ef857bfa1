"""Files that are no text table, recognised by how they begin, and what to do about each."""

from core.errors import DataError

_SAVE = "Save it as CSV and upload that."
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF-", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x89HDF", "an HDF5 file"),
    (b"\x93NUMPY", "a NumPy file"),
    (b"{\\rtf", "a rich text document"),
)
_COMPRESSED = (
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
)
_ZIPPED = (
    (b"xl/", "an Excel workbook", "Open it in Excel, save the sheet as CSV and upload that."),
    (b"word/", "a Word document", _SAVE),
    (b"opendocument.spreadsheet", "an OpenDocument spreadsheet", _SAVE),
)


def refuse_other_kinds(data: bytes) -> None:
    """Let text through and refuse everything else. Nothing is ever decompressed.

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
    if data.startswith(b"PK\x03\x04"):
        # File names stand uncompressed in a zip, so its kind shows without unpacking.
        for part, what, advice in _ZIPPED:
            if part in data:
                raise DataError(f"This is {what}, not a text table. {advice}")
        raise DataError("This is a zip archive. Unpack it and upload the CSV file inside.")
    start = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<?xml")):
        raise DataError(
            "This is a web page or XML document, not a text table. If it came from a download "
            "link, download the table itself as CSV."
        )
    if start.startswith((b"{", b'["', b"[{", b"[[")):
        raise DataError(f"This is JSON, not a text table. {_SAVE}")
