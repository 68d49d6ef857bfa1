"""Files of known content, written in many ways, come back from the reader as they went in."""

import gzip
import io
from dataclasses import replace
from itertools import combinations as pairs_of
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import tests.corpus as corpus_package
from core.reading import bulk, open_table
from tests.corpus.axes import AXES, CONSTRAINTS, allowed
from tests.corpus.calendars import periods
from tests.corpus.covering import combinations, pairs
from tests.corpus.files import write_file
from tests.corpus.judge import judge
from tests.corpus.readings import two_decimal_marks, two_orders

pytestmark = pytest.mark.slow

SEED = 2024
EVERY = 6
"""Of the files that cover all pairs one in so many is read here; the benchmark reads all."""

PLAIN = {
    "frequency": "monthly", "dates": "iso", "layout": "one", "ids": "none", "beside": "nothing",
    "kind": "csv", "delimiter": "comma", "encoding": "utf-8", "quoting": "minimal",
    "line ends": "lf", "marks": "1234.5", "values": "decimal", "sign": "minus", "unit": "bare",
    "missing": "empty", "junk": "none", "order": "rising", "length": "medium",
}  # fmt: skip


@pytest.fixture(scope="module")
def covering():
    return combinations(0, SEED)


@pytest.fixture(scope="module")
def files(covering):
    return [write_file(one, SEED + number) for number, one in enumerate(covering)][::EVERY]


def judged(files):
    return [(file, judge(file)) for file in files]


def test_files_come_back_or_ask_where_they_have_two_readings(files):
    failures = [(file, judgement) for file, judgement in judged(files) if not judgement.right]
    assert [(one.why, file.combination, one.detail) for file, one in failures] == []


def test_large_files_are_read_as_small_ones_are(files, monkeypatch):
    some = [file for file in files if file.combination["delimiter"] != "none"]
    small = [open_table(file.data, file.filename) for file in some]
    monkeypatch.setattr(bulk, "LARGE", 0)
    for file, table in zip(some, small, strict=True):
        large = open_table(file.data, file.filename)
        assert large.frame.astype(object).equals(table.frame.astype(object)), file.combination
        assert (large.lines == table.lines).all()


def test_files_and_truth_are_made_without_the_readers_code():
    for module in sorted(Path(corpus_package.__file__).parent.glob("*.py")):
        if module.name != "judge.py":
            for line in module.read_text(encoding="utf-8").splitlines():
                assert not line.startswith(("import core", "from core")), module.name


def impossible(pair):
    """Whether some axis has no level that can stand beside both, which settles it."""
    some = dict(pair)
    return not allowed(some) or any(
        not any(allowed({**some, axis: level}) for level in levels)
        for axis, levels in AXES.items()
        if axis not in some
    )


def test_every_pair_of_levels_that_can_meet_does_so_in_some_file(covering):
    covered = set().union(*map(pairs, covering))
    everything = {
        ((one, level), (other, second))
        for one, other in pairs_of(AXES, 2)
        for level, second in product(AXES[one], AXES[other])
    }
    assert len(covered) > 6_000
    assert [pair for pair in sorted(everything - covered) if not impossible(pair)] == []


def test_every_axis_has_three_levels_and_every_file_one_of_each(covering):
    assert all(len(levels) >= 3 for levels in AXES.values())
    for combination in covering:
        assert set(combination) == set(AXES)
        assert allowed(combination)


def test_every_constraint_forbids_something_and_says_why():
    for constraint in CONSTRAINTS:
        verdicts = {
            constraint.allowed(*levels)
            for levels in product(*(AXES[axis] for axis in constraint.axes))
        }
        assert verdicts == {True, False}
        assert constraint.why


def test_random_combinations_fill_up_and_the_seed_settles_them():
    some = combinations(300, SEED)
    assert len(some) == 300
    assert some == combinations(300, SEED)
    assert some != combinations(300, SEED + 1)
    text = {**PLAIN, "kind": "zip"}
    assert write_file(text, 5).data == write_file(text, 5).data
    assert write_file(text, 5).data != write_file(text, 6).data


def written(**levels):
    return write_file({**PLAIN, **levels}, seed=3)


def same(frame_dates, values, file, series=0):
    """What another library reads, rising, beside what the file says."""
    expected = file.known.expected(*file.known.names[series])
    read = pd.Series(np.asarray(values, dtype=float), pd.DatetimeIndex(frame_dates)).sort_index()
    assert (read.index == expected.index).all()
    np.testing.assert_allclose(read, expected, rtol=1e-12)


def test_pandas_reads_a_plain_file_so():
    file = written(missing="NA", order="shuffled")
    frame = pd.read_csv(io.BytesIO(file.data))
    assert list(frame.columns)[1:] == [file.known.measure]
    assert frame.iloc[:, 1].isna().sum() == (~file.known.there).sum() > 0
    same(frame.iloc[:, 0], frame.iloc[:, 1], file)


def test_pandas_reads_a_european_file_so():
    file = written(
        delimiter="semicolon", marks="1.234,5", values="large", encoding="cp1252", dates="d.m.y",
        layout="wide", kind="gz", quoting="all", **{"line ends": "crlf"},
    )  # fmt: skip
    text = gzip.decompress(file.data)
    assert text.count(b"\r\n") == text.count(b"\n")
    frame = pd.read_csv(
        io.BytesIO(text),
        sep=";",
        decimal=",",
        thousands=".",
        encoding="cp1252",
        converters={0: str},
    )
    assert list(frame.columns[1:]) == file.known.wide_names
    dates = pd.to_datetime(frame.iloc[:, 0], format="%d.%m.%Y")
    for series, name in enumerate(file.known.wide_names):
        same(dates, frame[name], file, series)


def test_pandas_reads_a_long_file_in_utf_16_so():
    file = written(
        layout="long", ids="one", encoding="utf-16", delimiter="tab", dates="m/d/y", junk="titles"
    )
    lines = file.data.decode("utf-16").splitlines()
    above = next(i for i, line in enumerate(lines) if file.known.measure in line)
    frame = pd.read_csv(io.StringIO("\n".join(lines[above:])), sep="\t")
    for series, (name,) in enumerate(file.known.names):
        rows = frame[frame.iloc[:, 1] == name]
        dates = pd.to_datetime(rows.iloc[:, 0], format="%m/%d/%Y")
        same(dates, rows[file.known.measure], file, series)


def test_pandas_reads_a_workbook_with_a_column_for_each_date_so():
    none = dict.fromkeys(("delimiter", "encoding", "quoting", "line ends"), "none")
    file = written(layout="across", ids="one", kind="xlsx", dates="Jan-24", **none)
    frame = pd.read_excel(io.BytesIO(file.data), sheet_name=-1, index_col=0)
    dates = pd.to_datetime(frame.columns, format="%b-%y")
    for series, (name,) in enumerate(file.known.names):
        same(dates, frame.loc[name], file, series)


def test_pandas_reads_a_parquet_file_of_seconds_so():
    none = dict.fromkeys(("delimiter", "encoding", "quoting", "line ends"), "none")
    file = written(kind="parquet", dates="epoch", frequency="hourly", **none)
    frame = pd.read_parquet(io.BytesIO(file.data))
    assert frame.dtypes.iloc[1] == np.float64
    unit = "ms" if frame.iloc[0, 0] > 10**11 else "s"
    same(pd.to_datetime(frame.iloc[:, 0], unit=unit), frame.iloc[:, 1], file)


def test_pandas_reads_years_down_and_months_across_so():
    file = written(layout="grid", dates="parts", missing="whole")
    frame = pd.read_csv(io.BytesIO(file.data)).set_index("Year").stack().reset_index()
    frame = frame.dropna()
    dates = pd.to_datetime(frame["level_1"].str[:3] + frame["Year"].astype(str), format="%b%Y")
    same(dates, frame[0], file)


def test_units_and_signs_are_written_so():
    file = written(sign="parentheses", unit="$", marks="1,234.5", values="large", missing="whole")
    frame = pd.read_csv(io.BytesIO(file.data), dtype=str)
    texts = frame.iloc[:, 1]
    assert texts.str.fullmatch(r"\$[\d,]+(\.\d\d)?|\(\$[\d,]+(\.\d\d)?\)").all()
    plain = texts.str.replace(r"[$,)]", "", regex=True).str.replace("(", "-")
    same(frame.iloc[:, 0], plain, file)


def test_pandas_adds_order_lines_up_so():
    file = written(layout="orders", ids="two", frequency="daily", missing="no row")
    frame = pd.read_csv(io.BytesIO(file.data))
    worth = frame.iloc[:, -1]
    if "Quantity" in frame:
        worth = worth * frame["Quantity"]
    when = next(name for name in frame if "date" in name.lower() or name in ("Datum", "Period"))
    sums = worth.groupby(pd.to_datetime(frame[when]).dt.normalize()).sum()
    expected = file.known.expected()
    np.testing.assert_allclose(sums.reindex(expected.index), expected, rtol=1e-9)
    assert expected.isna().sum() == 1
    names = frame[list(file.known.id_columns)]
    assert pd.concat([frame[when], names], axis=1).duplicated().mean() > 0.1


@pytest.mark.parametrize("dates", ["iso", "ends"])
@pytest.mark.parametrize("seed", range(6))
def test_months_of_weeks_hold_whole_weeks_and_lie_mostly_where_they_are_drawn(dates, seed):
    levels = {**PLAIN, "frequency": "4-4-5", "dates": dates, "length": "long"}
    when = periods(levels, np.random.default_rng(seed))
    weeks = np.diff(when.edges).astype("timedelta64[D]").astype(int) / 7
    assert set(weeks) <= {4, 5, 6}
    assert weeks[:36].sum() in (156, 157)
    months = [
        pd.date_range(start, end, inclusive="left").to_period("M").value_counts().idxmax()
        for start, end in zip(when.edges[:-1], when.edges[1:], strict=True)
    ]
    assert (pd.PeriodIndex(months) == when.starts.to_period("M")).all()


def test_years_and_quarters_of_weeks_are_those_of_their_months():
    for frequency, usual in (("13 weeks", {13, 14}), ("52 weeks", {52, 53})):
        levels = {**PLAIN, "frequency": frequency, "length": "long"}
        when = periods(levels, np.random.default_rng(0))
        assert set(np.diff(when.edges).astype("timedelta64[D]").astype(int) / 7) == usual
        assert (abs(when.edges[:-1] - when.starts) < pd.Timedelta(days=14)).all()


@pytest.mark.parametrize(
    ("frequency", "dates", "pattern"),
    [
        ("fiscal years", "FY2024", r"(FY|FY |Fiscal Year )(\d\d)?\d\d"),
        ("fiscal years", "2023/24", r"(FY)?\d{4}[/-](\d\d)?\d\d"),
        ("fiscal quarters", "FY2024", r".*Q[1-4].*"),
        ("fiscal quarters", "2023/24", r".*\d{4}/\d\d.*"),
    ],
)
def test_fiscal_dates_are_written_so(frequency, dates, pattern):
    file = written(frequency=frequency, dates=dates, missing="whole")
    frame = pd.read_csv(io.BytesIO(file.data), dtype=str)
    assert frame.iloc[:, 0].str.fullmatch(pattern).all()
    assert frame.iloc[:, 0].is_unique


def test_rows_without_dates_ask_how_far_apart_they_are():
    file = written(dates="none", frequency="weekly", missing="NA")
    assert file.asks == {"frequency": "weekly"}
    assert file.known.periods.starts[0] == pd.Timestamp(2001, 1, 1)
    assert b"," not in file.data


def test_sundays_leave_open_which_day_of_a_period_they_are_unless_a_heading_says():
    levels = {**PLAIN, "frequency": "4-4-5"}
    made = [periods(levels, np.random.default_rng(seed)) for seed in range(40)]
    for when in made:
        sunday = when.edges[0].dayofweek == 6
        assert bool(when.open_day) == (sunday and not when.heading)
    assert {when.open_day for when in made} == {"", "first day"}


def test_a_column_of_totals_adds_up_the_others():
    for layout, ids in (("wide", "none"), ("across", "two"), ("long", "three")):
        file = written(layout=layout, ids=ids, junk="sums", missing="whole")
        assert file.data.count(b"Total") > 0
        frame = pd.read_csv(io.BytesIO(file.data))
        if layout == "long":
            total = frame.iloc[:, 1] == "Total"
            both = [frame[rows].groupby(frame.columns[0]).sum(numeric_only=True) for rows in
                    (total, ~total)]  # fmt: skip
            np.testing.assert_allclose(*both)
        else:
            values = frame.select_dtypes("number")
            np.testing.assert_allclose(values["Total"], values.drop(columns="Total").sum(axis=1))


@pytest.mark.parametrize(
    ("dates", "two"),
    [
        # A year of months, or twelve days of January.
        ([f"01/{month:02d}/2024" for month in range(1, 13)], True),
        ([f"1.{month}.2024" for month in range(1, 13)], True),
        # Five years of months: the other way, the first twelve days of five Januaries.
        ([f"01/{month:02d}/{year}" for year in range(2020, 2025) for month in range(1, 13)], False),
        ([f"{day:02d}/05/2024" for day in range(1, 13)], True),
        ([f"{day:02d}/05/2024" for day in range(1, 14)], False),
        ([f"05/03/2024 {hour:02d}:00" for hour in range(24)], True),
        ([f"01/01/{year}" for year in range(2010, 2024)], False),
        ([f"01/04/{year}" for year in range(2010, 2024)], True),
        # No calendar either way.
        (["07/01/2000", "10/01/2000", "07/01/2001", "01/01/2004", "10/01/2006"], True),
        ([f"2024-01-{day:02d}" for day in range(1, 13)], False),
        # Months of whole weeks; the other way, no day is regular.
        (
            ["01/06/2024", "06/07/2024", "03/08/2024", "07/09/2024", "05/10/2024", "02/11/2024"],
            False,
        ),
    ],
)
def test_dates_have_two_readings_where_both_orders_give_a_calendar(dates, two):
    assert two_orders(dates) == two


@pytest.mark.parametrize(
    ("numbers", "two"),
    [
        (["1,234", "5,678"], True),
        (["$1.234", "(5.678 €)"], True),
        (["1,234", "812"], False),
        (["1,234", "5"], True),
        (["1,234", "0,812"], False),
        (["1,234", "5,678,901"], False),
        (["1,234", "12345"], False),
        (["1,234", "1,234.5"], False),
        (["1 234,567"], False),
        (["1.5", "2.25"], False),
        (["12", "34"], False),
    ],
)
def test_numbers_have_two_readings_where_the_mark_may_be_either(numbers, two):
    assert two_decimal_marks(numbers) == two


def test_one_column_tells_the_mark_for_all_and_each_keeps_a_convention_of_its_own():
    assert not two_decimal_marks(["1,234", "5,678"], ["9.5", "12.25"])
    assert two_decimal_marks(["1,234", "5,678"], ["812", "95"])
    assert not two_decimal_marks()


def test_the_judge_sees_what_is_not_the_truth():
    file = written(delimiter="bar")
    assert judge(file).verdict == "exact"
    lines = file.data.splitlines(keepends=True)
    damaged = {
        "other values": [*lines[:7], lines[7].replace(b"|", b"|9"), *lines[8:]],
        "other periods": lines[:-1],
        "monthly is read as weekly": [lines[0], *(
            b"2024-%02d-%02d|%d\n" % (1 + i * 7 // 28, 1 + i * 7 % 28, i) for i in range(20)
        )],
    }  # fmt: skip
    for why, rows in damaged.items():
        seen = judge(replace(file, data=b"".join(rows)))
        assert (seen.verdict, seen.right, seen.why) == ("wrong", False, why)
    refused = judge(replace(file, data=b"nothing at all"))
    assert (refused.verdict, refused.right) == ("refused", False)


def test_the_judge_wants_a_question_where_there_are_two_readings_only():
    file = written(delimiter="bar")
    guessed = judge(replace(file, asks={"date_order": "day-first"}))
    assert (guessed.verdict, guessed.why) == ("wrong", "guesses date_order")
    months = "".join(f"01/{month:02d}/2024,{month * 7}\n" for month in range(1, 13))
    needless = judge(replace(file, data=b"Date,Sales\n" + months.encode()))
    assert (needless.verdict, needless.right) == ("asked", False)
