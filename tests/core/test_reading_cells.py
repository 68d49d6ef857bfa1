"""Single cells and columns of them: numbers, dates, and which column is what."""

import math

import pandas as pd
import pytest

from core.date_style import find_style, written
from core.errors import DataError, SettingError
from core.reading.columns import choose_value, survey
from core.reading.date_columns import choose_date
from core.reading.dates import read_dates
from core.reading.numbers import detect_decimal, read_number


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("5", ".", 5),
        ("-5.5", ".", -5.5),
        (" 5 ", ".", 5),
        ("1,234.5", ".", 1234.5),
        ("12,34,567", ".", 1234567),
        ("1.234,5", ",", 1234.5),
        ("1 234,5", ",", 1234.5),
        ("1\u202f234,5", ",", 1234.5),
        ("1'234.5", ".", 1234.5),
        ("1e3", ".", 1000),
        ("1,5e3", ",", 1500),
        ("(1,234)", ".", -1234),
        ("−7", ".", -7),
        ("1,234.50-", ".", -1234.5),
        ("1.234,5 -", ",", -1234.5),
        ("-5-", ".", None),
        ("$1,234", ".", 1234),
        ("-$5", ".", -5),
        ("1.234 €", ",", 1234),
        ("22.7%", ".", 22.7),
        ("5.", ".", 5),
        (".5", ".", 0.5),
        ("inf", ".", math.inf),
        ("-Infinity", ".", -math.inf),
        ("1e400", ".", math.inf),
        ("abc", ".", None),
        ("1_000", ".", None),
        ("0x1F", ".", None),
        ("1,2,3", ".", None),
        ("1.5", ",", None),
        ("--3", ".", None),
        ("(-3)x", ".", None),
        ("1-2", ".", None),
        ("٣", ".", 3),
    ],
)
def test_numbers_are_read_as_people_write_them(text, decimal, value):
    assert read_number(text, decimal) == value


@pytest.mark.parametrize("text", ["", " ", "NA", "n/a", "NaN", "null", "None", "-", "#N/A", "."])
def test_words_for_missing_are_missing(text):
    assert math.isnan(read_number(text, "."))


@pytest.mark.parametrize(
    ("texts", "delimiter", "mark", "asks"),
    [
        (["1,5", "2"], ";", ",", False),
        (["1.5", "2"], ";", ".", False),
        (["1.234,5", "1.234"], ",", ",", False),
        (["1,234.5"], ";", ".", False),
        (["1.234.567"], ",", ",", False),
        (["0.123", "1.234"], ";", ".", False),
        (["1500", "1.234"], ";", ".", False),
        (["1.234", "2.345"], ";", ",", True),
        (["1,234", "2,345"], ",", ".", True),
        (["82 908 051,310", "1 234,567"], ",", ",", False),
        (["1'234.567", "2'345.678"], ";", ".", False),
        (["(1.234.567 €)", "1.234 €"], ",", ",", False),
        (["($1,234.50)", "$1,234"], ";", ".", False),
        (["1,234", "12 345"], ".", ",", False),
        (["1,234", "812", "2,345"], ";", ".", False),
        (["1.234", "812", "2.345"], ",", ",", False),
        (["1,234", "12", "2,345"], ",", ".", True),
        (["1.234", "812", "1500"], ",", ".", False),
        (["1", "NA", "abc"], ";", ".", False),
    ],
)
def test_the_decimal_mark_is_found_or_asked_for(texts, delimiter, mark, asks):
    found = detect_decimal(pd.Series(texts, dtype=object), delimiter)
    assert (found.mark, found.both_fit) == (mark, asks)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2020-03-31", "2020-03-31"),
        ("2020/3/1", "2020-03-01"),
        ("31.03.2020", "2020-03-31"),
        ("3/31/2020", "2020-03-31"),
        ("31-03-20", "2020-03-31"),
        ("31.03.69", "1969-03-31"),
        ("20200331", "2020-03-31"),
        ("2020-03", "2020-03-01"),
        ("202003", "2020-03-01"),
        ("2020M03", "2020-03-01"),
        ("03/2020", "2020-03-01"),
        ("2020", "2020-01-01"),
        ("2020Q2", "2020-04-01"),
        ("2020-Q2", "2020-04-01"),
        ("Q4 2020", "2020-10-01"),
        ("2020-W01", "2019-12-30"),
        ("Mar 2020", "2020-03-01"),
        ("March 2020", "2020-03-01"),
        ("Mar-20", "2020-03-01"),
        ("31 March 2020", "2020-03-31"),
        ("31-Mar-20", "2020-03-31"),
        ("March 31, 2020", "2020-03-31"),
        ("Tue, 31 Mar 2020", "2020-03-31"),
        ("2020-03-31 13:30", "2020-03-31 13:30"),
        ("2020-03-31T13:30:15.123", "2020-03-31 13:30:15"),
        ("3/31/2020 1:30 PM", "2020-03-31 13:30"),
        ("3/31/2020 12:05 am", "2020-03-31 00:05"),
        ("1-03", "2001-03-01"),
        ("Q2'20", "2020-04-01"),
        ("2Q20", "2020-04-01"),
        ("2Q 2020", "2020-04-01"),
        ("W01 2020", "2019-12-30"),
        ("KW 1/2020", "2019-12-30"),
        ("Week 5, 2020", "2020-01-27"),
        ("2020 KW 5", "2020-01-27"),
        ("2020-W05-3", "2020-01-29"),
        ("43831", "2020-01-01"),
        ("43831.5", "2020-01-01 12:00"),
        ("43830.99999999", "2020-01-01"),
        ("1577836800", "2020-01-01"),
        ("1577882096", "2020-01-01 12:34:56"),
        ("1577836800000", "2020-01-01"),
    ],
)
def test_dates_are_read_as_people_write_them(text, iso):
    assert read_dates(pd.Series([text])).stamps[0] == pd.Timestamp(iso)


@pytest.mark.parametrize(
    ("texts", "first", "freq", "said"),
    [
        (["FY2020", "FY2021", "FY2022"], "2020-01-01", "YS", "'FY2020' is drawn as 2020,"),
        (["FY20", "FY21"], "2020-01-01", "YS", "'FY20' is drawn as 2020,"),
        (["FY 2020", "FY 2021"], "2020-01-01", "YS", "'FY 2020' is drawn as 2020,"),
        (["FY2020/21", "FY2021/22"], "2020-01-01", "YS", "'FY2020/21' is drawn as 2020,"),
        (["Fiscal year 2020", "Fiscal year 2021"], "2020-01-01", "YS", "is drawn as 2020,"),
        (["2019/20", "2020/21"], "2019-01-01", "YS", "'2019/20' is drawn as 2019,"),
        (["2009/10", "2010/11", "2011/12"], "2009-01-01", "YS", "'2009/10' is drawn as 2009,"),
        (["2009-10", "2010-11", "2011-12"], "2009-01-01", "YS", "whichever months it covers"),
        (["1999/00", "2000/01"], "1999-01-01", "YS", "'1999/00' is drawn as 1999,"),
        (["2019/2020", "2020/2021"], "2019-01-01", "YS", "'2019/2020' is drawn as 2019,"),
        (["2020/21"], "2020-01-01", "YS", "'2020/21' is drawn as 2020,"),
        (["FY2020 Q4", "FY2021 Q1"], "2020-10-01", "QS", "drawn as quarter 4 of 2020,"),
        (["Q4 FY20", "Q1 FY21"], "2020-10-01", "QS", "'Q4 FY20' is drawn as quarter 4 of 2020,"),
        (["FY20Q4", "FY21Q1"], "2020-10-01", "QS", "drawn as quarter 4 of 2020,"),
        (["2019/20 Q4", "2020/21 Q1"], "2019-10-01", "QS", "drawn as quarter 4 of 2019,"),
    ],
)
def test_fiscal_years_are_drawn_as_the_years_they_name(texts, first, freq, said):
    dates = read_dates(pd.Series(texts))
    stamps = pd.date_range(first, periods=len(texts), freq=freq)
    assert dates.stamps.equals(stamps)
    assert said in dates.remarks[0][1]
    style = find_style(pd.Series(texts), stamps)
    assert [text.casefold() for text in written(stamps, style)] == [
        text.casefold() for text in texts]  # fmt: skip


@pytest.mark.parametrize("texts", [["2010/10", "2010/11", "2010/12"], ["2010/11"], ["2010-11"]])
def test_months_that_look_like_fiscal_years_stay_months(texts):
    dates = read_dates(pd.Series(texts))
    assert dates.stamps[-1].month == int(texts[-1][-2:])
    assert dates.remarks == ()


def test_a_year_that_is_not_followed_by_the_next_is_no_date():
    assert read_dates(pd.Series(["FY2020/23", "2020/2025", "2020/21 Q5"])).stamps.isna().all()


@pytest.mark.parametrize(
    "text",
    ["", "abc", "2020-02-30", "2020-13-01", "31.31.2020", "0/1/2020", "2999-12-31", "1-13",
     "2020-01-01 25:00", "1/2", "12.5", "2020-W60", "Foo 2020", "99999999",
     "5919", "0020", "W60 2020", "5Q20", "12345", "9999999999"],
)  # fmt: skip
def test_what_is_no_date_is_not_guessed(text):
    assert pd.isna(read_dates(pd.Series([text])).stamps[0])


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["01/02/2020", "13/02/2020"], "day-first"),
        (["01/02/2020", "02/13/2020"], "month-first"),
        ([f"01/{m:02}/2020" for m in range(1, 13)], "day-first"),
        ([f"{m:02}/01/2020" for m in range(1, 13)], "month-first"),
        (["2020-01-02"], ""),
    ],
)
def test_the_order_of_day_and_month_is_found(texts, order):
    assert read_dates(pd.Series(texts)).order == order


def test_both_readings_are_kept_only_where_they_differ():
    assert read_dates(pd.Series(["01/02/2020", "03/04/2020"])).swapped is not None
    assert read_dates(pd.Series(["01/01/2020", "02/02/2020"])).swapped is None
    assert read_dates(pd.Series(["01/02/2020"]), "month-first").swapped is None
    assert read_dates(pd.Series(["01/02/2999"])).swapped is None


def test_mixed_orders_are_read_with_what_fits_and_said():
    dates = read_dates(pd.Series(["13/1/2020", "1/14/2020", "15/1/2020"]))
    assert dates.stamps.day.tolist() == [13, 14, 15]
    assert "'1/14/2020' fits only the other way" in dates.notes[0]


@pytest.mark.parametrize("days", [range(90), [*range(30, 90), *range(30)]])
def test_each_separator_may_have_an_order_of_its_own(days):
    stamps = pd.date_range("2019-01-01", periods=90)[list(days)]
    texts = [f"{d:%d-%m-%Y}" if at < 45 else f"{d:%m/%d/%Y}" for at, d in enumerate(stamps)]
    dates = read_dates(pd.Series(texts))
    assert dates.stamps.tolist() == stamps.tolist()
    assert "two orders, each with a separator" in dates.remarks[0][1]


def test_two_orders_with_one_separator_are_refused_by_two_rows():
    stamps = pd.date_range("2019-01-01", periods=90)
    texts = [f"{d:%d/%m/%Y}" if at % 2 else f"{d:%m/%d/%Y}" for at, d in enumerate(stamps)]
    with pytest.raises(DataError, match="'14/01/2019' has the day first, '01/13/2019' the month"):
        read_dates(pd.Series(texts))


def test_the_two_offsets_of_one_place_keep_its_wall_clock():
    """Days in summer begin at midnight there, not at 22:00 of the day before."""
    local = pd.date_range("2020-03-27", "2020-11-02", freq="h", tz="Europe/Oslo")
    texts = pd.Series([stamp.isoformat() for stamp in local])
    dates = read_dates(texts)
    assert dates.stamps.equals(local.tz_localize(None))
    assert "UTC+01:00 and UTC+02:00" in dates.remarks[0][1]


def test_midnights_written_as_utc_are_the_days_that_began_there():
    local = pd.date_range("2020-01-01", "2020-12-31", tz="Europe/Oslo")
    texts = pd.Series([f"{stamp:%Y-%m-%dT%H:%M:%SZ}" for stamp in local.tz_convert("UTC")])
    dates = read_dates(texts)
    assert dates.stamps.equals(local.tz_localize(None))
    assert "22:00 and 23:00 UTC" in dates.remarks[0][1]
    west = pd.date_range("2020-01-01", "2020-12-31", tz="America/New_York").tz_convert("UTC")
    assert read_dates(pd.Series(west.map(str))).stamps.equals(west.tz_localize(None))


@pytest.mark.parametrize("zone", ["Australia/Sydney", "America/New_York", "Australia/Lord_Howe"])
def test_daylight_saving_is_known_on_either_half_of_the_earth(zone):
    local = pd.date_range("2019-01-01", "2021-01-01", freq="6h", tz=zone)
    assert read_dates(pd.Series(local.map(str))).stamps.equals(local.tz_localize(None))


def test_offsets_that_follow_no_clock_change_are_converted_to_utc():
    moments = pd.date_range("2020-05-01", periods=60, freq="h", tz="UTC")
    texts = [str(m.tz_convert(f"Etc/GMT-{1 + k % 2}")) for k, m in enumerate(moments)]
    dates = read_dates(pd.Series(texts))
    assert dates.stamps.equals(moments.tz_localize(None))
    assert "converted to UTC" in dates.remarks[0][1]


@pytest.mark.parametrize(
    ("texts", "hours", "words"),
    [
        (["2020-01-01T10:00Z", "2020-01-01T11:00Z"], [10, 11], "used as written"),
        (["2020-01-01 10:00+02:00", "2020-01-01 10:00+01:00"], [8, 9], "converted to UTC"),
        (["2020-01-01 00:00+02:00", "2020-07-01 00:00+01:00"], [0, 0], "only their days"),
    ],
)
def test_time_zones_are_dropped_and_said(texts, hours, words):
    dates = read_dates(pd.Series(texts))
    assert dates.stamps.hour.tolist() == hours
    assert words in dates.remarks[0][1]


def chosen(**columns):
    frame = pd.DataFrame(columns, dtype=object)
    looked = survey(frame)
    date = choose_date(frame, looked, None)
    return date.name, choose_value(looked, date.name.split(" + "), None, frame).name


DAYS = ["2020-01-01", "2020-01-02", "2020-01-03"]


@pytest.mark.parametrize(
    ("columns", "date", "value"),
    [
        ({"id": ["7", "8", "9"], "date": DAYS, "sales": ["1", "5", "3"]}, "date", "sales"),
        ({"d": DAYS, "ship date": DAYS, "x": ["1", "5", "3"]}, "ship date", "x"),
        ({"date": DAYS, "a": ["1", "5", "3"], "total": ["2", "3", "9"]}, "date", "total"),
        ({"date": DAYS, "pct": ["1", "5", "3"], "units": ["2", "3", "9"]}, "date", "units"),
        ({"date": DAYS, "holiday": ["0", "1", "0"], "rest": ["2", "3", "9"]}, "date", "rest"),
        ({"date": DAYS, "n": ["1", "2", "3"], "rest": ["2", "3", "9"]}, "date", "rest"),
        ({"date": DAYS, "price": ["1", "1", "3"], "x": ["2", "3", "9"]}, "date", "x"),
        ({"date": DAYS, "Year": ["2020"] * 3, "x": ["2", "3", "9"]}, "date", "x"),
        ({"Year": ["2020", "2021", "2022"], "y": ["2", "3", "9"]}, "Year", "y"),
        ({"Year": ["2020"] * 3, "Month": ["1", "2", "3"], "y": ["2", "3", "9"]},
         "Year + Month", "y"),
        ({"Year": ["2020"] * 3, "Month": ["Jan", "Feb", "Mar"], "y": ["2", "3", "9"]},
         "Year + Month", "y"),
        ({"y": ["2", "3", "9"], "Day": ["1", "2", "3"], "Month": ["1"] * 3, "Year": ["2020"] * 3},
         "Year + Month + Day", "y"),
        ({"Year": ["2020"] * 3, "Quarter": ["Q1", "Q2", "Q3"], "y": ["2", "3", "9"]},
         "Year + Quarter", "y"),
        ({"Date": DAYS[:1] * 3, "Hour": ["0", "1", "2"], "load": ["2", "3", "9"]},
         "Date + Hour", "load"),
        ({"t": ["1990", "1991", "1992"], "x": ["2000", "1995", "2001"]}, "t", "x"),
        ({"Date": ["43831", "43832", "43833"], "x": ["2", "3", "9"]}, "Date", "x"),
        ({"Data": ["25000", "26000", "24000"], "Year": ["2000", "2001", "2002"]}, "Year", "Data"),
        ({"id": ["43831", "43832", "43833"], "Date": DAYS, "sales": ["2", "3", "9"]},
         "Date", "sales"),
    ],
)  # fmt: skip
def test_columns_are_told_apart(columns, date, value):
    assert chosen(**columns) == (date, value)


def test_a_file_without_dates_says_what_it_found():
    with pytest.raises(DataError, match="'when' holds 'soon', for example"):
        chosen(when=["soon", "later"], sales=["1.5", "2.5"])


def test_numbers_of_five_digits_are_dates_only_where_the_column_says_so():
    # They could as well be orders or amounts.
    with pytest.raises(DataError, match="No column could be read as dates"):
        chosen(index=["43831", "43832", "43833"], sales=["1.5", "2.5", "3.5"])


def test_a_file_without_numbers_says_what_it_found():
    with pytest.raises(DataError, match="column 'sales' holds 'few'"):
        chosen(date=DAYS, sales=["few", "more", "many"])


@pytest.mark.parametrize("name", ["nothing", "date + nothing", "date + x"])
def test_an_unknown_date_column_is_refused(name):
    frame = pd.DataFrame({"date": DAYS, "x": ["1", "2", "3"]}, dtype=object)
    with pytest.raises(SettingError):
        choose_date(frame, survey(frame), name)


@pytest.mark.parametrize(
    "form",
    ["%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M:%S", "%m/%d/%Y %I:%M %p", "%Y-%m-%dT%H:%M:%SZ",
     "%d %b %Y, %H:%M", "%Y-%m-%d"],
)  # fmt: skip
def test_many_different_times_are_read_as_few_are(form, monkeypatch):
    stamps = pd.date_range("2020-01-30 22:10", periods=400, freq="7h13min")
    texts = pd.Series(stamps.strftime(form), dtype=object)
    texts[[5, 50]] = ["25:00", "soon: never"]
    whole = read_dates(texts)
    monkeypatch.setattr("core.reading.date_cells._MANY", 10)
    assert read_dates(texts).stamps.equals(whole.stamps)
    assert whole.stamps.isna().sum() == 2
