"""Bytes to a table: encodings, delimiters, headings, limits, and files that are no table."""

import io
import zipfile

import pandas as pd
import pytest

from core.errors import DataError, LimitError, SettingError
from core.reading import Choices, interpret, open_table

PLAIN = "date,sales\n2020-01-01,5\n2020-01-02,6\n"


def found(table, setting):
    return next(d.value for d in table.detections if d.setting == setting)


def zipped(*names):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b" \n\n  \n", "is empty"),
        ("\ufeff".encode(), "is empty"),
        (b"date,sales\n", "heading but no rows"),
        (b"sales\nfew\nmany\n", "only one column"),
        (b"date~sales\n2020-01-01~5\n", "only one column"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a PNG image, not a table"),
        (b"\xff\xd8\xff\xe0abc", "a JPEG image"),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old Excel"),
        (zipped("[Content_Types].xml", "xl/workbook.bin"), "a binary Excel workbook"),
        (zipped("[Content_Types].xml", "word/document.xml"), "a Word document"),
        (b"<!DOCTYPE html><html></html>", "web page"),
        (b'[{"date": "2020-01-01", "sales": 5}]', "JSON"),
        (b"date,sales\n2020-01-01,\x005\n", "Line 2 holds a NUL byte"),
        (bytes(range(1, 32)) * 20 + b",", "control characters"),
        (b'date,sales\n2020-01-01,5\n2020-01-02,"6\n2020-01-03,7\n', "Line 3 opens a quotation"),
        (b'date,sales\n2020-01-01,"' + b"x" * 200_000, "Line 2 opens a quotation"),
        (b"a,b\n1,2,3\n1,2,3\n1,2,3\n", "Line 2 has 3 fields but the heading names 2"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_words(data, words):
    with pytest.raises(DataError, match=words) as refused:
        open_table(data, "upload.csv")
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    ("variable", "data", "words"),
    [
        ("LOOKBACK_MAX_ROWS", b"a,b\n" + b"1,2\n" * 6, "more than 5 rows"),
        ("LOOKBACK_MAX_COLUMNS", b"a,b,c,d,e,f\n1,2,3,4,5,6\n", "6 columns.* at most 5"),
        ("LOOKBACK_MAX_UPLOAD_MB", b"a,b\n" + b"1,2\n" * 1_300_000, "5.2 MB.* at most 5 MB"),
    ],
)
def test_limits_are_kept_and_named(monkeypatch, variable, data, words):
    monkeypatch.setenv(variable, "5")
    with pytest.raises(LimitError, match=words):
        open_table(data, "big.csv")


def test_exactly_the_limit_is_taken(monkeypatch):
    monkeypatch.setenv("LOOKBACK_MAX_ROWS", "5")
    assert len(open_table(b"a,b\n" + b"1,2\n" * 5, "x.csv").frame) == 5


def test_short_rows_under_a_wide_heading_cannot_fill_the_memory(monkeypatch):
    monkeypatch.setattr("core.reading.file_limits._MOST_CELLS", 1_000)
    with pytest.raises(LimitError, match="cells"):
        open_table(b",".join([b"a"] * 100) + b"\n" + b"1,2\n" * 50, "x.csv")


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-32", "UTF-32"),
        ("cp1252", "Windows-1252"),
        ("latin-1", "Windows-1252"),
    ],
)
def test_letters_survive_every_encoding(encoding, name):
    text = "Datum;Größe in Stück\n2020-01-01;5\n2020-01-02;6\n"
    table = open_table(text.encode(encoding), "x.csv")
    assert list(table.frame.columns) == ["Datum", "Größe in Stück"]
    assert found(table, "encoding") == name


def test_cyrillic_letters_are_recognised():
    text = "Дата;Продажи товаров\n" + "2020-01-01;пять рублей\n" * 5
    table = open_table(text.encode("cp1251"), "x.csv")
    assert list(table.frame.columns) == ["Дата", "Продажи товаров"]


@pytest.mark.parametrize("name", ["Umsätze", "Ventes réelles", "Café", "Süd", "Málaga"])
def test_a_single_accented_name_is_not_taken_for_cyrillic(name):
    text = f"Date,{name}\n2020-01-01,5\n2020-01-02,6\n"
    table = open_table(text.encode("cp1252"), "x.csv")
    assert list(table.frame.columns) == ["Date", name]


def test_titles_may_outnumber_the_rows_of_a_short_table():
    data = b"Report\nNorth\nDrawn up by hand\nin March\nDate|Sales\n2020|1,5\n"
    table = open_table(data, "x.csv")
    assert found(table, "delimiter") == "vertical bar"
    assert list(table.frame.columns) == ["Date", "Sales"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("delimiter", "name"),
    [(",", "comma"), (";", "semicolon"), ("\t", "tab"), ("|", "vertical bar")],
)
def test_delimiters_and_line_ends(delimiter, name, end):
    table = open_table(PLAIN.replace(",", delimiter).replace("\n", end).encode(), "x.csv")
    assert table.frame["sales"].tolist() == ["5", "6"]
    assert found(table, "delimiter") == name
    assert table.lines.tolist() == [2, 3]


@pytest.mark.parametrize(
    ("text", "name", "columns"),
    [
        # Commas inside numbers do not make a comma file.
        ("Datum;Wert\n01.02.2020;1,5\n02.02.2020;2,5\n", "semicolon", 2),
        # Nor when the heading holds one too.
        ("Datum;Umsatz, EUR\n01.02.2020;1,5\n02.02.2020;2,5\n", "semicolon", 2),
        # Semicolons in a column of remarks do not make a semicolon file.
        ("date,note,sales\n2020-01-01,a; b,5\n2020-01-02,c; d,6\n", "comma", 3),
        # Nor do bars that join names.
        ("date,kind|sub,sales\n2020-01-01,a|b,5\n2020-01-02,c|d,6\n", "comma", 3),
        ('date,"a;b;c"\n2020-01-01,5\n', "comma", 2),
        ("sep=;\ndate;sales\n2020-01-01;5\n", "semicolon", 2),
    ],
)
def test_the_delimiter_is_the_one_that_cuts_evenly(text, name, columns):
    table = open_table(text.encode(), "x.csv")
    assert found(table, "delimiter") == name
    assert table.frame.shape[1] == columns


def test_quoted_line_ends_keep_the_line_numbers_right():
    table = open_table(b'date,note,sales\n2020-01-01,"a\nb",5\n\n2020-01-02,c,6\n', "x.csv")
    assert table.lines.tolist() == [2, 5]


def test_names_are_made_unique_and_it_is_said():
    table = open_table(b"date,sales,sales,\n2020-01-01,1,2,3\n", "x.csv")
    assert list(table.frame.columns) == ["date", "sales", "sales (2)", "Column 4"]
    assert table.notes == ("Two columns are named 'sales'; the later one is 'sales (2)'.",)


def test_names_made_unique_do_not_collide_with_given_ones():
    table = open_table(b"a,a,a (2),Column 4,\n1,2,3,4,5\n", "x.csv")
    assert len(set(table.frame.columns)) == 5


def test_uneven_rows_are_kept_and_named_by_line():
    text = "date,sales\n2020-01-01,5\n2020-01-02\n2020-01-03,1,234\n2020-01-04,6\n2020-01-05,7,\n"
    table = open_table(text.encode(), "x.csv")
    assert table.frame["sales"].tolist() == ["5", "", "1", "6", "7"]
    assert table.frame["Column 3"].tolist() == ["", "", "234", "", ""]
    assert table.notes[0].startswith("Line 3 has fewer fields")
    assert table.notes[1].startswith("Line 4 has more fields")


def test_empty_rows_and_nameless_empty_columns_are_left_out():
    table = open_table(b"date,sales,,\n2020-01-01,5,,\n,,,\n2020-01-02,6,,\n", "x.csv")
    assert table.frame.shape == (2, 2)
    assert table.lines.tolist() == [2, 4]


def test_a_title_above_the_heading_is_left_out():
    table = open_table(b"Monthly report\n\ndate,sales\n2020-01-01,5\n", "x.csv")
    assert list(table.frame.columns) == ["date", "sales"]
    assert found(table, "header") == "line 3"


def test_a_file_without_heading_keeps_its_first_row():
    table = open_table(b"2020-01-01,5\n2020-01-02,6\n", "x.csv")
    assert found(table, "header") == "none"
    assert table.frame["Column 2"].tolist() == ["5", "6"]
    assert table.lines.tolist() == [1, 2]


def test_what_was_found_can_be_chosen_otherwise():
    text = "Umsatz; Menge, Stück\n01.02.2020;1,5\n02.02.2020;2,5\n".encode("cp1252")
    table = open_table(text, "x.csv", Choices(delimiter="comma", header="none"))
    assert table.frame.iloc[0].tolist() == ["Umsatz; Menge", "Stück"]
    assert found(table, "header") == "none"
    read_so = open_table(text, "x.csv", Choices(encoding="Windows-1251"))
    assert "Ь" in read_so.frame.columns[1] or "ь" in read_so.frame.columns[1]


def test_a_heading_chosen_lower_down_leaves_out_what_is_above():
    text = b"shop,north,\nyear,2020,\ndate,sales,note\n2020-01-01,5,\n2020-01-02,6,x\n"
    table = open_table(text, "x.csv", Choices(header="line 3"))
    assert list(table.frame.columns) == ["date", "sales", "note"]
    assert table.frame["sales"].tolist() == ["5", "6"]
    assert "2 title lines above the heading left out." in table.notes


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        (Choices(encoding="EBCDIC"), "Encoding can't be 'EBCDIC'"),
        (Choices(delimiter="slash"), "Delimiter can't be 'slash'"),
        (Choices(header="line 99"), "Heading can't be 'line 99'"),
    ],
)
def test_choices_that_no_file_has_are_refused(choices, words):
    with pytest.raises(SettingError, match=words):
        open_table(PLAIN.encode(), "x.csv", choices)


def test_an_encoding_that_does_not_fit_is_refused():
    with pytest.raises(DataError, match="can't be read as UTF-8"):
        open_table("größe,x\n1,2\n".encode("cp1252"), "x.csv", Choices(encoding="UTF-8"))


@pytest.fixture
def small_is_large(monkeypatch):
    monkeypatch.setattr("core.reading.bulk.LARGE", 0)
    monkeypatch.setattr("core.reading.table._OPENING", 3)


REGULAR = [
    "date,sales,shop\n2020-01-01, 5 ,a\n2020-01-02,,b \n2020-01-03,7,c\n",
    "date;sales\r\n01.02.2020;1,5\r\n02.02.2020;2,5\r\n03.02.2020;3",
    '"date","name"\n"2020-01-01","a,b"\n"2020-01-02","c"\n"2020-01-03",""\n',
    "Report of May,\ndate,sales\n2020-01-01,5\n2020-01-02,6\n2020-01-03,7\n",
    "2020-01-01\t5\n2020-01-02\t6\n2020-01-03\t7\n",
    ",date,date\n0,2020-01-01,5\n1,2020-01-02,6\n",
    "date,sales,\n2020-01-01,5,\n,,\n2020-01-02,6,a\n , ,\n2020-01-03,7,\n,,\n,,\n",
]
UNUSUAL = [
    'date,note\n2020-01-01,"two\nlines"\n2020-01-02,b\n2020-01-03,c\n',
    'date,note\n2020-01-01,5" pipe\n2020-01-02,"say ""x"""\n2020-01-03,c\n',
    "date,sales\n2020-01-01,5\n\n2020-01-02,6\n2020-01-03,7\n",
    "date,sales\n2020-01-01,5\n2020-01-02\n2020-01-03,7,8\n",
    "date,sales\r2020-01-01,5\r2020-01-02,6\r2020-01-03,7\r",
    'date,a,b\n2020-01-01,x"1,2"\n2020-01-02,3,4\n2020-01-03,5,6\n',
]


@pytest.mark.parametrize("text", REGULAR + UNUSUAL)
def test_a_large_file_is_read_as_a_small_one(text, request):
    one = open_table(text.encode(), "small.csv")
    request.getfixturevalue("small_is_large")
    other = open_table(text.encode(), "large.csv")
    assert other.frame.astype(object).equals(one.frame)
    assert other.lines.tolist() == one.lines.tolist()
    assert other.notes == one.notes
    assert [(d.value, d.reason) for d in other.detections] == [
        (d.value, d.reason) for d in one.detections]  # fmt: skip


@pytest.mark.parametrize("text", REGULAR)
def test_plain_files_take_the_quick_way(text, small_is_large):
    frame = open_table(text.encode(), "large.csv").frame
    assert all(str(kind) == "category" for kind in frame.dtypes)


def test_a_large_file_of_orders_gives_the_same_series(small_is_large, monkeypatch):
    days = pd.date_range("2021-01-01", periods=300)
    rows = "".join(f"{day:%d/%m/%Y},{k % 5 + 1},{k % 7}.25,{'ab'[k % 2]}\n"
                   for k, day in enumerate(days.repeat(3)))  # fmt: skip
    text = f"order date,quantity,price,shop\n{rows}".encode()
    large = interpret(open_table(text, "large.csv"))
    monkeypatch.setattr("core.reading.bulk.LARGE", 10**9)
    small = interpret(open_table(text, "small.csv"))
    pd.testing.assert_series_equal(large.series.y, small.series.y)
    assert large.receipt == small.receipt
    assert large.detections == small.detections
