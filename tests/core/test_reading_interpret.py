"""Tables to series: look-alikes of real uploads, questions, repairs, refusals."""

import numpy as np
import pandas as pd
import pytest

from core import calendar
from core.errors import DataError, SettingError
from core.reading import Choices, interpret, open_table
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
    reading = read(CARS, series="Kia")
    assert reading.series.name == "Quantity, Kia"
    assert len(reading.series) == 27
    assert reading.series.index[0] == pd.Timestamp("2007-04-01")
    assert step(reading, "Other series left out").count == 60


def test_rows_without_a_make_form_a_series_of_their_own():
    reading = read(CARS.replace('"Kia"', '""'))
    assert detected(reading, "series").options == ("", "Toyota", "(empty)", "Ford")
    assert len(read(CARS.replace('"Kia"', '""'), series="(empty)").series) == 27


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
    months = pd.date_range("2018-01-01", periods=24, freq="MS").strftime("%d/%m/%Y")
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
    reading = read("date,sales\n2020-01-01,1\n2020-01-02,2\n2020-01-03,3\nTotal,6\n")
    set_aside = step(reading, "Rows set aside")
    assert (set_aside.count, set_aside.total_before, set_aside.total_after) == (1, 12, 6)
    assert set_aside.example == "Line 5: 'Total' is not a date; the row is set aside."
    assert reading.receipt.control() == (
        "Total before 12, after 6: it differs by -6 because step 2 (rows set aside) changed it "
        "by -6."
    )


def test_ways_of_writing_dates_may_be_mixed():
    reading = read("date,sales\n2020-01-01,5\n02.01.2020,6\n3 Jan 2020,7\n20200104,8\n")
    assert reading.series.y.tolist() == [5, 6, 7, 8]
    assert any("written in 4 ways" in note for note in reading.notes)


@pytest.mark.parametrize(
    ("rows", "rule", "value"),
    [
        (["2020-01-02,6", "2020-01-02,6"], "last", 6),
        (["2020-01-02,6", "2020-01-02,7"], "sum", 13),
        (["2020-01-02,6", "2020-01-02,"], "sum", 6),
    ],
)
def test_repeated_dates_are_merged_by_a_rule_with_a_reason(rows, rule, value):
    text = "date,sales\n2020-01-01,5\n" + "\n".join(rows) + "\n2020-01-03,8\n"
    reading = read(text)
    assert detected(reading, "duplicates").value == rule
    assert reading.series.y["2020-01-02"] == value
    assert step(reading, "Duplicates merged").text.startswith("1 row repeated a date")


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
    assert reading.series.y.tolist() == [31, 29, 31, 9]
    assert step(reading, "Dates combined").count == 96
    assert any("April 2020, holds 9 of the usual 30" in note for note in reading.notes)


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
        (daily([1] * 100) + "2150-12-31,5\n", {},
         r"10 April 2020.*9 April 2020 \(line 101\)|line 102"),
        (daily([1] * 300), {"frequency": "quarter-hourly"}, "choose a coarser frequency"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_series_is_refused_with_words(text, choices, words):
    with pytest.raises(DataError, match=words) as refused:
        read(text, **choices)
    assert str(refused.value).endswith(".")


def test_one_stray_date_is_named_and_no_calendar_is_made_for_it(monkeypatch):
    monkeypatch.setattr(calendar.Frequency, "calendar", None)
    with pytest.raises(DataError, match=r"9 April 2020 \(line 101\) and 1 January 2199 \(line 2"):
        read(daily([1] * 100).replace("2020-01-01", "2199-01-01"))


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


def test_every_choice_that_is_offered_works():
    for text in (CARS, daily(range(1, 60))):
        for detection in read(text).detections:
            for option in detection.options:
                read(text, **{detection.setting: option})


def test_three_hundred_columns_are_taken():
    names = ",".join(f"v{i}" for i in range(300))
    rows = "".join(f"2020-01-{d:02},{','.join(['1.5'] * 300)}\n" for d in range(1, 21))
    assert read(f"date,{names}\n{rows}").series.name == "v0"
