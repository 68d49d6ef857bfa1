"""Dates as systems and people of many countries write them, alone and in several columns."""

import pandas as pd
import pytest

from core.errors import DataError
from core.reading import Choices, interpret, open_table
from core.reading.date_text import is_bare, read_date
from core.reading.dates import read_dates


def series_of(columns, frequency, start, alias, *, sep=","):
    """Rows numbered 100, 101 ... under columns of what functions make of each stamp; the series."""
    stamps = pd.date_range(start, periods=40, freq=alias)
    lines = [sep.join([*columns, "Sales"])]
    for place, stamp in enumerate(stamps):
        cells = [str(write(stamp)) for write in columns.values()]
        lines.append(sep.join([*cells, str(100 + place * 7 % 31)]))
    series = interpret(open_table("\n".join(lines).encode(), "x.csv")).series
    assert series.frequency.name == frequency
    assert series.values.tolist() == [100 + place * 7 % 31 for place in range(40)]
    return series


MONTHS = {
    "de": "Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez",
    "de long": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "es": "ene feb mar abr may jun jul ago sep oct nov dic",
    "pt": "jan fev mar abr mai jun jul ago set out nov dez",
    "it": "gen feb mar apr mag giu lug ago set ott nov dic",
    "nl": "jan feb mrt apr mei jun jul aug sep okt nov dec",
    "no": "jan feb mar apr mai jun jul aug sep okt nov des",
    "pl": "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik "
    "listopad grudzień",
    "ru": "янв фев мар апр май июн июл авг сен окт ноя дек",
    "tr": "Oca Şub Mar Nis May Haz Tem Ağu Eyl Eki Kas Ara",
}


@pytest.mark.slow
@pytest.mark.parametrize("language", MONTHS)
@pytest.mark.parametrize("pattern", ["{} {}", "{}-{}", "{} de {}"])
def test_months_are_read_in_many_languages(language, pattern):
    names = MONTHS[language].split()
    series = series_of(
        {"X": lambda d: pattern.format(names[d.month - 1], d.year)}, "monthly", "2019-11-01", "MS"
    )
    assert series.index[0] == pd.Timestamp("2019-11-01")


@pytest.mark.parametrize("language", MONTHS)
def test_year_and_month_names_are_found_by_what_they_hold(language):
    names = MONTHS[language].split()
    columns = {"": lambda d: d.year, "?": lambda d: names[d.month - 1]}
    series_of(columns, "monthly", "2019-11-01", "MS")


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("1. März 2024", "2024-03-01"),
        ("1er août 2024", "2024-08-01"),
        ("15 de enero de 2024", "2024-01-15"),
        ("Mo, 05.02.2024", "2024-02-05"),
        ("lun. 05/02/2024", "2024-02-05"),
        ("05/02/2024 (Mon)", "2024-02-05"),
        ("2024-02-05 Monday", "2024-02-05"),
        ("20FEB2024", "2024-02-20"),
        ("20FEB2024:13:05:00", "2024-02-20 13:05"),
        ("2024_02_05", "2024-02-05"),
        ("20240205.0", "2024-02-05"),
        ("2024.0", "2024-01-01"),
        ("2024年2月5日", "2024-02-05"),
        ("2024년 2월", "2024-02-01"),
        ("'2024-02-05", "2024-02-05"),
        ('="2024-02"', "2024-02-01"),
        ("２０２４-02-05", "2024-02-05"),
        ("Dec. 2023(p)", "2023-12-01"),
        ("2023 Q4p", "2023-10-01"),
        ("2021*", "2021-01-01"),
        ("Jan_20", "2020-01-01"),
        ("2020:01", "2020-01-01"),
        ("T2 2020", "2020-04-01"),
        ("2. Quartal 2020", "2020-04-01"),
        ("Qtr 2 2020", "2020-04-01"),
        ("2020 Quarter 2", "2020-04-01"),
        ("20-Q2", "2020-04-01"),
        ("2020K2", "2020-04-01"),
        ("M03 2020", "2020-03-01"),
        ("P03 2020", "2020-03-01"),
        ("003.2020", "2020-03-01"),
        ("FY20-P03", "2020-03-01"),
        ("KW02.2020", "2020-01-06"),
        ("02. KW 2020", "2020-01-06"),
        ("W02'20", "2020-01-06"),
        ("Uke 2 2020", "2020-01-06"),
        ("Week of 2024-02-05", "2024-02-05"),
        ("Week ending 05 Feb 2024", "2024-02-05"),
        ("1 w/e 05 Feb 2024", "2024-02-05"),
        ("05.02.2024 - 11.02.2024", "2024-02-05"),
        ("2024-02-05 10:00 - 11:00", "2024-02-05 10:00"),
        ("2024-02-05 24:00", "2024-02-06"),
        ("2024-02-05 07", "2024-02-05 07:00"),
        ("2024020507", "2024-02-05 07:00"),
        ("202402050730", "2024-02-05 07:30"),
        ("20240205T073000Z", "2024-02-05 07:30"),
        ("2024-02-05-07.30.00.000000", "2024-02-05 07:30"),
        ("1707118200000000", "2024-02-05 07:30"),
        ("Feb 5, 2024 7:30:00 AM PST", "2024-02-05 07:30"),
        ("2024-02-05T07:30:00+01:00[Europe/Berlin]", "2024-02-05 07:30"),
        ("Mon Feb 05 07:30:00 2024", "2024-02-05 07:30"),
        ("Mon Feb  5 07:30:00 CET 2024", "2024-02-05 07:30"),
        ("Apr-Jun 2012", "2012-04-01"),
        ("Apr - Jun 2012", "2012-04-01"),
        ("April to June 2012", "2012-04-01"),
        ("2012 Apr–Jun", "2012-04-01"),
        ("Mon Feb 05 2024 07:30:00 GMT+0100 (Central European Standard Time)", "2024-02-05 07:30"),
    ],
)
def test_dates_are_read_as_systems_write_them(text, date):
    stamps = read_dates(pd.Series([text]), "day-first").stamps
    assert stamps[0] == pd.Timestamp(date)
    assert not is_bare(text) or text[:2].isdigit()


@pytest.mark.parametrize(
    "text",
    [
        "Dec 30 - Jan 5, 2020",
        "Jan-Jun 2020",
        "Dec-Feb 2020",
        "H1 2020",
        "week 12",
        "Set of 3",
        "12 Jan",
        "2019 Sales",
        "2020 quality",
        "2020-01-01 25:00",
        "1,5",
    ],
)
def test_what_is_no_date_is_not_taken_for_one(text):
    assert read_date(text) is None


def test_weeks_beside_years_are_known_by_their_numbers():
    series = series_of(
        {"Period": lambda d: f"{d.isocalendar().year}{d.isocalendar().week:02}"},
        "weekly", "2020-01-06", "7D",
    )  # fmt: skip
    assert series.index[0] == pd.Timestamp("2020-01-06")


@pytest.mark.parametrize("name", ["Week", "Kalenderwoche", "YearWeek"])
def test_weeks_beside_years_are_known_by_their_name_in_a_short_file(name):
    text = f"{name},Sales\n" + "".join(f"2020{week:02},{week}\n" for week in range(1, 11))
    reading = interpret(open_table(text.encode(), "x.csv"))
    assert reading.series.frequency.name == "weekly"
    assert any("'202001' is the week of 30 December 2019" in note for note in reading.notes)


def test_a_mistyped_month_does_not_make_weeks():
    cells = [f"2020-{month:02}" for month in range(1, 13)] + ["2021-16"]
    dates = read_dates(pd.Series(cells))
    assert list(dates.stamps[:12]) == list(pd.date_range("2020-01-01", periods=12, freq="MS"))
    assert pd.isna(dates.stamps[12])


def test_numbers_to_four_in_every_year_are_quarters():
    series = series_of({"P": lambda d: f"{d.year}/{d.quarter}"}, "quarterly", "2010-01-01", "QS")
    assert series.index[-1] == pd.Timestamp("2019-10-01")


@pytest.mark.parametrize("style", ["%m-%y", "%m/%y"])
def test_month_and_short_year(style):
    series = series_of({"Month": lambda d: d.strftime(style)}, "monthly", "2019-11-01", "MS")
    assert series.index[0] == pd.Timestamp("2019-11-01")


def test_day_and_month_without_a_year_are_not_month_and_year():
    days = pd.date_range("2024-01-01", periods=60)
    text = "Date,Sales\n" + "".join(f"{day:%m/%d},{day.day}\n" for day in days)
    with pytest.raises(DataError, match=r"'01/01' is not a date"):
        interpret(open_table(text.encode(), "x.csv"))


@pytest.mark.parametrize(
    ("columns", "frequency", "start", "alias"),
    [
        ({"Year": lambda d: d.isocalendar().year, "Week": lambda d: d.isocalendar().week},
         "weekly", "2020-01-06", "7D"),
        ({"Jahr": lambda d: d.isocalendar().year, "KW": lambda d: d.isocalendar().week},
         "weekly", "2020-01-06", "7D"),
        ({"Année": lambda d: d.year, "Trimestre": lambda d: f"T{d.quarter}"},
         "quarterly", "2010-01-01", "QS"),
        ({"Year": lambda d: d.year, "Period": lambda d: f"M{d.month:02}"},
         "monthly", "2020-03-01", "MS"),
        ({"Geschäftsjahr": lambda d: d.year, "Buchungsperiode": lambda d: d.month},
         "monthly", "2020-03-01", "MS"),
        ({"Year": lambda d: d.year if d.month == 1 else "", "Month": lambda d: f"{d:%b}"},
         "monthly", "2020-01-01", "MS"),
        ({"Date": lambda d: f"{d:%Y-%m-%d}", "Hour": lambda d: d.hour},
         "hourly", "2024-03-01", "h"),
        ({"Date": lambda d: f"{d:%Y-%m-%d}", "Hour ending": lambda d: d.hour + 1},
         "hourly", "2024-03-01", "h"),
        ({"Date": lambda d: f"{d:%Y-%m-%d}", "Hours": lambda d: f"{d.hour:02} - {d.hour + 1:02}"},
         "hourly", "2024-03-01", "h"),
        ({"Date": lambda d: f"{d:%Y-%m-%d}", "Time": lambda d: f"{d:%H:%M} - 23:59"},
         "hourly", "2024-03-01", "h"),
    ],
)  # fmt: skip
def test_dates_in_several_columns(columns, frequency, start, alias):
    series = series_of(columns, frequency, start, alias)
    assert series.index[0] == pd.Timestamp(start)


@pytest.mark.parametrize("name", ["Lead time", "Avg. Time on Page"])
def test_how_long_something_took_is_no_time_of_day(name):
    text = f"Date,{name},Sales\n" + "".join(
        f"2024-03-{day:02},00:0{day % 7}:12,{day}\n" for day in range(1, 20)
    )
    reading = interpret(open_table(text.encode(), "x.csv"), Choices())
    assert reading.series.frequency.name == "daily"
    assert reading.series.values.tolist() == list(range(1, 20))


@pytest.mark.parametrize("pattern", ["{} {}", "{1} {0}"])
def test_quarters_written_as_their_months(pattern):
    names = ["Jan-Mar", "Apr-Jun", "Jul-Sep", "Oct-Dec"]
    rows = [
        f"{pattern.format(name, y)};{y + len(name)}" for y in range(2012, 2016) for name in names
    ]
    series = interpret(open_table("\n".join(["Period;Sales", *rows]).encode(), "x.csv")).series
    assert series.frequency.name == "quarterly"
    assert (series.index[0], len(series.values)) == (pd.Timestamp("2012-01-01"), 16)


ENGLISH = [f"{date:%b}" for date in pd.date_range("2020-01-01", periods=12, freq="MS")]


def fiscal(year="FY{}", begin=4, months=ENGLISH, order=None, **choices):
    """Three fiscal years whose month 1 has the value 1, as they stand in the file."""
    turned = [*range(begin, 13), *range(1, begin)]
    lines = ["Fiscal Year;Month;Sales"]
    for place, first in enumerate((2018, 2019, 2020)):
        name = year.format(first, (first + 1) % 100)
        values = {month: 12 * place + step for step, month in enumerate(turned, 1)}
        lines += [f"{name};{months[m - 1]};{values[m]}" for m in order or turned]
    return interpret(open_table("\n".join(lines).encode(), "x.csv"), Choices(**choices))


@pytest.mark.parametrize("year", ["{}", "FY{}", "{}/{}"])
@pytest.mark.parametrize("months", [ENGLISH, [*range(1, 13)]])
@pytest.mark.parametrize("begin", [4, 7, 10])
def test_months_of_fiscal_years_follow_the_order_of_their_rows(year, months, begin):
    reading = fiscal(year, begin, months)
    assert reading.series.index[0] == pd.Timestamp(2018, begin, 1)
    assert reading.series.values.tolist() == list(range(1, 37))
    assert not reading.questions
    name = f"{pd.Timestamp(2018, begin, 1):%B}"
    told = next(step for step in reading.receipt if step.name == "Fiscal years")
    assert f"begin in {name}" in told.text
    assert ("a year earlier" in told.text) == (year != "{}/{}")


@pytest.mark.parametrize("year", ["FY{}", "{}/{}"])
def test_fiscal_years_sorted_by_calendar_month_ask_when_they_begin(year):
    reading = fiscal(year, order=range(1, 13))
    assert [question.setting for question in reading.questions] == ["fiscal_start"]
    values = [answer.value for answer in reading.questions[0].answers]
    assert ("January" in values) == (year == "FY{}")
    answered = fiscal(year, order=range(1, 13), fiscal_start="April")
    assert not answered.questions
    assert answered.series.index[0] == pd.Timestamp("2018-04-01")
    assert answered.series.values.tolist() == list(range(1, 37))


def test_fiscal_years_with_the_newest_row_first():
    lines = ["Fiscal Year;Month;Sales"]
    for year in (2020, 2019, 2018):
        lines += [f"FY{year};{ENGLISH[(step + 3) % 12]};{step}" for step in range(11, -1, -1)]
    reading = interpret(open_table("\n".join(lines).encode(), "x.csv"))
    assert reading.series.index[0] == pd.Timestamp("2018-04-01")
    assert reading.series.values.tolist() == [*range(12)] * 3


def test_a_page_of_text_is_no_date_though_one_stands_at_its_end():
    assert read_date("1 to " * 100 + "2024-01-05") is None
    assert read_date("2024-01-05 (provisional)") is not None
