"""Tables to series: look-alikes of real uploads, questions, repairs, refusals."""

import numpy as np
import pandas as pd
import pytest

from core import calendar
from core.date_style import written
from core.errors import DataError, SettingError
from core.reading import Choices, interpret, interpret_panel, open_table
from core.timeseries import TimeSeries


def read(text, **choices):
    data = text if isinstance(text, bytes) else text.encode()
    return interpret(open_table(data, "upload.csv"), Choices(**choices))


def detected(reading, setting):
    return next(d for d in reading.detections if d.setting == setting)


def step(reading, name):
    return next(s for s in reading.receipt if s.name == name)


def daily(values, start="2020-01-01"):
    days = pd.date_range(start, periods=len(values)).strftime("%Y-%m-%d")
    return "date,sales\n" + "".join(
        f"{day},{value}\n" for day, value in zip(days, values, strict=True)
    )


def test_a_monthly_file_with_an_opaque_name():
    months = pd.date_range("1992-01-01", periods=40, freq="MS").strftime("%Y-%m-%d")
    reading = read("DATE,S4248SM144NCEN\n" + "".join(f"{m},{3459}\n" for m in months))
    assert reading.series.frequency.name == "monthly"
    assert reading.series.name == "S4248SM144NCEN"
    assert len(reading.series) == 40
    assert [s.name for s in reading.receipt] == ["Rows read"]
    assert reading.questions == ()
    assert reading.notes == ()


def test_visitors_the_total_is_taken_and_future_rows_are_trimmed():
    days = pd.date_range("2016-01-01", periods=40)
    rows = [
        f"{d.month}/{d.day}/{d.year},{d:%A},{int(d.day == 1)},na,{i},2,3,4,{i + 9}"
        if i < 30
        else f"{d.month}/{d.day}/{d.year},{d:%A},0,na,,,,,"
        for i, d in enumerate(days)
    ]
    reading = read(
        "date,weekday,holiday,holiday_name,rest1,rest2,rest3,rest4,total\n" + "\n".join(rows)
    )
    assert reading.series.name == "total"
    assert len(reading.series) == 30
    assert reading.series.frequency.name == "daily"
    assert detected(reading, "date_order").value == "month-first"
    assert "'1/13/2016'" in detected(reading, "date_order").reason
    assert step(reading, "End left out").text == (
        "10 days without a value at the end left out: 31 January 2016 to 9 February 2016."
    )
    assert not any(d.setting == "series_column" for d in reading.detections)


CARS = '"Year","Month","Make","Quantity","Pct"\n' + "".join(
    f'{2007 + m // 12},{m % 12 + 1},"{make}",{100 * k + m},{k}.5\n'
    for m in range(30)
    for k, make in enumerate(["Ford", "Kia", "Toyota"], start=1)
    if not (make == "Kia" and m < 3)
)


def test_cars_all_makes_are_added_up_per_month():
    reading = read(CARS)
    assert detected(reading, "date_column").value == "Year + Month"
    assert detected(reading, "value_column").value == "Quantity"
    assert detected(reading, "series_column").value == "Make"
    assert detected(reading, "series").options == ("", "Toyota", "Kia", "Ford")
    assert reading.series.y.iloc[0] == 400
    assert reading.series.y.iloc[-1] == 600 + 3 * 29
    assert step(reading, "Series added up").text == (
        "3 series of column 'Make' were added up: 87 rows became 30 dates."
    )
    assert reading.receipt.control().startswith("Total before = total after")


def test_cars_one_make_can_be_chosen():
    reading = read(CARS, series=("Kia",))
    assert reading.series.name == "Quantity, Kia"
    assert len(reading.series) == 27
    assert reading.series.index[0] == pd.Timestamp("2007-04-01")
    assert step(reading, "Other series left out").count == 60


def test_rows_without_a_make_form_a_series_of_their_own():
    reading = read(CARS.replace('"Kia"', '""'))
    assert detected(reading, "series").options == ("", "Toyota", "(empty)", "Ford")
    assert len(read(CARS.replace('"Kia"', '""'), series=("(empty)",)).series) == 27


def test_shampoo_numbered_months_become_years_and_it_is_said():
    rows = "".join(f'"{y}-{m:02}",{100 + m}.5\n' for y in (1, 2, 3) for m in range(1, 13))
    reading = read('"Month","Sales"\n' + rows)
    assert reading.series.index[0] == pd.Timestamp("2001-01-01")
    assert reading.series.index[-1] == pd.Timestamp("2003-12-01")
    said = "'1-01'); they are drawn as the years 2001 to 2003."
    assert said in step(reading, "Years numbered").text
    assert any(said in note for note in reading.notes)


DELIMITERS = (",", ";", "\t")
ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "utf-16")
FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y", "%d %b %Y")


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(
    ("delimiter", "decimal"), [(d, m) for d in DELIMITERS for m in ".," if d != "," or m == "."]
)
def test_a_file_comes_back_the_same_however_it_is_written(delimiter, decimal, encoding, form):
    values = np.round(np.linspace(-5.5, 12_345.25, 20), 2)
    days = pd.date_range("2020-01-05", periods=20)
    rows = (
        f"{day.strftime(form)}{delimiter}{f'{value:.2f}'.replace('.', decimal)}\n"
        for day, value in zip(days, values, strict=True)
    )
    reading = read(f"Tag{delimiter}Größe\n{''.join(rows)}".encode(encoding))
    np.testing.assert_array_equal(reading.series.values, values)
    assert reading.series.index.equals(days)
    assert reading.questions == ()


def test_dates_that_fit_both_ways_are_asked_about_with_the_files_own_rows():
    months = pd.date_range("2018-01-01", periods=12, freq="MS").strftime("%d/%m/%Y")
    text = "date,sales\n" + "".join(f"{m},{i}\n" for i, m in enumerate(months))
    reading = read(text)
    (question,) = reading.questions
    assert (question.setting, question.provisional) == ("date_order", "day-first")
    shown = {answer.value: answer.text for answer in question.answers}
    assert shown["day-first"].startswith("'01/02/2018' is 1 February 2018")
    assert shown["month-first"].startswith("'01/02/2018' is 2 January 2018")
    assert reading.series.frequency.name == "monthly"
    other = read(text, date_order="month-first")
    assert other.questions == ()
    assert other.series.frequency.name == "daily"


@pytest.mark.parametrize("form", ["%d/%m/%Y", "%m/%d/%Y"])
def test_only_one_order_that_makes_a_calendar_is_not_asked_about(form):
    # The other way round these are the first twelve days of two Januaries.
    months = pd.date_range("2018-01-01", periods=24, freq="MS").strftime(form)
    reading = read("date,sales\n" + "".join(f"{m},{i}\n" for i, m in enumerate(months)))
    assert reading.questions == ()
    assert reading.series.frequency.name == "monthly"
    assert reading.series.y.tolist() == [*range(24)]
    assert "only this way round" in detected(reading, "date_order").reason


def test_a_thousands_mark_that_could_be_a_decimal_mark_is_asked_about():
    text = "date;sales\n2020-01;1.234\n2020-02;2.345\n"
    (question,) = read(text).questions
    assert (question.setting, question.provisional) == ("decimal", ",")
    assert [a.text for a in question.answers] == ["'1.234' is 1.234.", "'1.234' is 1,234."]
    assert read(text).series.y.iloc[0] == 1234
    assert read(text, decimal=".").series.y.iloc[0] == 1.234


def test_text_among_the_values_is_missing_and_named_by_line():
    reading = read(daily([1, 2, "abc", 4, "inf", 6, "oops", "no", "1e999", 10, 11, 12, 13]))
    assert reading.series.y.isna().sum() == 5
    assert reading.notes[0] == (
        "Line 4, column sales: 'abc' is not a number; the value is treated as missing."
    )
    assert "'inf' is not finite" in reading.notes[1]
    assert reading.notes[3].startswith("2 more values")
    assert step(reading, "Values unreadable").text == "3 values not a number, treated as missing."
    assert step(reading, "Values infinite").count == 2


def test_dates_that_cannot_be_read_are_set_aside_and_named_by_line():
    reading = read("date,sales\n2020-01-01,1\n2020-01-02,2\n2020-01-03,3\nsoon,6\n")
    set_aside = step(reading, "Rows set aside")
    assert (set_aside.count, set_aside.total_before, set_aside.total_after) == (1, 12, 6)
    assert set_aside.example == "Line 5: 'soon' is not a date; the row is set aside."
    assert reading.receipt.control() == (
        "Total before 12, after 6: it differs by -6 because step 2 (rows set aside) changed it "
        "by -6."
    )


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("6", "says 6, which is what the rows add up to."),
        ("7", "says 7, where the rows of the table add up to 6."),
    ],
)
def test_a_line_of_totals_is_no_data_and_is_held_against_the_rows(printed, words):
    text = "date,sales\n2020-01-01,1\n2020-01-02,2\n2020-01-03,3\nGrand total,"
    reading = read(text + printed + "\n")
    assert reading.series.y.tolist() == [1, 2, 3]
    assert step(reading, "Totals left out").example == f"Line 5: 'Grand total' {words}"
    assert reading.receipt.control() == "Total before = total after: 6."


@pytest.mark.parametrize(
    "footer", ["Source: Statistics Norway", "Source: somebody, 2021", "* preliminary", "Updated,5"]
)
def test_words_below_the_table_are_no_data(footer):
    reading = read("date,sales\n2020-01-01,1\n2020-01-02,2\n2020-01-03,3\n\n" + footer + "\n")
    assert reading.series.y.tolist() == [1, 2, 3]
    left = step(reading, "Footer left out")
    assert left.count == 1
    assert ("with the value 5." in left.example) == footer.endswith(",5")
    assert reading.receipt.control() == "Total before = total after: 6."


def test_a_series_that_adds_up_the_others_does_not_count_twice():
    rows = [f"2020-{m:02}-01,{k},{v}" for m in range(1, 9)
            for k, v in (("North", m), ("South", 2 * m), ("Total", 3 * m))]  # fmt: skip
    reading = read("month,region,sales\n" + "\n".join(rows))
    assert reading.series.y.tolist() == [3 * m for m in range(1, 9)]
    assert step(reading, "Totals left out").count == 8
    assert step(reading, "Totals left out").example == (
        "Line 25: 'Total' and the others say together 108, which is what the rows add up to."
    )
    assert detected(reading, "series").options == ("", "South", "North")


def regions_and_products(extra=lambda region, product, month: None):
    rows = []
    for m in range(1, 15):
        for r, region in enumerate(["A", "B"]):
            for p, product in enumerate(["Tea", "Pie"]):
                rows.append((m, region, product, 10 * r + p + m))
        for region in ("A", "B"):
            whole = sum(v for k, reg, _, v in rows if k == m and reg == region)
            rows.append((m, region, "Total", whole))
        whole = sum(v for k, _, product, v in rows if k == m and product == "Total")
        rows.append((m, "All", "Total", whole))
    return [(m, r, p, v + (extra(r, p, m) or 0)) for m, r, p, v in rows]


def as_text(rows):
    return "month,region,product,sales\n" + "".join(
        f"{2020 + (m - 1) // 12}-{(m - 1) % 12 + 1:02}-01,{r},{p},{v}\n" for m, r, p, v in rows
    )


def test_totals_within_totals_count_once():
    rows = regions_and_products()
    wanted = [sum(v for k, _, p, v in rows if k == m and p != "Total") for m in range(1, 15)]
    reading = read(as_text(rows))
    assert reading.series.y.tolist() == wanted
    assert step(reading, "Totals left out").count == 3 * 14
    offered = [d.options for d in reading.detections if d.setting == "series"]
    assert offered == [("", "B", "A"), ("", "Pie", "Tea")]
    assert not any("called" in note for note in reading.notes)
    for series in (("A", "Total"), ("All", "Total"), ("", "Total"), ("All", "")):
        with pytest.raises(SettingError, match="adds up the others"):
            read(as_text(rows), series=series)


def test_totals_that_differ_later_are_totals_all_the_same():
    rows = regions_and_products(lambda r, p, m: 50 if p == "Total" and m > 12 else 0)
    assert step(read(as_text(rows)), "Totals left out").count == 3 * 14


def test_totals_that_are_no_sums_are_all_named():
    rows = regions_and_products(lambda r, p, m: 50 * m if p == "Total" else 0)
    reading = read(as_text(rows))
    assert not any(s.name == "Totals left out" for s in reading.receipt)
    (note,) = [note for note in reading.notes if "called" in note]
    assert "'A / Total', 'B / Total' and 'All / Total': if they are sums" in note


def test_a_region_without_products_keeps_what_only_its_total_says():
    rows = [row for row in regions_and_products() if row[1] != "B" or row[2] == "Total"]
    wanted = [v for _, r, p, v in rows if (r, p) == ("All", "Total")]
    assert read(as_text(rows)).series.y.tolist() == wanted


@pytest.mark.parametrize("name", ["All", "alle", "Tous", "todos", "All regions"])
def test_all_may_be_the_name_of_a_total(name):
    rows = [f"2020-{m:02}-01,{k},{v}" for m in range(1, 9)
            for k, v in (("North", m), ("South", 2 * m), (name, 3 * m))]  # fmt: skip
    reading = read("month,region,sales\n" + "\n".join(rows))
    assert reading.series.y.tolist() == [3 * m for m in range(1, 9)]
    other = read("month,region,sales\n" + "\n".join(rows).replace(name, "All-purpose"))
    assert other.series.y.tolist() == [3 * m for m in range(1, 9)]
    apart = read(
        "month,region,sales\n" + "\n".join(f"{row}5" for row in rows).replace(name, "All day")
    )
    assert not any(s.name == "Totals left out" for s in apart.receipt)
    assert not any("called" in note for note in apart.notes)


def test_a_series_called_total_that_is_not_the_sum_is_kept_and_pointed_at():
    rows = [f"2020-{m:02}-01,{k},{v}" for m in range(1, 9)
            for k, v in (("North", m), ("South", 2 * m), ("Total", 9))]  # fmt: skip
    reading = read("month,region,sales\n" + "\n".join(rows))
    assert reading.series.y.tolist() == [3 * m + 9 for m in range(1, 9)]
    assert any("is called 'Total': if it is the sum" in note for note in reading.notes)


def panel_rows():
    return [
        (f"2020-{month:02}-01", region, store, product, 100 * s + 10 * p + month)
        for month in range(1, 13)
        for s, (region, store) in enumerate([("North", "1"), ("North", "2"), ("South", "1")])
        for p, product in enumerate(["Tea", "Coffee"])
    ]


PANEL = "month,region,store,product,sales\n" + "".join(
    f"{month},{region},{store},{product},{sales}\n"
    for month, region, store, product, sales in panel_rows()
)


def test_columns_that_tell_series_apart_together_are_found():
    reading = read(PANEL)
    assert detected(reading, "series_column").value == "region + store + product"
    sums = {month: 0 for month, *_ in panel_rows()}
    for month, *_, sales in panel_rows():
        sums[month] += sales
    assert reading.series.y.tolist() == list(sums.values())
    assert [d.what for d in reading.detections if d.setting == "series"] == [
        "region", "store", "product"]  # fmt: skip


@pytest.mark.parametrize(
    "series", [("North", "", ""), ("", "", "Tea"), ("North", "2", "Coffee"), ("South", "", "Tea")]
)
def test_any_level_of_a_hierarchy_can_be_chosen(series):
    reading = read(PANEL, series=series)
    sums = {month: 0 for month, *_ in panel_rows()}
    for month, *parts, sales in panel_rows():
        if all(want in ("", have) for want, have in zip(series, parts, strict=True)):
            sums[month] += sales
    assert reading.series.y.tolist() == list(sums.values())
    assert reading.series.name == "sales, " + " / ".join(part for part in series if part)


def test_only_series_that_go_together_are_offered():
    found = [d for d in read(PANEL, series=("South", "", "")).detections if d.setting == "series"]
    assert found[1].options == ("", "1")


def test_a_series_that_is_not_there_is_refused():
    with pytest.raises(SettingError, match="no series 'South / 2'"):
        read(PANEL, series=("South", "2", ""))
    with pytest.raises(SettingError, match="choose the column first"):
        read(PANEL, series=("South", "", "", "Kiosk"))


def test_choosing_a_series_by_its_place_leaves_the_others_combined():
    choices = Choices()
    found = [d for d in read(PANEL).detections if d.setting == "series"]
    choices = choices.choosing(found[1], "2")
    assert choices.series == ("", "2")
    choices = choices.choosing(found[0], "North")
    assert choices.series == ("North", "2")
    both = interpret(open_table(PANEL.encode(), "panel.csv"), choices)
    assert both.series.name == "sales, North / 2"
    assert choices.choosing(detected(both, "series_column"), "store").series is None


def test_a_panel_holds_every_series():
    table = open_table(PANEL.encode(), "panel.csv")
    panel = interpret_panel(table)
    assert panel.columns == ("region", "store", "product")
    assert panel.title(0) == "North / 1 / Tea"
    assert len(panel) == 6
    row = {key: place for place, key in enumerate(panel.keys)}
    for (region, store, product), wanted in {
        tuple(parts[1:4]): [p[4] for p in panel_rows() if p[1:4] == parts[1:4]]
        for parts in panel_rows()
    }.items():
        assert panel.series(row[region, store, product]).y.tolist() == wanted


def order_rows():
    rng = np.random.default_rng(3)
    days = pd.Timestamp("2021-01-01") + pd.to_timedelta(np.sort(rng.integers(0, 400, 2000)), "D")
    return pd.DataFrame(
        {
            "InvoiceNo": 1000 + np.arange(2000) // 3,
            "InvoiceDate": days,
            "Description": rng.choice(["Lamp", "Mug", "Clock"], 2000),
            "Quantity": rng.integers(1, 9, 2000),
            "UnitPrice": rng.integers(100, 900, 2000) / 100,
        }
    )


ORDERS = order_rows().to_csv(index=False)


def test_order_lines_are_added_up_as_quantity_times_price():
    reading = read(ORDERS)
    frame = order_rows()
    assert reading.series.name == "Quantity × UnitPrice"
    assert "order lines" in detected(reading, "value_column").reason
    assert reading.series.frequency.name == "daily"
    worth = (frame["Quantity"] * frame["UnitPrice"]).groupby(frame["InvoiceDate"]).sum()
    assert reading.series.y.dropna().tolist() == pytest.approx(worth.tolist())


@pytest.mark.parametrize(
    ("measure", "column"), [("Quantity", "Quantity"), ("(number of rows)", "one")]
)
@pytest.mark.parametrize(("frequency", "alias"), [("weekly", "W"), ("monthly", "M")])
def test_other_measures_and_frequencies_of_order_lines(measure, column, frequency, alias):
    reading = read(ORDERS, value_column=measure, frequency=frequency, partial="keep")
    frame = order_rows().assign(one=1)
    sums = frame.groupby(frame["InvoiceDate"].dt.to_period(alias))[column].sum()
    assert reading.series.y.tolist() == sums.tolist()


def test_order_lines_of_one_product_can_be_chosen():
    reading = read(
        ORDERS, series_column="Description", series=("Mug",), value_column="Quantity",
        frequency="monthly", partial="keep",
    )  # fmt: skip
    frame = order_rows()
    mugs = frame[frame["Description"] == "Mug"]
    sums = mugs.groupby(mugs["InvoiceDate"].dt.to_period("M"))["Quantity"].sum()
    assert reading.series.y.tolist() == sums.tolist()


def test_orders_with_times_of_day_are_not_taken_for_quarters_of_an_hour():
    rng = np.random.default_rng(5)
    minutes = np.sort(rng.integers(0, 300 * 1440, 3000))
    at = pd.Timestamp("2021-01-01") + pd.to_timedelta(minutes, "min")
    rows = "".join(f"{stamp:%Y-%m-%d %H:%M},{k % 7}\n" for k, stamp in enumerate(at))
    assert read("time,quantity\n" + rows).series.frequency.name == "daily"


def test_orders_on_few_days_are_added_up_by_week():
    rng = np.random.default_rng(4)
    days = pd.Timestamp("2021-01-04") + pd.to_timedelta(np.sort(rng.integers(0, 600, 300)), "D")
    rows = "".join(f"{day:%Y-%m-%d},{k}\n" for k, day in enumerate(days))
    reading = read("date,quantity\n" + rows)
    assert reading.series.frequency.name == "weekly"
    assert "hold one" in detected(reading, "frequency").reason


def test_prices_are_averaged_and_not_added_up():
    reading = read(daily([2, 4] * 30).replace("sales", "unit price"), frequency="monthly")
    assert reading.series.y.tolist() == pytest.approx([np.mean([2, 4] * 16), 3.0], abs=0.1)
    assert detected(reading, "aggregate").value == "mean"
    assert reading.series.aggregate == "mean"
    summed = read(
        daily([2, 4] * 30).replace("sales", "unit price"), frequency="monthly", aggregate="sum"
    )
    assert summed.series.y.sum() == 180


def test_rows_of_one_date_can_be_kept_apart():
    text = "date,sales\n" + "".join(
        f"2020-01-{d:02},{v}\n" for d in range(1, 11) for v in (d, 10 * d)
    )
    first = read(text, duplicates="keep apart", series=("1",))
    second = read(text, duplicates="keep apart", series=("2",))
    assert first.series.y.tolist() == [*range(1, 11)]
    assert second.series.y.tolist() == [*range(10, 101, 10)]


def test_rows_kept_apart_can_be_chosen_by_the_column_that_numbers_them():
    text = "date,shop,sales\n" + "".join(
        f"2020-01-{d:02},{shop},{v}\n" for d in range(1, 11) for shop in "ab" for v in (d, 10 * d)
    )
    kept = read(text, duplicates="keep apart", series_column="shop")
    column = detected(kept, "series_column").value
    assert column == "shop + Row of a date"
    one = read(text, duplicates="keep apart", series_column=column, series=("b", "2"))
    assert one.series.y.tolist() == [*range(10, 101, 10)]


def test_zeros_can_mean_that_nothing_was_in_stock():
    text = daily([5, 0, 0, 7, 8])
    assert detected(read(text), "zeros").reason == "2 zeros kept as they are"
    reading = read(text, zeros="not in stock")
    assert reading.series.observed == 3
    assert step(reading, "Zeros left out").count == 2
    assert reading.receipt.control() == "Total before = total after: 20."


def test_a_file_without_dates_is_numbered_and_asks_what_a_row_is():
    reading = read("sales\n" + "\n".join(str(10 + k) for k in range(24)))
    assert reading.series.y.tolist() == [10 + k for k in range(24)]
    (question,) = reading.questions
    assert question.setting == "frequency"
    assert question.answers[0].text == "monthly: drawn as January 2001 to December 2002."
    answered = read("sales\n" + "\n".join(str(10 + k) for k in range(24)), frequency="quarterly")
    assert not answered.questions
    assert answered.series.frequency.name == "quarterly"
    assert answered.series.y.tolist() == reading.series.y.tolist()


def test_a_counter_beside_the_values_is_no_date():
    reading = read("t,y\n" + "".join(f"{k},{5 * k}\n" for k in range(1, 31)))
    assert reading.series.name == "y"
    assert reading.series.y.tolist() == [5 * k for k in range(1, 31)]
    assert [q.setting for q in reading.questions] == ["frequency"]


def test_ways_of_writing_dates_may_be_mixed():
    reading = read("date,sales\n2020-01-01,5\n02.01.2020,6\n3 Jan 2020,7\n20200104,8\n")
    assert reading.series.y.tolist() == [5, 6, 7, 8]
    assert any("written in 4 ways" in note for note in reading.notes)


@pytest.mark.parametrize(
    ("rows", "name", "value"),
    [
        (["2020-01-02,6", "2020-01-02,6"], "Copies left out", 6),
        (["2020-01-02,6", "2020-01-02,7"], "Duplicates merged", 13),
        (["2020-01-02,6", "2020-01-02,"], "Duplicates merged", 6),
    ],
)
def test_copies_are_left_out_and_other_rows_of_a_date_count(rows, name, value):
    text = "date,sales\n2020-01-01,5\n" + "\n".join(rows) + "\n2020-01-03,8\n"
    reading = read(text)
    assert reading.series.y["2020-01-02"] == value
    assert step(reading, name).count == 1
    assert step(reading, name).example.startswith("Line 4: 2 January 2020")


def test_a_copy_and_another_row_of_the_same_date():
    text = "date,sales\n" + "".join(f"2020-01-{d:02},{d}\n" for d in range(1, 20))
    reading = read(text + "2020-01-02,2\n2020-01-02,7\n")
    assert reading.series.y["2020-01-02"] == 9
    assert [s.name for s in reading.receipt] == [
        "Rows read", "Copies left out", "Duplicates merged"]  # fmt: skip
    assert "step 2 (copies left out) changed it by -2" in reading.receipt.control()


def test_order_lines_that_are_alike_count_each():
    text = "date,item,quantity\n" + "".join(
        f"2020-01-{d:02},{item},{quantity}\n"
        for d in range(1, 30)
        for item, quantity in (("Tea", 1), ("Tea", 1), ("Tea", 2), ("Mug", 3))
    )
    assert read(text).series.y.tolist() == [7] * 29


def test_order_lines_that_all_stand_twice_count_once():
    assert read(ORDERS + ORDERS.partition("\n")[2]).series.y.sum() == pytest.approx(
        read(ORDERS).series.y.sum())  # fmt: skip


@pytest.mark.parametrize(("rule", "value"), [("sum", 9), ("mean", 4.5), ("first", 2), ("last", 7)])
def test_the_rule_for_repeated_dates_can_be_chosen(rule, value):
    text = "date,sales\n2020-01-01,5\n2020-01-02,2\n2020-01-02,7\n2020-01-03,8\n"
    assert read(text, duplicates=rule).series.y["2020-01-02"] == value


def test_gaps_stay_missing_and_are_counted():
    reading = read("date,sales\n2020-01-01,5\n2020-01-02,6\n2020-01-05,7\n2020-01-06,8\n")
    assert reading.series.y.isna().tolist() == [False, False, True, True, False, False]
    assert step(reading, "Gaps found").text == "2 days without a row, kept as missing."


def test_days_can_be_added_up_to_months():
    reading = read(daily([1] * 100), frequency="monthly")
    assert reading.series.y.tolist() == [31, 29, 31]
    assert step(reading, "Dates combined").count == 88
    left = step(reading, "Unfinished periods left out")
    assert (left.count, left.total_before, left.total_after) == (9, 100, 91)
    assert any("it holds 9 of the usual 30 dates. It is left out" in n for n in reading.notes)


def test_an_unfinished_period_can_be_kept():
    reading = read(daily([1] * 100), frequency="monthly", partial="keep")
    assert reading.series.y.tolist() == [31, 29, 31, 9]
    assert reading.receipt.control() == "Total before = total after: 100."
    assert any("It is kept" in note for note in reading.notes)


@pytest.mark.parametrize(
    ("text", "choices", "words"),
    [
        (daily(["NA"] * 20), {}, "'sales' holds no values"),
        (daily(["NA"] * 20), {"value_column": "sales"}, "'sales' holds no values"),
        (daily(["x", "y", 3]), {"value_column": "sales"}, "Most values .*'x' in line 2"),
        ("date,sales,cost\n2020-01-01,x,1\n2020-01-02,y,2\n", {"value_column": "sales"},
         "such as 'cost'"),
        (daily([1]), {}, "only one date"),
        ("date,sales\n2020-01-01,5\n2020-01-01,6\n", {}, "only one date"),
        ("date,sales\n2020-01-01,5\n2020-01-02,\n", {}, "Only 1 day with a value"),
        ("date,sales\nsoon,5\nlater,6\n", {}, "No column could be read as dates"),
        ("date,sales\nsoon,5\nlater,6\n2020-01-01,5\n", {"date_column": "date"},
         "Most dates in column 'date'.*Line 2: 'soon' is not a date"),
        ("date,sales\n31/12/2999,5\n30/12/2999,6\n", {}, "outside the years 1700 to 2200"),
        ("date,sales\n01/02/2999,5\n03/04/2999,6\n", {}, "outside the years 1700 to 2200"),
        (daily([1] * 100) + "2150-12-31,5\n2150-12-30,5\n", {},
         r"9 April 2020 \(line 101\) and 30 December 2150 \(line 103\)"),
        (daily([1] * 300), {"frequency": "quarter-hourly"}, "choose a coarser frequency"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_series_is_refused_with_words(text, choices, words):
    with pytest.raises(DataError, match=words) as refused:
        read(text, **choices)
    assert str(refused.value).endswith(".")


def test_stray_dates_are_named_and_no_calendar_is_made_for_them(monkeypatch):
    monkeypatch.setattr(calendar.Frequency, "calendar", None)
    text = daily([1] * 100).replace("2020-01-01", "2199-01-01").replace("2020-01-02", "2199-01-02")
    with pytest.raises(DataError, match=r"9 April 2020 \(line 101\) and 1 January 2199 \(line 2"):
        read(text)


def test_a_date_out_of_reach_is_set_aside():
    reading = read(daily([1] * 20) + "2999-12-31,5\n")
    assert len(reading.series) == 20
    assert "Line 22: '2999-12-31' lies outside" in step(reading, "Rows set aside").example


@pytest.mark.parametrize(
    "choices",
    [
        {"date_column": "nothing"},
        {"value_column": "nothing"},
        {"value_column": "date"},
        {"series_column": "nothing"},
        {"series": "nothing"},
        {"series_column": "shop", "series": "nothing"},
        {"date_order": "year-first"},
        {"decimal": ";"},
        {"frequency": "fortnightly"},
        {"duplicates": "median"},
    ],
)
def test_a_choice_that_is_not_in_the_file_is_refused(choices):
    with pytest.raises(SettingError):
        read("date,shop,sales\n2020-01-01,a,5\n2020-01-02,b,6\n", **choices)


@pytest.mark.parametrize(
    "values", [[5, 5, 5, 5], [-1, -2, -3, -4], [0, 0, 0, 1], [1e99, -1e99, 1, 2], [1, 2]]
)
def test_unusual_but_usable_values_are_read(values):
    reading = read(daily(values))
    assert isinstance(reading.series, TimeSeries)
    assert reading.series.y.tolist() == values


@pytest.mark.slow
def test_every_choice_that_is_offered_works():
    for text in (CARS, daily(range(1, 60)), ORDERS):
        for detection in read(text).detections:
            for option in detection.options:
                if detection.setting == "decimal" and option != detection.value:
                    continue  # Cents can't be read with the other mark.
                chosen = (option,) if detection.setting == "series" else option
                read(text, **{detection.setting: chosen})


def test_three_hundred_columns_are_taken():
    names = ",".join(f"v{i}" for i in range(300))
    rows = "".join(f"2020-01-{d:02},{','.join(['1.5'] * 300)}\n" for d in range(1, 21))
    assert read(f"date,{names}\n{rows}").series.name == "v0"


def test_gaps_are_left_alone_unless_the_file_shows_closed_days_as_zeros():
    days = pd.date_range("2024-01-01", periods=140)
    open_ = [day for day in days if day.dayofweek < 6]
    some_sundays = [day for k, day in enumerate(days[days.dayofweek == 6]) if k % 2]
    rows = {day: 5 + day.day for day in open_}
    plain = "".join(f"{day:%Y-%m-%d},{value}\n" for day, value in rows.items())
    assert not [s for s in read("date,sales\n" + plain).receipt if s.name == "Gaps filled"]
    closed = {**rows, **dict.fromkeys(some_sundays, 0)}
    text = "".join(f"{day:%Y-%m-%d},{closed[day]}\n" for day in sorted(closed))
    reading = read("date,sales\n" + text)
    assert reading.series.treatment.gaps == "closed"
    assert step(reading, "Gaps filled").count == 10
    # What the file does not say stays missing in the series itself.
    assert reading.series.y.isna().sum() == 10
    assert read("date,sales\n" + text, gaps="leave").series.treatment.gaps == "leave"


def test_outliers_are_kept_unless_they_are_to_be_replaced():
    values = [10 + k % 3 for k in range(60)]
    values[30] = 900
    assert read(daily(values)).series.treatment.outliers == "keep"
    reading = read(daily(values), outliers="replace")
    assert reading.series.treatment.outliers == "replace"
    assert step(reading, "Outliers replaced").example == "The first is 31 January 2020."
    assert reading.series.y.max() == 900
    assert reading.receipt.control().startswith("Total before = total after")


def test_dates_of_a_forecast_follow_the_file():
    months = pd.date_range("2022-01-01", periods=24, freq="MS").strftime("%b-%y")
    text = "month,sales\n" + "".join(f"{m},{k}\n" for k, m in enumerate(months))
    assert read(text).series.date_style == "%b-%y"
    assert read(CARS).series.date_style == ""


def timed(stamps, name="sales", values=None):
    values = np.ones(len(stamps)) if values is None else values
    return f"time,{name}\n" + "".join(
        f"{stamp:%Y-%m-%d %H:%M},{value}\n" for stamp, value in zip(stamps, values, strict=True)
    )


def local(zone, freq, first="2020-02-20", last="2020-11-20"):
    return pd.date_range(first, last, freq=freq, tz=zone).tz_localize(None)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("zone", "freq", "back", "forward", "per_hour"),
    [
        ("Europe/Oslo", "h", "25 October 2020", "29 March 2020", 1),
        ("Europe/London", "30min", "25 October 2020", "29 March 2020", 2),
        ("America/New_York", "15min", "1 November 2020", "8 March 2020", 4),
        ("Australia/Sydney", "h", "5 April 2020", "4 October 2020", 1),
        ("Asia/Jerusalem", "h", "25 October 2020", "27 March 2020", 1),
        ("Asia/Amman", "30min", "30 October 2020", "27 March 2020", 2),
        ("Asia/Beirut", "h", "24 October 2020", "29 March 2020", 1),
    ],
)
def test_clock_changes_are_no_repeated_and_no_missing_hours(zone, freq, back, forward, per_hour):
    stamps = local(zone, freq)
    reading = read(timed(stamps))
    assert step(reading, "Clocks went back").count == per_hour
    assert back in step(reading, "Clocks went back").text
    assert step(reading, "Clocks went forward").count == per_hour
    assert reading.receipt.count("Duplicates merged") == reading.receipt.count("Gaps found") == 0
    assert reading.series.y.sum() == len(stamps)
    assert reading.series.y.max() == 2
    assert any(f"Clocks went forward on {forward}" in note for note in reading.notes)
    assert any(f"Clocks went back on {back}" in note for note in reading.notes)
    assert "clocks went back" in detected(reading, "duplicates").reason


@pytest.mark.slow
def test_the_hour_that_stands_twice_is_averaged_where_that_fits_the_measure():
    stamps = local("Europe/Oslo", "h")
    values = np.where(stamps.duplicated(), 9.0, 5.0)
    assert read(timed(stamps, "temperature", values)).series.y.max() == 7
    assert read(timed(stamps, "sales", values), duplicates="first").series.y.max() == 5


def test_a_day_on_which_clocks_change_keeps_all_its_hours():
    reading = read(timed(local("Europe/Oslo", "h")), frequency="daily")
    assert reading.series.y.loc["2020-10-25"] == 25
    assert reading.series.y.loc["2020-03-29"] == 23
    assert reading.receipt.count("Clocks went forward") == 0


def test_offsets_of_daylight_saving_keep_days_and_hours_of_the_place():
    stamps = pd.date_range("2020-02-20", "2020-11-20", freq="h", tz="Europe/Oslo")
    text = "time,sales\n" + "".join(f"{stamp.isoformat()},1\n" for stamp in stamps)
    reading = read(text)
    assert step(reading, "Clocks went back").count == 1
    assert reading.series.y.resample("D").sum().loc["2020-07-01"] == 24
    assert read(text, frequency="daily").series.y.loc["2020-10-25"] == 25


@pytest.mark.parametrize(
    "again",
    [["2020-10-25 02:00", "2020-10-25 05:00"], ["2020-10-18 02:00"], ["2020-10-25 05:00"],
     ["2020-10-25 02:00", "2020-10-25 02:00"]],
)  # fmt: skip
def test_other_repeats_are_no_clock_changes(again):
    stamps = pd.date_range("2020-10-10", "2020-11-20", freq="h")
    stamps = stamps.append(pd.DatetimeIndex(again)).sort_values()
    reading = read(timed(stamps))
    assert reading.receipt.count("Clocks went back") == 0
    assert reading.series.y.max() == 1


def test_another_hour_that_is_missing_is_a_gap():
    stamps = pd.date_range("2020-03-10", "2020-04-10", freq="h")
    for hour in ("2020-03-28 02:00", "2020-03-29 05:00", "2020-03-26 02:00"):
        reading = read(timed(stamps.drop(pd.Timestamp(hour))))
        assert reading.receipt.count("Gaps found") == 1
        assert reading.receipt.count("Clocks went forward") == 0


def test_hours_that_no_one_zone_skipped_together_are_gaps():
    """Two springs of Oslo, and a night on which only Israel's clocks changed."""
    stamps = local("Europe/Oslo", "h", "2019-03-01", "2020-05-01")
    stamps = stamps.drop(pd.Timestamp("2020-03-27 02:00"))
    reading = read(timed(stamps))
    assert reading.receipt.count("Clocks went forward") == 2
    assert reading.receipt.count("Gaps found") == 1


def test_each_shop_has_its_own_repeated_hour():
    stamps = local("Europe/Oslo", "h", "2020-10-01")
    text = "time,shop,sales\n" + "".join(
        f"{stamp:%Y-%m-%d %H:%M},{shop},1\n" for stamp in stamps for shop in ("north", "south")
    )
    reading = read(text)
    assert step(reading, "Clocks went back").count == 2
    assert reading.series.y.max() == 4


def weeks_445(years=3):
    weeks = np.cumsum([0, *(4, 4, 5) * 4 * years])[:-1]
    return pd.Timestamp("2018-12-31") + pd.to_timedelta(weeks * 7, unit="D")


def test_a_445_calendar_becomes_months_of_which_none_is_lost():
    days = weeks_445().strftime("%d.%m.%Y")
    text = "period,sales\n" + "".join(f"{day},{k}\n" for k, day in enumerate(days))
    reading = read(text)
    assert reading.series.frequency.name == "monthly"
    assert reading.series.y.tolist() == list(range(36))
    assert reading.series.index[0] == pd.Timestamp("2019-01-01")
    assert "a 4-4-5 calendar; each period is drawn as the month" in detected(
        reading, "frequency").reason  # fmt: skip
    assert step(reading, "Dates moved").example == (
        "Line 2: 31 December 2018 counts as January 2019."
    )
    assert any("A date is taken for the day on which its period begins" in n for n in reading.notes)
    assert reading.series.date_style == "%Y-%m"
    quarters = read(text, frequency="quarterly").series
    assert quarters.y.tolist() == [9 * k + 3 for k in range(12)]


@pytest.mark.parametrize(
    ("name", "first"),
    [("week ending", "2019-01"), ("PeriodStart", "2019-02"), ("date", "2019-01")],
)
def test_the_name_of_the_column_says_which_day_of_its_period_a_date_is(name, first):
    days = (weeks_445() + pd.Timedelta(days=27)).strftime("%Y-%m-%d")
    assert pd.Timestamp(days[0]).day_name() == "Sunday"
    reading = read(f"{name},sales\n" + "".join(f"{day},1\n" for day in days))
    assert f"{reading.series.index[0]:%Y-%m}" == first


def test_periods_of_four_weeks_are_refused_unless_added_up():
    days = pd.date_range("2019-01-07", periods=40, freq="28D").strftime("%Y-%m-%d")
    text = "period,sales\n" + "".join(f"{day},1\n" for day in days)
    with pytest.raises(DataError, match="13 periods a year"):
        read(text)
    assert len(read(text, frequency="yearly").series) >= 2


def test_a_fiscal_year_beside_dates_is_not_taken_for_them():
    months = pd.date_range("2018-01-01", periods=30, freq="MS")
    text = "FY,month,sales\n" + "".join(f"FY{m:%Y},{m:%Y-%m},1\n" for m in months)
    assert detected(read(text), "date_column").value == "month"


def test_fiscal_years_and_quarters_in_columns_go_together():
    text = "FY,Quarter,sales\n" + "".join(
        f"FY{y},Q{q},{q}\n" for y in (2019, 2020, 2021) for q in range(1, 5)
    )
    reading = read(text)
    assert detected(reading, "date_column").value == "FY + Quarter"
    assert reading.series.y.tolist() == [1, 2, 3, 4] * 3


def test_forecasts_of_fiscal_years_are_dated_as_such():
    text = "year,sales\n" + "".join(f"{y}/{(y + 1) % 100:02},{y}\n" for y in range(1995, 2012))
    reading = read(text)
    assert reading.series.frequency.name == "yearly"
    assert written(reading.series.future_index(2), reading.series.date_style) == [
        "2012/13", "2013/14"]  # fmt: skip
    assert any("'1995/96' is drawn as 1995, whichever months" in note for note in reading.notes)


def priced(future=4):
    days = pd.date_range("2020-01-01", periods=60 + future)
    return "date,sales,price,temperature,row\n" + "".join(
        f"{day:%Y-%m-%d},{'' if k >= 60 else 100 + k % 7},{k % 5 + 1}.5,{k % 9},{k}\n"
        for k, day in enumerate(days)
    )


def test_other_columns_of_numbers_are_offered_as_drivers():
    assert read(priced()).driving == ("price", "temperature")
    assert read(priced()).series.drivers is None


def test_drivers_go_on_where_the_file_does():
    reading = read(priced(), drivers=("price", "temperature"), known_ahead=("price",))
    series = reading.series
    assert len(series) == 60
    assert [(d.name, d.known_ahead) for d in series.drivers.kinds] == [
        ("price", True), ("temperature", False)]  # fmt: skip
    assert series.drivers.table["price"].tolist() == [k % 5 + 1.5 for k in range(64)]
    assert not series.drivers.missing_ahead(series.future_index(4))
    assert list(series.drivers.missing_ahead(series.future_index(6))["price"]) == list(
        pd.date_range("2020-03-05", periods=2)
    )
    assert step(reading, "Drivers taken").count == 2
    assert reading.receipt.control().startswith("Total before = total after")


def test_drivers_of_a_coarser_calendar_are_means():
    reading = read(priced(0), drivers=("price",), frequency="weekly")
    days = pd.date_range("2020-01-01", periods=60)
    price = pd.Series([k % 5 + 1.5 for k in range(60)], days)
    weeks = price.groupby(days.to_period("W-SUN")).mean()
    inside = weeks.loc[reading.series.index[0].to_period("W-SUN") :]
    assert reading.series.drivers.table["price"].tolist() == pytest.approx(inside.tolist())


def test_drivers_of_one_series_are_those_of_its_rows():
    rows = "".join(
        f"2020-{month:02}-01,{shop},{month},{month * weight}\n"
        for month in range(1, 13)
        for shop, weight in (("a", 1), ("b", 10))
    )
    text = "month,shop,sales,price\n" + rows
    one = read(text, series=("b",), drivers=("price",), value_column="sales")
    assert one.series.drivers.table["price"].tolist() == [10 * m for m in range(1, 13)]


def test_a_driver_that_is_not_there_or_holds_no_numbers_is_refused():
    with pytest.raises(SettingError, match="no column 'cost'"):
        read(priced(), drivers=("cost",))
    with pytest.raises(SettingError, match="neither numbers nor yes and no"):
        read(priced().replace("row", "row,word").replace("\n2020", ",up\n2020"), drivers=("word",))


def dated(days):
    return "date,sales\n" + "".join(f"{day:%Y-%m-%d},{k + 1}\n" for k, day in enumerate(days))


@pytest.mark.parametrize(
    ("freq", "count", "periods"),
    [("BME", 30, "M"), ("ME", 30, "M"), ("BQE", 13, "Q"), ("BYE", 8, "Y"), ("W-SUN", 60, "W-SUN"),
     ("W-FRI", 60, "W-SUN")],
)  # fmt: skip
def test_last_days_of_periods_are_moved_into_no_other(freq, count, periods):
    days = pd.date_range("2018-01-01", periods=count, freq=freq)
    series = read(dated(days)).series
    assert series.y.tolist() == list(range(1, count + 1))
    assert (series.index.to_period(periods) == days.to_period(periods)).all()


def test_days_of_which_most_are_missing_name_the_frequency_that_fills():
    steps = np.cumsum([1, 3, 9, 3, 2, 3, 5, 3, 6, 3] * 8)
    reading = read(dated(pd.Timestamp("2018-01-01") + pd.to_timedelta(steps, unit="D")))
    assert "between 1 and 9 days apart, most often 3" in detected(reading, "frequency").reason
    assert reading.notes == (
        "224 of 304 days have no row. With 'weekly' as frequency, 95% of the weeks would have one.",
    )


def test_months_that_hold_more_dates_than_others_are_named():
    reading = read(dated(pd.date_range("2020-01-01", periods=30, freq="30D")))
    assert reading.series.frequency.name == "monthly"
    assert any(
        "more fall into January 2020 and March 2020; their values were added up, so they stand out"
        in note for note in reading.notes)  # fmt: skip


def test_business_days_make_weeks_without_those_that_are_not_whole():
    """2 January 2020 was a Thursday; the week of Easter Monday holds four days and counts."""
    days = pd.bdate_range("2020-01-02", "2020-05-19").drop(["2020-04-10", "2020-04-13"])
    assert read(dated(days)).series.frequency.name == "business-daily"
    assert read(dated(days)).receipt.count("Gaps found") == 2
    reading = read(dated(days), frequency="weekly")
    assert reading.series.index[0] == pd.Timestamp("2020-01-06")
    assert reading.series.index[-1] == pd.Timestamp("2020-05-11")
    assert step(reading, "Unfinished periods left out").count == 2 + 2
    values = pd.Series(np.arange(1, len(days) + 1), days)
    assert reading.series.y.loc["2020-04-13"] == values["2020-04-14":"2020-04-17"].sum()


def test_dates_of_many_stores_are_written_in_the_order_they_were_read():
    days = pd.date_range("2020-01-01", "2020-03-31")
    rows = "".join(f"{day:%m/%d/%Y},{store},{store + 1}\n" for day in days for store in range(250))
    reading = read("date,store,sales\n" + rows)
    assert detected(reading, "date_order").value == "month-first"
    assert reading.series.date_style == "%m/%d/%Y"


def test_another_rule_for_repeated_dates_keeps_the_series_chosen():
    choices = Choices(series=("Kia",))
    rule = read(CARS + '2007,4,"Kia",5,1\n2007,4,"Kia",6,1\n', series=("Kia",))
    chosen = choices.choosing(detected(rule, "duplicates"), "mean")
    assert chosen.series == ("Kia",)
    assert choices.choosing(detected(rule, "duplicates"), "keep apart").series is None


def test_a_small_row_left_out_of_a_large_total_is_told():
    text = "date,sales\n" + "".join(f"2020-01-{d:02},3000000055\n" for d in range(1, 13))
    reading = read(text + "soon,30\n")
    assert "step 2 (rows set aside) changed it by -30" in reading.receipt.control()


def test_a_driver_is_read_with_the_mark_of_the_values_where_both_fit():
    rows = "".join(f'2020-01-{d:02},"{d},5","{d},100"\n' for d in range(1, 13))
    reading = read("date,sales,price\n" + rows, drivers=("price",), value_column="sales")
    assert reading.series.y.iloc[0] == 1.5
    assert reading.series.drivers.table["price"].iloc[0] == 1.1


@pytest.mark.parametrize("column", ["date", "sales"])
def test_dates_and_values_can_not_drive_themselves(column):
    with pytest.raises(SettingError, match="can't be a driver"):
        read(priced(), drivers=(column,), known_ahead=(column,))


def test_a_mistyped_date_far_ahead_makes_no_endless_table_of_drivers():
    reading = read(priced() + "2199-01-01,,3.5,1,99\n", drivers=("price",))
    assert len(reading.series.drivers.table) <= 60 + 400


def test_the_series_that_adds_up_the_others_is_refused_with_words():
    rows = [f"2020-{m:02}-01,{k},{v}" for m in range(1, 9)
            for k, v in (("North", m), ("South", 2 * m), ("Total", 3 * m))]  # fmt: skip
    with pytest.raises(SettingError, match="adds up the others"):
        read("month,region,sales\n" + "\n".join(rows), series=("Total",))


@pytest.mark.parametrize("wrong", ["2104-05-01", "2042-05-01", "1912-05-01"])
def test_a_lone_date_far_from_all_others_is_set_aside_and_named(wrong):
    months = pd.date_range("2018-01-01", periods=72, freq="MS").strftime("%Y-%m-%d").tolist()
    months[40] = wrong
    reading = read("date,sales\n" + "".join(f"{m},{k}\n" for k, m in enumerate(months)))
    assert len(reading.series) == 72
    assert reading.series.y.isna().sum() == 1
    said = step(reading, "Rows set aside").example
    assert said.startswith(f"Line 42: '{wrong}' lies further from all other dates")
    assert any(wrong in note for note in reading.notes)


def test_days_of_order_lines_without_a_row_had_no_sale():
    rng = np.random.default_rng(8)
    days = pd.Timestamp("2021-01-01") + pd.to_timedelta(np.sort(rng.integers(0, 200, 700)), "D")
    text = "date,item,quantity\n" + "".join(
        f"{day:%Y-%m-%d},{'AB'[k % 2]},1\n" for k, day in enumerate(days)
    )
    reading = read(text, series_column="item", series=("A",), frequency="daily")
    assert reading.series.y.isna().any()
    assert reading.series.treatment.gaps == "zero"
    assert "nothing was sold" in detected(reading, "gaps").reason


def test_a_weekday_that_never_has_a_value_is_pointed_at():
    days = [day for day in pd.date_range("2024-01-01", periods=90) if day.dayofweek != 6]
    text = "date,sales\n" + "".join(f"{day:%Y-%m-%d},{5 + day.day}\n" for day in days)
    assert any("never has a value on Sundays" in note for note in read(text).notes)
    assert not any("never has" in note for note in read(text, gaps="zero").notes)


def test_days_made_of_times_are_dated_without_a_clock():
    times = pd.date_range("2024-01-01", periods=60 * 24, freq="h")
    text = "time,sales\n" + "".join(f"{t:%d.%m.%Y %H:%M},{t.hour}\n" for t in times)
    assert read(text).series.date_style == "%d.%m.%Y %H:%M"
    assert read(text, frequency="daily").series.date_style == "%d.%m.%Y"


def test_other_columns_tell_the_mark_that_the_values_leave_open():
    rows = "".join(f"2020-{month:02d};{month},250;{month},5\n" for month in range(1, 10))
    reading = read(f"Date;Sales;Temperature\n{rows}")
    assert reading.questions == ()
    assert reading.series.y.iloc[0] == 1.25
    assert (
        "in column 'Temperature', '1,5' can only be read so" in detected(reading, "decimal").reason
    )
    alone = read(f"Date;Sales;Temperature\n{rows}".replace(",5\n", "\n"))
    assert [question.setting for question in alone.questions] == ["decimal"]


def test_columns_that_contradict_each_other_tell_no_mark():
    rows = "".join(f"2020-{month:02d};{month},250;{month},5;{month}.5\n" for month in range(1, 10))
    reading = read(f"Date;Sales;Temperature;Rate\n{rows}")
    assert [question.setting for question in reading.questions] == ["decimal"]


@pytest.mark.parametrize(
    "name", ["SKU", "store_id", "InvoiceNo", "Order", "Rechnungsnr", "Item no"]
)
def test_numbers_that_name_something_are_not_the_values(name):
    rows = "".join(f"{4711 + 3 * day % 7},2020-01-{day:02d},{day * 5}\n" for day in range(1, 29))
    reading = read(f"{name},Date,Umsätze\n{rows}")
    assert detected(reading, "value_column").value == "Umsätze"


def test_a_column_for_each_store_holds_values_also_beside_a_counter():
    rows = "".join(f"{day},2020-01-{day:02d},{day * 5},{day * 7}\n" for day in range(1, 29))
    reading = read(f",Date,Store 7,Store 12\n{rows}")
    assert detected(reading, "value_column").value == "Store 7"


def test_small_fractions_are_numbers_and_no_months():
    rows = "".join(f"0.0{n}19,0.5\n" for n in range(1, 9))
    reading = read(f"North,South\n{rows}")
    assert [question.setting for question in reading.questions] == ["frequency"]
    assert len(reading.series) == 8


@pytest.mark.parametrize("name", ["Week beginning", "period_ends", "Start date"])
def test_days_counted_since_1899_under_a_name_of_weeks_are_dates(name):
    rows = "".join(f"{43831 + 7 * week},{week}\n" for week in range(20))
    assert read(f"{name},sales\n{rows}").series.frequency.name == "weekly"


def test_a_driver_of_a_file_that_falls_is_averaged_by_period():
    rows = "".join(f"{year},{year - 1990},{2020 - year}\n" for year in range(2019, 1999, -1))
    reading = read(f"Year,Sales,Cost\n{rows}", drivers=("Cost",))
    assert reading.series.drivers.table["Cost"].tolist() == [float(n) for n in range(20, 0, -1)]


def test_a_driver_of_a_yearly_file_reaches_as_far_as_the_file():
    rows = "".join(f"{year},{'' if year > 2015 else 5},{year}\n" for year in range(2000, 2020))
    table = read(f"Year,Sales,Cost\n{rows}", drivers=("Cost",)).series.drivers.table
    assert table.index[-1] == pd.Timestamp("2019-01-01")


def test_a_quarter_hourly_file_loses_nothing_when_read_by_half_hours():
    stamps = pd.date_range("2020-01-01", periods=96, freq="15min").strftime("%Y-%m-%d %H:%M")
    reading = read("time,kWh\n" + "".join(f"{at},1\n" for at in stamps), frequency="half-hourly")
    assert reading.series.y.tolist() == [2.0] * 48


def test_no_order_is_asked_for_where_it_makes_no_difference():
    dates = [f"{month:02d}/{month:02d}/2020" for month in range(1, 11)]
    reading = read("date,sales\n" + "".join(f"{day},5\n" for day in (*dates, "05/06/1901")))
    assert reading.questions == ()
