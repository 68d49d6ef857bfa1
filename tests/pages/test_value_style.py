"""Unit and number style: found in the file, changed once on Data, followed everywhere."""

import csv
import io
import json
import re

import pyarrow as pa
import pytest

from core.number_style import COMMA_CSV, STYLES
from tests.pages.conftest import RECEIPT, opened, press, words
from ui import tables

pytestmark = pytest.mark.slow

CSV = "Monat;Umsatz (EUR)\n" + "\n".join(
    f"{2015 + i // 12}-{i % 12 + 1:02d};{1 + i // 60}.{100 + i + 30 * (i % 12 == 3)},{i * 7 % 5}5"
    for i in range(72)
)


@pytest.fixture
def data(app):
    """Data with a file of decimal commas in hand."""
    app.session_state["workspace"].load(CSV.encode(), "umsatz.csv")
    app.switch_page("pages/data.py").run()
    return opened(app, "The first look as a table", "The series as a table")


def box(app, label):
    return next(each for each in app.selectbox if each.label == label)


def specs(app):
    return [json.loads(each.proto.spec) for each in app.get("plotly_chart")]


def shown(app):
    """Cells of every table as a person sees them, column by column."""
    found = []
    for frame in app.dataframe:
        proto = frame.proto.arrow_data
        assert proto.styler.display_values, "a table without the number style"
        found.append(pa.ipc.open_stream(proto.styler.display_values).read_pandas().astype(str))
    return found


@pytest.fixture
def files(monkeypatch):
    """Makes every CSV file of the pages that are run, as text."""
    made = []
    monkeypatch.setattr(
        "streamlit.download_button",
        lambda label, data, **how: (
            made.append((data().decode("utf-8-sig"), how["help"]))
            if label == "Download CSV"
            else None
        ),
    )
    return made


def test_a_file_with_decimal_commas_shows_commas_everywhere(data):
    assert not data.exception
    assert next(each.value for each in data.text_input if each.label == "Unit") == "EUR"
    assert box(data, "Numbers are written").value == STYLES[1]
    text = words(data)
    assert re.search(r"Lowest 1\.100 EUR, mean 1\.\d{3} EUR, highest 2\.\d{3} EUR\.", text)
    assert re.search(r"January 2021: \d\.\d{3} EUR, likely between \d\.\d{3} and \d\.\d{3}", text)
    assert {spec["layout"]["separators"] for spec in specs(data)} == {",."}
    assert specs(data)[0]["layout"]["yaxis"]["title"]["text"] == "Umsatz (EUR)"
    cells = [cell for table in shown(data) for cell in table.to_numpy().ravel()]
    assert "1.100,05" in cells
    assert not any(re.search(r"\d,\d{3}\.|\d\.\d\d?$", cell) for cell in cells)


def test_tables_name_the_unit_and_sort_as_numbers(data):
    table = next(frame.value for frame in data.dataframe if "Umsatz (EUR)" in frame.value)
    assert table["Umsatz (EUR)"].iloc[0] == 1100.05
    assert any("Forecast (EUR)" in frame.value for frame in data.dataframe)


def test_files_have_semicolons_and_decimal_commas(data, files):
    data.run()
    text, help_text = next(each for each in files if "Umsatz (EUR)" in each[0])
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert rows[0]["Umsatz (EUR)"] == "1100,05"
    assert help_text.startswith("Semicolon between columns and decimal comma")


def test_the_style_is_changed_once_and_holds_on_every_page(data, files):
    box(data, "Numbers are written").select(STYLES[3]).run()
    assert not data.exception
    assert "Lowest 1'100 EUR" in words(data)
    assert {spec["layout"]["separators"] for spec in specs(data)} == {".'"}
    data.switch_page("pages/train.py").run()
    press(data, "Train")
    assert re.search(r"missed by [\d']+(\.\d+)? EUR", words(data))
    files.clear()
    for page in ("compare", "forecast"):
        data.switch_page(f"pages/{page}.py").run()
        assert not data.exception
        assert {spec["layout"]["separators"] for spec in specs(data)} == {".'"}
        if page == "compare":
            opened(data, "As a table")
    assert len(files) >= 2
    assert all(help_text.startswith("Comma between columns") for _, help_text in files)


def test_csv_files_can_differ_from_the_pages(data, files):
    box(data, "CSV files").select(COMMA_CSV).run()
    assert "Lowest 1.100 EUR" in words(data)
    assert any("1100.05" in text for text, _ in files[-2:])
    assert data.session_state["workspace"].csv == COMMA_CSV


def test_a_unit_that_was_taken_away_stays_away(data):
    next(each for each in data.text_input if each.label == "Unit").set_value("").run()
    assert not data.exception
    assert "Lowest 1.100, mean" in words(data)
    box(data, "Frequency").select("quarterly").run()
    assert " EUR" not in words(data)


def test_a_picture_that_is_drawn_alone_has_the_style_too(data):
    data.pills(key=f"profile-{data.session_state['workspace'].generation}").select("Seasonal plot")
    data.run()
    assert not data.exception
    assert {spec["layout"]["separators"] for spec in specs(data)} == {",."}


def test_a_long_table_is_shown_plainly_and_says_so(data, monkeypatch):
    monkeypatch.setattr(tables, "STYLED", 50)
    data.run()
    assert "With more than 50 rows, numbers of the table stand without thousands" in words(data)


def test_a_unit_is_taken_back_alone(data):
    opened(data, RECEIPT)
    assert next(each for each in data.button if each.key == "undo").disabled
    box(data, "Frequency").select("quarterly").run()
    unit = next(each for each in data.text_input if each.label == "Unit")
    unit.set_value("crates").run()
    assert " crates" in words(data)
    press(data, "Undo: unit")
    assert " EUR" in words(data)
    assert " crates" not in words(data)
    assert box(data, "Frequency").value == "quarterly"
    assert next(each for each in data.text_input if each.label == "Unit").value == "EUR"
    press(data, "Undo: frequency")
    assert box(data, "Frequency").value == "monthly"
