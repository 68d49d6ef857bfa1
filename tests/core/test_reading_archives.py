"""Compressed files: unpacked within limits, or refused with words."""

import gzip
import io
import zipfile
from contextlib import suppress

import pytest

from core.errors import DataError, LimitError, LookbackError
from core.reading import open_table
from tests.fuzz.damage import damaged_copies

pytestmark = pytest.mark.slow

CSV = b"date,sales\n2020-01-01,5\n2020-01-02,6\n"


def packed(data):
    """By gzip, without the time of day: it would be part of the tests' names."""
    return gzip.compress(data, mtime=0)


def zipped(**files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "filename"),
    [
        (packed(CSV), "sales.csv.gz"),
        (packed(CSV[:20]) + packed(CSV[20:]), "sales.csv.gz"),
        (zipped(sales_csv=CSV), "march.zip"),
        (zipped(export__sales_csv=CSV, export__logo_png=b"x", _hidden=b"x"), "march.zip"),
    ],
)
def test_the_table_inside_is_read_and_it_is_said(data, filename):
    table = open_table(data, filename)
    assert table.frame["sales"].tolist() == ["5", "6"]
    assert table.notes == (f"sales.csv was unpacked from {filename}.",)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (zipped(a_csv=CSV, b_csv=CSV), r"holds 2 files: 'a.csv' and 'b.csv'. Upload the one"),
        (zipped(), "holds no file"),
        (packed(CSV)[:-12], "is damaged"),
        (b"\x1f\x8b" + b"x" * 50, "is damaged"),
        (zipped(a_csv=CSV)[:-30], "is damaged"),
        (packed(packed(CSV)), "an archive once more"),
        (zipped(a_zip=zipped(a_csv=CSV)), "an archive once more"),
        (packed(b"%PDF-1.7"), "a PDF document"),
        (packed(b"  \n"), "is empty"),
    ],
)
def test_an_archive_without_a_table_is_refused_with_words(data, words):
    with pytest.raises(DataError, match=words):
        open_table(data, "upload.zip")


def test_a_password_is_named():
    data = bytearray(zipped(a_csv=CSV))
    # The flag stands in the file's own header and once more in the directory at the end.
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(DataError, match="password"):
        open_table(bytes(data), "secret.zip")


@pytest.mark.parametrize("pack", [packed, lambda data: zipped(bomb_csv=data)])
def test_nothing_is_unpacked_beyond_the_limit(monkeypatch, pack):
    monkeypatch.setenv("LOOKBACK_MAX_UNPACKED_MB", "1")
    packed = pack(b"1,2\n" * 1_000_000)
    assert len(packed) < 100_000
    with pytest.raises(LimitError, match="unpacks to more than 1 MB"):
        open_table(packed, "bomb")


@pytest.mark.parametrize("way", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_ways_of_packing_that_unpack_without_bounds_are_refused(way):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", way) as archive:
        archive.writestr("a.csv", CSV)
    with pytest.raises(DataError, match="packed in a way that can't be read"):
        open_table(buffer.getvalue(), "a.zip")


def test_a_folder_called_like_a_part_of_office_files_is_only_a_folder():
    table = open_table(zipped(keyword__a_csv=CSV), "a.zip")
    assert table.frame["sales"].tolist() == ["5", "6"]


@pytest.mark.parametrize("whole", [packed(CSV * 50), zipped(a_csv=CSV * 50)])
def test_damage_anywhere_is_told_in_words(whole):
    for data in damaged_copies(whole):
        with suppress(LookbackError):
            open_table(data, "x.zip")


@pytest.mark.parametrize("line", [b"," * 5_000_000, b"\n" * 5_000_000])
def test_rows_that_hold_nothing_are_limited_too(monkeypatch, line):
    monkeypatch.setenv("LOOKBACK_MAX_ROWS", "1000")
    with pytest.raises(LimitError):
        open_table(packed(CSV + line + b"\n2020-01-03,7\n"), "x.csv.gz")
