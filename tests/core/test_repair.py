"""Rows to a regular series: nothing changes without a line, and the totals account for all."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import calendar, repair, rhythm
from core.errors import DataError
from core.receipt import Receipt, Step, remark
from core.unfinished import unfinished
from core.wording import amount, counted, listed, quoted


def rows(days, values, series=""):
    return pd.DataFrame(
        {
            "ds": pd.to_datetime(list(days)),
            "value": np.array(values, dtype=np.float64),
            "series": series,
            "line": np.arange(2, len(values) + 2),
        }
    )


def repeated(frame):
    return np.asarray(frame.duplicated(["series", "ds"]))


def regular(frame, name, rule="sum"):
    frequency = calendar.named(name, pd.DatetimeIndex(frame["ds"]))
    return repair.regular(frame, frequency, rule)


def test_clean_rows_leave_no_line_and_keep_their_values():
    values, steps = regular(rows(pd.date_range("2020-01-01", periods=3), [1, 2, 3]), "daily")
    assert steps == []
    assert values.tolist() == [1, 2, 3]
    assert values.index.freqstr == "D"


def test_rows_in_any_order_come_out_in_order():
    frame = rows(["2020-01-03", "2020-01-01", "2020-01-02"], [3, 1, 2])
    assert regular(frame, "daily")[0].tolist() == [1, 2, 3]


def test_dates_within_a_month_move_to_its_start_with_an_example():
    frame = rows(["2020-01-15", "2020-02-17", "2020-03-01"], [1, 2, 3])
    values, (step,) = regular(frame, "monthly")
    assert values.index.day.tolist() == [1, 1, 1]
    assert step.text == "2 dates moved to the start of their month."
    assert step.example == "Line 2: 15 January 2020 counts as January 2020."


@pytest.mark.parametrize(("rule", "value"), [("sum", 6), ("mean", 3), ("first", 2), ("last", 4)])
def test_dates_of_one_period_are_combined_by_the_rule(rule, value):
    frame = rows(["2020-01-05", "2020-01-20", "2020-02-10"], [2, 4, 1])
    values, steps = regular(frame, "monthly", rule)
    assert values.iloc[0] == value
    assert [step.name for step in steps] == ["Dates moved", "Dates combined"]


def test_empty_ends_are_trimmed_and_gaps_kept():
    days = ["2020-01-01", "2020-01-02", "2020-01-05", "2020-01-06", "2020-01-07"]
    values, steps = regular(rows(days, [np.nan, 1, 2, 3, np.nan]), "daily")
    assert values.fillna(-1).tolist() == [1, -1, -1, 2, 3]
    assert [(s.name, s.count) for s in steps] == [
        ("Start left out", 1),
        ("End left out", 1),
        ("Gaps found", 2),
    ]
    assert steps[0].text == "1 day without a value at the start left out: 1 January 2020."
    assert steps[2].example == "The first is 3 January 2020."


def test_a_missing_value_inside_is_not_a_gap():
    _, steps = regular(rows(pd.date_range("2020-01-01", periods=3), [1, np.nan, 3]), "daily")
    assert steps == []


def test_a_series_missing_on_a_date_does_not_empty_the_sum():
    frame = rows(["2020-01-01"] * 2 + ["2020-01-02"] * 2, [1, 2, np.nan, 4], ["a", "b"] * 2)
    added, (step,) = repair.add_up_series(frame, "'shop'", "sum")
    assert added["value"].tolist() == [3, 4]
    assert step.text == "2 series of column 'shop' were added up: 4 rows became 2 dates."


def test_nothing_but_missing_values_stays_missing_when_added_up():
    frame = rows(["2020-01-01"] * 2, [np.nan, np.nan], ["a", "b"])
    assert repair.add_up_series(frame, "'shop'", "sum")[0]["value"].isna().all()


def test_input_is_left_as_it_was():
    frame = rows(["2020-01-15", "2020-01-15", "2020-02-15"], [1, 2, 3])
    before = frame.copy()
    repair.merge_duplicates(frame, repeated(frame), "sum")
    repair.leave_out(frame, np.array([True, False, False]), "x", "x")
    regular(frame, "monthly")
    pd.testing.assert_frame_equal(frame, before)


def test_an_almost_empty_calendar_is_refused_with_both_ends_of_the_gap():
    days = [*pd.date_range("2020-01-01", periods=10), pd.Timestamp("2120-01-01")]
    with pytest.raises(DataError, match=r"10 January 2020 \(line 11\) and 1 January 2120"):
        regular(rows(days, range(11)), "daily")


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2020-01-20", "2020-04-30", ["first month, January 2020, is not whole: it holds 12 of"]),
        ("2020-01-01", "2020-04-17", ["last month, April 2020, is not whole: it holds 17 of"]),
        ("2020-01-01", "2020-04-26", ["April 2020, is not whole: the file ends on 26 April 2020"]),
        ("2020-01-05", "2020-04-12", ["January 2020", "April 2020"]),
        ("2020-01-01", "2020-04-30", []),
        # A holiday at either end is no reason.
        ("2020-01-02", "2020-04-29", []),
    ],
)
def test_unfinished_ends_are_found(first, last, words):
    frame = rows(days := pd.date_range(first, last), [1] * len(days))
    found = unfinished(frame, calendar.named("monthly", days))
    assert len(found) == len(words)
    for period, said in zip(found, words, strict=True):
        assert said in period.sentence
        inside = frame["ds"][period.rows]
        assert inside.dt.month.nunique() == 1
        assert len(inside) == (frame["ds"].dt.month == inside.iloc[0].month).sum()


@pytest.mark.parametrize("step", ["MS", "ME", "W-WED"])
def test_where_each_period_has_one_date_none_is_unfinished(step):
    days = pd.date_range("2020-01-01", periods=30, freq=step)
    frequency, _ = rhythm.infer(days)
    assert unfinished(rows(days, [1] * 30), frequency) == []


def test_a_shop_that_closes_by_the_28th_of_each_month_has_whole_months():
    days = pd.date_range("2020-01-01", "2020-06-30")
    days = days[days.day <= 28]
    assert unfinished(rows(days, [1] * len(days)), calendar.named("monthly", days)) == []


def test_a_day_of_few_orders_is_a_whole_one():
    rng = np.random.default_rng(6)
    hours = [
        pd.Timestamp("2020-01-01") + pd.Timedelta(days=day, hours=8 + 14 * at)
        for day in range(60)
        for at in np.sort(rng.random(2 if day in (20, 59) else rng.integers(3, 18)))
    ]
    stamps = pd.DatetimeIndex(hours)
    frequency = calendar.named("daily", stamps.normalize())
    assert unfinished(rows(stamps, [1] * len(stamps)), frequency) == []


def test_business_days_end_their_month_on_a_friday():
    days = pd.bdate_range("2020-01-01", "2020-05-29")
    assert unfinished(rows(days, [1] * len(days)), calendar.named("monthly", days)) == []


def test_control_names_every_step_that_changed_the_total():
    receipt = Receipt(
        (
            Step("Rows read", 3, "", "", 12.0, 12.0),
            Step("Rows set aside", 1, "", "", 12.0, 10.0),
            Step("Duplicates merged", 1, "", "", 10.0, 9.5),
        )
    )
    assert receipt.control() == (
        "Total before 12, after 9.5: it differs by -2.5 because step 2 (rows set aside) changed "
        "it by -2 and step 3 (duplicates merged) changed it by -0.5."
    )
    assert receipt.count("Rows set aside") == 1
    assert receipt.count("Gaps found") == 0


def test_control_ignores_what_rounding_does():
    receipt = Receipt((Step("Series added up", 2, "", "", 0.1 + 0.2, 0.3),))
    assert receipt.control() == "Total before = total after: 0.3."


@pytest.mark.slow
@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 80),
            st.floats(-1e6, 1e6, allow_nan=False) | st.just(float("nan")),
            st.sampled_from("ab"),
        ),
        min_size=3,
        max_size=40,
    ),
    st.sampled_from(["daily", "weekly", "monthly", "business-daily"]),
    st.sampled_from(["sum", "mean", "last", "first"]),
)
def test_every_change_of_the_total_has_its_line(cells, name, rule):
    start = pd.Timestamp("2020-01-01")
    frame = rows(
        [start + pd.Timedelta(days=day) for day, _, _ in cells],
        [value for _, value, _ in cells],
        [series for _, _, series in cells],
    )
    steps = remark(frame, "Rows read", len(frame), "")
    merged, more = repair.merge_duplicates(frame, repeated(frame), rule)
    added, most = repair.add_up_series(merged, "'s'", "sum")
    try:
        values, last = regular(added, name, rule)
    except DataError:
        return
    steps += more + most + last
    for one, other in pairwise(steps):
        assert other.total_before == pytest.approx(one.total_after, rel=1e-9, abs=1e-6)
    assert values.sum() == pytest.approx(steps[-1].total_after, rel=1e-9, abs=1e-6)
    if rule == "sum":
        assert values.sum() == pytest.approx(frame["value"].sum(), rel=1e-9, abs=1e-6)
    assert values.index.is_monotonic_increasing
    assert pd.notna(values.iloc[0])
    assert pd.notna(values.iloc[-1])


def test_counts_lists_and_amounts_read_well():
    assert [counted(1, "row"), counted(4377, "row")] == ["1 row", "4,377 rows"]
    assert counted(2, "series", "series") == "2 series"
    assert listed(["a"]) == "a"
    assert listed(["a", "b"]) == "a and b"
    assert listed(["a", "b", "c", "d"], most=2) == "a, b and 2 more"
    assert quoted("a\nb" + "x" * 60) == "'a b" + "x" * 36 + "…'"
    assert [amount(1234.5), amount(0.0), amount(100.0), amount(1e20)] == [
        "1,234.5", "0", "100", "1e+20",
    ]  # fmt: skip


def test_few_dates_in_a_week_that_the_file_reaches_the_end_of_do_not_make_it_unfinished():
    days = pd.date_range("2024-01-01", "2024-03-10")
    kept = days[(days.dayofweek != 2) & ~((days > "2024-03-03") & (days < "2024-03-10"))]
    weekly = calendar.named("weekly", kept)
    assert unfinished(rows(kept, [1] * len(kept)), weekly) == []
    cut = kept[kept < "2024-03-03"]
    assert len(unfinished(rows(cut[:-3], [1] * (len(cut) - 3)), weekly)) == 1
