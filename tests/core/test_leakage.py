"""Nothing of what comes after a cutoff, in the file itself, changes anything of that fold."""

from functools import cache

import numpy as np
import pandas as pd
import pytest

from core.folds import Fit, carry_out
from core.models import Practised, SeasonalNaive, Theta
from core.profile import recommend
from core.reading import Choices, interpret, open_table
from core.reading.choices import RowRule
from core.treated import treated

pytestmark = pytest.mark.slow

CUTOFF = pd.Timestamp("2021-03-28")  # A Sunday, so that no week goes on after it.


def rising(k):
    return 50 + k % 7 * 3 + k / 40


def one_series(value):
    days = pd.date_range("2020-01-01", "2021-06-30")
    return "date,sales\n" + "".join(
        f"{day:%Y-%m-%d},{value(day, rising(k))}\n"
        for k, day in enumerate(days)
        if k % 31 and k % 47
    )


def closed_sundays(value):
    days = pd.date_range("2020-01-01", "2021-06-30")
    return "date,sales\n" + "".join(
        f"{day:%Y-%m-%d},{value(day, 0 if day.dayofweek == 6 else rising(k))}\n"
        for k, day in enumerate(days)
        if day.dayofweek < 6 or k % 3
    )


def copies(value):
    days = pd.date_range("2020-01-01", "2021-06-30").repeat(2)
    return "date,sales\n" + "".join(
        f"{day:%Y-%m-%d},{value(day, rising(k // 2))}\n" for k, day in enumerate(days)
    )


def shops_with_a_total(value):
    rows = []
    for k, day in enumerate(pd.date_range("2020-01-01", "2021-06-30")):
        parts = {"North": rising(k), "South": 2 * rising(k)}
        parts["Total"] = sum(parts.values())
        rows += [f"{day:%Y-%m-%d},{shop},{value(day, part)}\n" for shop, part in parts.items()]
    return "date,shop,sales\n" + "".join(rows)


def orders(value):
    rng = np.random.default_rng(4)
    days = pd.Timestamp("2020-01-01") + pd.to_timedelta(np.sort(rng.integers(0, 546, 3000)), "D")
    return "date,item,quantity,price\n" + "".join(
        f"{day:%Y-%m-%d},{'AB'[k % 2]},{value(day, 1 + k % 3)},{2.5 + k % 4}\n"
        for k, day in enumerate(days)
    )


def with_price(value):
    days = pd.date_range("2020-01-01", "2021-06-30")
    return "date,sales,price,rain\n" + "".join(
        f"{day:%Y-%m-%d},{value(day, rising(k) - 3 * (k % 5))},{k % 5 + 1},"
        f"{value(day, 1 + k % 9)}\n"
        for k, day in enumerate(days)
    )


def with_promotion(value):
    """Crosses, of which the corrupted file has others later and words that say neither."""
    days = pd.date_range("2020-01-01", "2021-06-30").repeat(2)
    crosses = {0: "", 1: "x"}
    return "date,sales,promo\n" + "".join(
        f"{day:%Y-%m-%d},{value(day, rising(k) + 9 * (day.day < 8))},"
        f"{crosses.get(value(day, int(day.day < 8)), 'perhaps')}\n"
        for k, day in enumerate(days)
    )


def with_status(value):
    """Order lines of which the corrupted file leaves others out later, and has a new status."""
    days = pd.date_range("2020-01-01", "2021-06-30").repeat(3)
    states = ["shipped", "cancelled", "refunded", *["shipped"] * 4]
    return "date,status,sales\n" + "".join(
        f"{day:%Y-%m-%d},"
        f"{'void' if abs(value(day, 1)) == 7 else states[int(value(day, k % 7)) % 7]},"
        f"{value(day, rising(k))}\n"
        for k, day in enumerate(days)
    )


FILES = {
    "one series": (one_series, Choices(gaps="seasonal", outliers="replace")),
    "carried": (one_series, Choices(gaps="carry")),
    "closed Sundays": (closed_sundays, Choices()),
    "copies": (copies, Choices()),
    "a total": (shops_with_a_total, Choices()),
    "order lines": (orders, Choices()),
    "weeks": (one_series, Choices(frequency="weekly")),
    "no stock": (closed_sundays, Choices(zeros="not in stock")),
    "drivers": (with_price, Choices(drivers=("price", "rain"), known_ahead=("price",),
                                    value_column="sales")),
    "yes or no": (with_promotion, Choices(drivers=("promo",))),
    "rows left out": (with_status, Choices(rows=(
        RowRule("status", ("cancelled", "refunded"), ("shipped",)),))),
}  # fmt: skip


def corrupted(kind):
    """What becomes of a value after the cutoff."""
    if kind == "huge":
        return lambda day, value: value if day <= CUTOFF else value * 1000 + day.dayofyear
    if kind == "negative":
        return lambda day, value: value if day <= CUTOFF else -value - day.day / 8
    return lambda day, value: value if day <= CUTOFF else 7


def read(name, value):
    """The file with its values made so, as it is read."""
    write, choices = FILES[name]
    return interpret(open_table(write(value).encode(), "x.csv"), choices)


def told(past):
    """What models say of it."""
    models = SeasonalNaive(), Theta(), Practised(adaptation="off")
    return [carry_out(Fit(model, past, 14, 1, 1)).forecast.table for model in models]


@cache
def honest(name):
    """The file as it is: the series, the settings recommended, its past, what models say of it."""
    ts = read(name, lambda _, value: value).series
    past = ts.until(CUTOFF)
    return ts, recommend(treated(ts).ts), treated(past).ts.y, told(past)


@pytest.mark.parametrize("kind", ["huge", "negative", "constant"])
@pytest.mark.parametrize("name", FILES)
def test_values_after_a_cutoff_change_nothing_of_its_fold(name, kind):
    true, recommended, before, said = honest(name)
    other = read(name, corrupted(kind)).series
    assert not np.array_equal(true.values, other.values, equal_nan=True)
    assert recommend(treated(other).ts) == recommended
    past = other.until(CUTOFF)
    pd.testing.assert_series_equal(treated(past).ts.y, before)
    for one, two in zip(told(past), said, strict=True):
        pd.testing.assert_frame_equal(one, two)
