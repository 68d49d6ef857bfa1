"""How many series add up: by region, by store in a region, all together.

With columns Region and Store, coarse to fine::

    level 0    all together
    level 1    North                 South
    level 2    North / 1  North / 2  South / 1      the bottom: the series themselves
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy import sparse

from core.errors import DataError
from core.panel import ALL
from core.wording import number, quoted

Node = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Hierarchy:
    """Series and what they add up to; `Hierarchy.of` makes one.

    Attributes:
        columns: Names of the columns, coarse to fine.
        nodes: Values of the first columns, as many as the level; coarse levels first, in order of
            appearance, and at the end the bottom series in the order they were given.
        parents: Place of the node each is part of, shape (nodes,); -1 for all together.
        summing: Shape (nodes, bottoms): 1 where a bottom series is part of a node.
    """

    columns: tuple[str, ...]
    nodes: tuple[Node, ...]
    parents: np.ndarray = field(repr=False)
    summing: sparse.csr_array = field(repr=False)

    @classmethod
    def of(cls, columns: Sequence[str], keys: Sequence[Node]) -> "Hierarchy":
        """The hierarchy of bottom series by their values of these columns.

        The same store name in two regions is two stores, since a node is all its values.

        Args:
            columns: At least one, coarse to fine.
            keys: For each bottom series one value of each column; no two alike.

        Raises:
            DataError: If there is no series, or two have the same values.
        """
        keys = [tuple(key) for key in keys]
        if not keys or not columns:
            raise DataError(
                "There are no series to add up; choose the columns that tell them apart."
            )
        if len(set(keys)) < len(keys):
            twice = next(key for key in keys if keys.count(key) > 1)
            raise DataError(
                f"The series {quoted(' / '.join(twice))} is there twice, so its totals would count "
                "it twice. Choose the columns that tell the two apart."
            )
        depth = len(columns)
        nodes = [
            node for level in range(depth) for node in dict.fromkeys(key[:level] for key in keys)
        ] + keys
        place = {node: at for at, node in enumerate(nodes)}
        parents = np.array([place[node[:-1]] if node else -1 for node in nodes])
        rows = np.array([place[key[:level]] for level in range(depth + 1) for key in keys])
        bottoms = np.tile(np.arange(len(keys)), depth + 1)
        shape = (len(nodes), len(keys))
        summing = sparse.csr_array((np.ones(len(rows)), (rows, bottoms)), shape=shape)
        return cls(tuple(columns), tuple(nodes), parents, summing)

    @cached_property
    def levels(self) -> np.ndarray:
        """Level of each node, shape (nodes,): how many of the columns it holds fast."""
        return np.array([len(node) for node in self.nodes])

    @property
    def aggregates(self) -> int:
        """Nodes that are sums; the bottom series come after them."""
        return len(self.nodes) - int(self.summing.shape[1])

    def title(self, place: int) -> str:
        """A node for people: "North / 1"."""
        return " / ".join(self.nodes[place]) or ALL

    def aggregate(self, values: np.ndarray) -> np.ndarray:
        """What all nodes came to, from what the bottom series came to.

        A series that has not begun yet, or has ended, counts as nothing. A gap within a series
        makes the sums it is part of unknown there; so does a time at which none of a node's
        series is on sale.

        Args:
            values: Shape (bottoms, n), NaN where nothing was observed.

        Returns:
            Shape (nodes, n), NaN where it is not known.
        """
        known = ~np.isnan(values)
        begun = np.logical_or.accumulate(known, axis=1)
        goes_on = np.logical_or.accumulate(known[:, ::-1], axis=1)[:, ::-1]
        alive = begun & goes_on
        sums = self.summing @ np.where(known, values, 0.0)
        gaps = self.summing @ (alive & ~known).astype(float) > 0
        none = self.summing @ alive.astype(float) == 0
        sums[gaps | none] = np.nan
        return np.asarray(sums)


@dataclass(frozen=True)
class Link:
    """How a column goes with the coarser ones before it.

    Attributes:
        column: The column.
        above: The one before it.
        most: Its value that is found in most places of the coarser columns.
        places: In how many; 1 if each value lies in one place only.
    """

    column: str
    above: str
    most: str
    places: int

    @property
    def nested(self) -> bool:
        """Whether each value lies in one place, as stores lie in regions."""
        return self.places == 1

    @property
    def sentence(self) -> str:
        """What that means for totals."""
        if self.nested:
            return f"Each value of {quoted(self.column)} lies in one of {quoted(self.above)}."
        most = quoted(self.most)
        return (
            f"{quoted(self.column)} crosses {quoted(self.above)}: {most}, for one, is found in "
            f"{number(self.places)} places. Each of these counts by itself, and there is no total "
            f"of {most} over all of them; put {quoted(self.column)} first if that is what you need."
        )


def links(columns: Sequence[str], keys: Sequence[Node]) -> tuple[Link, ...]:
    """For each column but the first, whether its values are nested in the coarser ones.

    Args:
        columns: Coarse to fine.
        keys: For each bottom series one value of each column.
    """
    found = []
    for level in range(1, len(columns)):
        places: dict[str, set[Node]] = {}
        for key in keys:
            places.setdefault(key[level], set()).add(key[:level])
        most = max(places, key=lambda value: len(places[value]))
        found.append(Link(columns[level], columns[level - 1], most, len(places[most])))
    return tuple(found)
