"""Files in the shapes that accounting, statistics offices, spreadsheets and shops give them."""

import io
from calendar import month_abbr

import openpyxl
import pandas as pd
import pytest

from core.errors import DataError
from core.reading import Choices, interpret, open_table

MONTHS = pd.date_range("2019-01-01", periods=36, freq="MS")
VALUES = [100.5 + place * 7 % 31 for place in range(36)]
NAMES = list(month_abbr)[1:]
YEARS = (2019, 2020, 2021)


def read(text, filename="x.csv", **choices):
    data = text if isinstance(text, bytes) else text.encode()
    return interpret(open_table(data, filename), Choices(**choices))


def table(*rows):
    return "\n".join(";".join(str(cell) for cell in row) for row in rows)


def value(year, month):
    return VALUES[(year - 2019) * 12 + month - 1]


def workbook(sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def detected(reading, setting):
    return next(d for d in reading.detections if d.setting == setting)


def is_whole(reading):
    series = reading.series
    return (
        series.frequency.name == "monthly"
        and list(series.index) == list(MONTHS)
        and series.values.tolist() == VALUES
    )


@pytest.mark.parametrize("names", [NAMES, [*range(1, 13)], [f"M{n:02}" for n in range(1, 13)]])
@pytest.mark.parametrize("beside", [(), ("Total",), ("Annual", "HALF1")])
def test_years_down_and_months_across_with_sums_beside(names, beside):
    rows = [[y, *[value(y, m) for m in range(1, 13)], *[9999 for _ in beside]] for y in YEARS]
    reading = read(table(["Year", *names, *beside], *rows))
    assert is_whole(reading)
    assert all(any(repr(name) in note for note in reading.notes) for name in beside)


@pytest.mark.parametrize("pattern", ["{}", "Sales {}", "{} Sales", "sales_{}"])
@pytest.mark.parametrize("last", [2020, 2021])
def test_months_down_and_years_across(pattern, last):
    years = range(2019, last + 1)
    rows = [[NAMES[m - 1], *[value(y, m) for y in years]] for m in range(1, 13)]
    reading = read(table(["", *map(pattern.format, years)], *rows))
    assert reading.series.values.tolist() == VALUES[: 12 * len(years)]
    assert ("Sales" in reading.series.name or "sales" in reading.series.name) == (pattern != "{}")


def test_years_and_seasons_beside_the_months_are_left_out():
    """As climate records have them."""
    beside = ["J-D", "D-N", "DJF", "MAM", "JJA", "SON"]
    rows = [[y, *[value(y, m) for m in range(1, 13)], 9, "***", 7, 7, 7, 7] for y in YEARS]
    reading = read(table(["Land-Ocean: Global Means"], ["Year", *NAMES, *beside], *rows))
    assert is_whole(reading)
    assert any("'J-D'" in note and "'SON' left out" in note for note in reading.notes)


def test_years_with_a_code_behind():
    header = ["Country", *[f"{y} [YR{y}]" for y in range(1990, 2020)]]
    reading = read(table(header, ["Norway", *range(100, 130)]))
    assert reading.series.frequency.name == "yearly"
    assert reading.series.values.tolist() == list(range(100, 130))


def test_months_below_years_as_pivots_nest_them():
    rows = []
    for y in YEARS:
        rows += [[y, sum(value(y, m) for m in range(1, 13))]]
        rows += [[name, value(y, m)] for m, name in enumerate(NAMES, 1)]
    reading = read(table(["Row Labels", "Sum of Sales"], *rows, ["Grand Total", 1]))
    assert is_whole(reading)
    assert any("3 rows of whole years left out" in note for note in reading.notes)


def test_a_heading_of_years_over_months():
    years = [y if m == 1 else "" for y in YEARS for m in range(1, 13)]
    reading = read(table(["", *years], ["Product", *NAMES * 3], ["A", *VALUES]))
    assert is_whole(reading)


def test_a_table_that_does_not_begin_at_the_left():
    rows = [["", "Sales by month", "", ""], ["", "", "Month", "Sales"]]
    rows += [["", "", f"{d:%Y-%m}", v] for d, v in zip(MONTHS, VALUES, strict=True)]
    assert is_whole(read(table(*rows)))


def test_rows_numbered_by_a_column_that_the_heading_does_not_name():
    rows = [[n, f"{d:%Y-%m}", v] for n, (d, v) in enumerate(zip(MONTHS, VALUES, strict=True), 1)]
    reading = read(table(["ds", "y"], *rows))
    assert is_whole(reading)
    assert reading.series.name == "y"


def test_letters_behind_the_last_named_column_are_no_cut_numbers():
    rows = [[f"{d:%Y-%m}", v, "A"] for d, v in zip(MONTHS, VALUES, strict=True)]
    assert is_whole(read(table(["Month", "Sales"], *rows)))


def test_a_first_row_like_the_second_is_no_heading():
    rows = [[f"{d:%Y-%m-%d}", "Oslo", v] for d, v in zip(MONTHS, VALUES, strict=True)]
    assert is_whole(read(table(*rows)))


def test_lines_that_are_quoted_whole():
    lines = ["Month,Sales", *[f"{d:%Y-%m},{v}" for d, v in zip(MONTHS, VALUES, strict=True)]]
    assert is_whole(read("\n".join(f'"{line}"' for line in lines)))


def test_marks_that_nobody_sees():
    rows = [[f"\u200e{d:%Y-%m}", f"{v}\u200b"] for d, v in zip(MONTHS, VALUES, strict=True)]
    assert is_whole(read(table(["Month", "Sales"], *rows)))


def test_a_sheet_of_notes_is_passed_over():
    notes = [["Author", "Ann"], ["Version", 3], ["Date", "2024-01-01"]]
    rows = [["Month", "Sales"], *zip(MONTHS.to_pydatetime(), VALUES, strict=True)]
    reading = read(workbook({"Notes": notes, "Data": [list(row) for row in rows]}), "x.xlsx")
    assert is_whole(reading)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\r\n<table><tr><td>2020-01</td></tr></table>", "web page"),
        (b"<meta charset='utf-8'><table>", "web page"),
        (b'[\n  {"date": "2020-01-01"}]', "JSON"),
        (b'{"a": 1}\n{"a": 2}\n', "JSON"),
    ],
)
def test_markup_under_the_name_of_a_table_is_refused(data, what):
    with pytest.raises(DataError, match=what):
        open_table(data, "x.csv")


def test_half_years_are_refused_by_name():
    rows = [[f"H{1 + n % 2} {2010 + n // 2}", n] for n in range(20)]
    with pytest.raises(DataError, match="holds half-years, such as 'H1 2010'"):
        read(table(["Period", "Sales"], *rows))


def test_years_and_quarters_among_months_do_not_count_twice():
    rows = [[y, 9999] for y in YEARS] + [[f"{y} Q{q}", 999] for y in YEARS for q in range(1, 5)]
    months = [f"{d.year} {NAMES[d.month - 1].upper()}" for d in MONTHS]
    rows += zip(months, VALUES, strict=True)
    reading = read(table(["Period", "Value"], *rows))
    assert is_whole(reading)
    assert any("'2019' is a longer period than the others" in note for note in reading.notes)


def test_first_days_of_months_beside_names_of_months_are_months():
    texts = [f"{d:%Y-%m-%d}" if n < 18 else f"{d:%b %Y}" for n, d in enumerate(MONTHS)]
    assert is_whole(read(table(["Month", "Sales"], *zip(texts, VALUES, strict=True))))


@pytest.mark.parametrize("turned", [True, False])
def test_days_that_a_spreadsheet_took_for_months_are_turned_back(turned):
    days = pd.date_range("2022-01-01", periods=90)
    rows = [["Date", "Sales"]]
    for place, day in enumerate(days):
        stored = day.replace(day=day.month, month=day.day) if turned and day.day <= 12 else day
        cell = stored.to_pydatetime() if day.day <= 12 else f"{day:%d/%m/%Y}"
        rows.append([cell, place])
    reading = read(workbook({"Data": rows}), "x.xlsx")
    assert list(reading.series.index) == list(days)
    assert reading.series.values.tolist() == list(range(90))
    assert any(step.name == "Dates turned back" for step in reading.receipt) == turned


def rows_of(column, series, first="Month"):
    rows = [[f"{d:%Y-%m}", name, v * factor] for d, v in zip(MONTHS, VALUES, strict=True)
            for name, factor in series.items()]  # fmt: skip
    return table([first, column, "Value"], *rows)


@pytest.mark.parametrize(
    ("column", "series", "provisional"),
    [
        ("Metric", {"Units": 1, "Revenue": 9, "Price": 2}, "Units"),
        ("Scenario", {"Budget": 2, "Actual": 1}, "Actual"),
        ("Kind", {"Plan": 2, "Actual": 1}, "Actual"),
        ("Account", {"Sales": 3, "Total Income": 1, "Total Costs": 7, "Profit": 5}, "Total Income"),
    ],
)
def test_rows_that_can_not_be_added_up_are_asked_about(column, series, provisional):
    text = rows_of(column, series)
    reading = read(text)
    (question,) = reading.questions
    assert question.setting == "series"
    assert question.provisional == provisional
    assert reading.series.values.tolist() == [v * series[provisional] for v in VALUES]
    assert provisional in reading.series.name
    other = next(name for name in series if name != provisional)
    answered = interpret(open_table(text.encode(), "x.csv"), Choices().answering(question, other))
    assert answered.questions == ()
    assert answered.series.values.tolist() == [v * series[other] for v in VALUES]


@pytest.mark.parametrize("names", [("North", "South"), ("Total Wine", "Other Wine")])
def test_rows_that_can_be_added_up_are_not_asked_about(names):
    reading = read(rows_of("Shop", dict(zip(names, (1, 2), strict=True))))
    assert reading.questions == ()
    assert reading.series.values.tolist() == [3 * v for v in VALUES]


def test_a_total_of_one_series_is_left_out():
    reading = read(rows_of("Account", {"Sales": 1, "Total Sales": 1}))
    assert is_whole(reading)


@pytest.mark.parametrize(
    ("columns", "taken"),
    [
        (["Open", "High", "Low", "Close", "Adj Close", "Volume"], "Close"),
        (["Price", "Open", "High", "Low", "Vol."], "Price"),
        (["Close/Last", "Volume", "Open", "High", "Low"], "Close/Last"),
        (["Budget", "Actual", "Variance"], "Actual"),
        (["Sales YTD", "Sales"], "Sales"),
        (["Sales LY", "Sales"], "Sales"),
        (["Forecast load", "Actual load"], "Actual load"),
        (["Betrag in HW", "Steuer"], "Betrag in HW"),
        (["season", "holiday", "temp", "casual", "cnt"], "cnt"),
        (["Budget"], "Budget"),
    ],
)
def test_the_values_are_those_that_came_to_pass(columns, taken):
    rows = [
        [f"{d:%Y-%m-%d}", *[v * place for place in range(2, len(columns) + 2)]]
        for d, v in zip(MONTHS, VALUES, strict=True)
    ]
    reading = read(table(["Date", *columns], *rows))
    assert detected(reading, "value_column").value == taken


@pytest.mark.parametrize(
    ("columns", "measure"),
    [
        (["Quantity", "UnitPrice"], "Quantity × UnitPrice"),
        (["Qty", "Gross Sales"], "Gross Sales"),
    ],
)
def test_orders_with_moments_of_their_own_are_measured_by_their_worth(columns, measure):
    rows = []
    for place in range(300):
        moment = pd.Timestamp("2024-01-01 08:00") + pd.Timedelta(minutes=(place * 397) % 86_400)
        rows.append([f"{moment:%Y-%m-%d %H:%M}", 2, 5.5])
    reading = read(table(["Date", *columns], *rows))
    assert detected(reading, "value_column").value == measure


@pytest.mark.parametrize(
    ("encoding", "names", "pattern"),
    [
        ("cp1252", "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.", "{} {}"),
        ("cp850", "Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez", "{} {}"),
        ("mac-roman", "Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez", "{} {}"),
        ("cp1250", "sty lut mar kwi maj cze lip sie wrz paź lis gru", "{} {}"),
        ("cp1254", "Oca Şub Mar Nis May Haz Tem Ağu Eyl Eki Kas Ara", "{} {}"),
        ("cp1251", "янв фев мар апр май июн июл авг сен окт ноя дек", "{} {}"),
        ("shift_jis", " ".join(f"{n}月" for n in range(1, 13)), "{1}年{0}"),
        ("gb18030", " ".join(f"{n}月" for n in range(1, 13)), "{1}年{0}"),
    ],
)
def test_names_of_months_tell_the_encoding(encoding, names, pattern):
    months = names.split()
    texts = [pattern.format(months[d.month - 1], d.year) for d in MONTHS]
    text = table(["X", "Sales"], *zip(texts, VALUES, strict=True))
    assert is_whole(read(text.encode(encoding)))


def test_names_under_merged_names():
    rows = [[f"{d:%Y-%m}", 5, v, 5, 2 * v] for d, v in zip(MONTHS, VALUES, strict=True)]
    top = ["", "North", "", "South", ""]
    reading = read(
        table(top, ["Month", "Units", "Revenue", "Units", "Revenue"], *rows),
        value_column="North Revenue",
    )
    assert is_whole(reading)
    assert "South Units" in detected(reading, "value_column").options


@pytest.mark.parametrize("style", ["%b-%d", "%b %d"])
def test_days_without_a_year_are_not_years(style):
    days = pd.date_range("2023-01-10", periods=60)
    with pytest.raises(DataError, match="is not a date"):
        read(table(["Day", "Sales"], *[[d.strftime(style), 5 + d.day] for d in days]))


def test_the_same_month_of_each_year_is_a_year():
    reading = read(table(["Year end", "Sales"], *[[f"Dec-{y}", y] for y in range(10, 24)]))
    assert reading.series.frequency.name == "yearly"


@pytest.mark.parametrize(
    ("heading", "date", "name"),
    [
        ([["Year", "Retail"], ["and", "sales,"], ["month", "total"]], "Year and month", "total"),
        ([["Month", "Retail"], ["", "sales, total"]], "Month", "total"),
        ([["Month", "Retail sales"], ["", "EUR"]], "Month", "EUR"),
    ],
)
def test_a_heading_of_several_lines(heading, date, name):
    rows = [[f"{d:%Y-%m}", v] for d, v in zip(MONTHS, VALUES, strict=True)]
    reading = read(table(*heading, *rows))
    assert is_whole(reading)
    assert detected(reading, "date_column").value == date
    assert reading.series.name.startswith("Retail sales")
    assert reading.series.name.endswith(name)
    assert any(f"heading has {len(heading)} lines" in note for note in reading.notes)
    assert reading.receipt.count("Rows read") == len(rows)


def test_a_first_row_of_words_is_no_heading():
    rows = [[f"{d:%Y-%m}", v] for d, v in zip(MONTHS, VALUES, strict=True)]
    reading = read(table(["Month", "Sales"], ["North", ""], *rows))
    assert reading.series.name == "Sales"
    assert is_whole(reading)


def order_lines(price, pieces=(1, 2, 3)):
    rows = []
    for place in range(300):
        moment = pd.Timestamp("2024-01-01 08:00") + pd.Timedelta(minutes=(place * 397) % 86_400)
        count = pieces[place % len(pieces)]
        rows.append([f"{moment:%Y-%m-%d %H:%M}", f"SKU{place % 40}", count, count * 4])
    return rows, table(["purchase-date", "sku", "quantity", price], *rows)


def test_the_price_of_an_item_may_be_that_of_its_line_and_is_asked_about():
    rows, text = order_lines("item-price")
    reading = read(text, partial="keep")
    of_line = sum(row[3] for row in rows)
    assert reading.series.values.sum() == of_line
    question = next(q for q in reading.questions if q.setting == "value_column")
    assert question.provisional == "item-price"
    assert "quantity 2 at item-price 8 comes to 16" in question.answers[1].text
    of_pieces = read(text, partial="keep", value_column=question.answers[1].value)
    assert of_pieces.series.values.sum() == sum(row[2] * row[3] for row in rows)
    chosen = read(text, partial="keep", value_column="item-price")
    assert chosen.series.values.sum() == of_line
    assert not chosen.questions


@pytest.mark.parametrize(
    ("price", "pieces"), [("item-price", (1,)), ("Line price", (1, 2)), ("Line total", (1, 2))]
)
def test_a_price_that_is_surely_that_of_the_line_is_not_asked_about(price, pieces):
    rows, text = order_lines(price, pieces)
    reading = read(text, partial="keep")
    assert not reading.questions
    assert detected(reading, "value_column").value == price
    assert reading.series.values.sum() == sum(row[3] for row in rows)


@pytest.mark.parametrize("year", ["FY{}", "{}"])
def test_fiscal_quarters_stand_beside_a_measure_that_is_called_after_years(year):
    rows = [
        [year.format(1990 + place // 4), f"Q{place % 4 + 1}", f"{place * 7 % 11}.5"]
        for place in range(20)
    ]
    reading = read(table(["Fiscal Year", "Quarter", "Año: ventas"], *rows), partial="keep")
    assert detected(reading, "date_column").value == "Fiscal Year + Quarter"
    assert reading.series.frequency.name == "quarterly"
    assert len(reading.series) == 20
