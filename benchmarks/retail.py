"""A made-up retail portfolio: what some stores sell of some products, month by month.

Sales are counts around a mean: a product's popularity times a store's size, a trend of the
product's category and one of the store, the category's season, and promotions that lift single
months, some of them every year and some by chance. Slow products sell in some months only, some
products start late, and some end, with zeros from then on.
"""

from dataclasses import dataclass

import numpy as np

PERIOD = 12
CATEGORIES = 8

NEW, ENDED, SLOW = 0.08, 0.05, 0.2
"""Shares of products that start in the newest third, that end there, and that sell seldom."""


@dataclass(frozen=True, eq=False)
class Sold:
    """One product in one store.

    Attributes:
        store: Its number.
        product: Its number.
        category: The product's.
        kind: "usual", "slow", "new" or "ended".
        values: Shape (months,), NaN before the product's start.
    """

    store: int
    product: int
    category: int
    kind: str
    values: np.ndarray


def portfolio(stores: int, products: int, months: int, seed: int) -> list[Sold]:
    """The sales of all products in all stores, store by store."""
    rng = np.random.default_rng(seed)
    time = np.arange(months)
    seasons = np.stack([_season(rng) for _ in range(CATEGORIES)])
    trends = _wandering(rng, CATEGORIES, months)
    category = rng.integers(CATEGORIES, size=products)
    kind = rng.choice(
        ["new", "ended", "slow", "usual"], products, p=[NEW, ENDED, SLOW, 1 - NEW - ENDED - SLOW]
    )
    popular = np.log(rng.lognormal(4.0, 0.8, products))
    popular[kind == "slow"] = rng.uniform(-1.5, 0.7, (kind == "slow").sum())
    late = rng.integers(2 * months // 3, months - 2, products)
    feast = rng.integers(PERIOD, size=CATEGORIES)
    lift = rng.gamma(2.0, 0.15, products)
    own = _wandering(rng, products, months)
    sold = []
    for store in range(stores):
        size = rng.normal(0, 0.6)
        drift = _wandering(rng, 1, months)[0]
        campaigns = (rng.random((CATEGORIES, months)) < 0.06) | (time % PERIOD == feast[:, None])
        for product in range(products):
            of = category[product]
            mean = popular[product] + size + trends[of] + drift + own[product]
            mean = mean + seasons[of, time % PERIOD] * rng.uniform(0.7, 1.3)
            mean = np.exp(mean + lift[product] * campaigns[of])
            spread = rng.uniform(4, 30)
            values = rng.poisson(mean * rng.gamma(spread, 1 / spread, months)).astype(float)
            if kind[product] == "new":
                values[: late[product]] = np.nan
            elif kind[product] == "ended":
                values[late[product] :] = 0
            sold.append(Sold(store, product, int(of), str(kind[product]), values))
    return sold


def _season(rng: np.random.Generator) -> np.ndarray:
    """Effects of the months of a year, in logarithms, shape (12,), adding up to 0."""
    turns = 2 * np.pi * np.arange(PERIOD)[:, None] * np.arange(1, 4) / PERIOD
    waves = np.sin(turns + rng.uniform(0, 2 * np.pi, 3)) * rng.normal(0, [0.25, 0.12, 0.08])
    spikes = np.where(rng.random(PERIOD) < 0.1, rng.gamma(2, 0.2, PERIOD), 0)
    shape = waves.sum(1) + spikes
    return np.asarray(shape - shape.mean())


def _wandering(rng: np.random.Generator, count: int, months: int) -> np.ndarray:
    """Slopes that stay, and steps by chance, in logarithms; shape (count, months)."""
    slopes = rng.normal(0, 0.004, (count, 1)) * np.arange(months)
    return np.asarray(slopes + rng.normal(0, 0.015, (count, months)).cumsum(axis=1))
