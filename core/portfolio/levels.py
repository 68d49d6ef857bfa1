"""Totals forecast beside the series they are made of: regions, shops, all together."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np

from core.panel import ALL, Panel
from core.portfolio.hierarchy import Hierarchy
from core.wording import listed


@dataclass(frozen=True, eq=False)
class Levelled:
    """A panel with totals, the coarsest first, then its series.

    Attributes:
        panel: Totals and series alike; of a total the columns it does not hold fast are "".
        hierarchy: What adds up to what, over the same rows.
        names: The levels, coarse to fine, the series at the end.
        level: Place of each row's level among them, shape (rows,).
    """

    panel: Panel
    hierarchy: Hierarchy = field(repr=False)
    names: tuple[str, ...]
    level: np.ndarray = field(repr=False)


def level_names(columns: Sequence[str]) -> list[str]:
    """What the levels that a panel can have are called, coarse to fine, without its series."""
    return [ALL, *(f"Each {listed(columns[: depth + 1])}" for depth in range(len(columns) - 1))]


def with_totals(panel: Panel, levels: Collection[int]) -> Levelled:
    """Add totals to a panel.

    Args:
        panel: Series whose values add up, told apart by columns.
        levels: Which: 0 for all together, k for the first k columns. All together always is.
    """
    depth = len(panel.columns)
    cuts = [0, *sorted({level for level in levels if 0 < level < depth}), depth]
    merged = [
        tuple(" / ".join(key[begin:end]) for begin, end in pairwise(cuts)) for key in panel.keys
    ]
    columns = [" + ".join(panel.columns[begin:end]) for begin, end in pairwise(cuts)]
    hierarchy = Hierarchy.of(columns, merged)
    known = {node[:k]: key[: cuts[k]] for node, key in zip(merged, panel.keys, strict=True)
             for k in range(len(cuts) - 1)}  # fmt: skip
    totals = hierarchy.nodes[: hierarchy.aggregates]
    keys = [(*known[node], *[""] * (depth - len(known[node]))) for node in totals]
    values = hierarchy.aggregate(panel.values)
    every = level_names(panel.columns)
    return Levelled(
        replace(panel, keys=(*keys, *panel.keys), values=values),
        hierarchy,
        (*(every[cut] for cut in cuts[:-1]), "Each series"),
        hierarchy.levels,
    )
