import numpy as np
import pytest

from core.errors import DataError
from core.portfolio.hierarchy import ALL, Hierarchy, links

COLUMNS = ("Region", "Store", "Product")
KEYS = [
    ("North", "1", "Milk"),
    ("North", "1", "Bread"),
    ("South", "1", "Milk"),
    ("North", "2", "Milk"),
]
NAN = np.nan


@pytest.fixture
def hierarchy():
    return Hierarchy.of(COLUMNS, KEYS)


def test_levels_go_from_all_together_to_the_series_in_the_order_given(hierarchy):
    assert hierarchy.nodes == (
        (),
        ("North",),
        ("South",),
        ("North", "1"),
        ("South", "1"),
        ("North", "2"),
        *KEYS,
    )
    assert hierarchy.levels.tolist() == [0, 1, 1, 2, 2, 2, 3, 3, 3, 3]
    assert hierarchy.aggregates == 6
    assert hierarchy.parents.tolist() == [-1, 0, 0, 1, 2, 1, 3, 3, 4, 5]
    assert hierarchy.title(0) == ALL
    assert hierarchy.title(4) == "South / 1"


def test_each_node_sums_the_series_it_begins(hierarchy):
    values = np.array([[1.0, 10], [2, 20], [4, 40], [8, 80]])
    sums = hierarchy.aggregate(values)
    for node, row in zip(hierarchy.nodes, sums, strict=True):
        parts = [key[: len(node)] == node for key in KEYS]
        np.testing.assert_array_equal(row, values[parts].sum(axis=0))


def test_one_store_name_in_two_regions_is_two_stores(hierarchy):
    sums = hierarchy.aggregate(np.ones((4, 1)))
    assert sums[hierarchy.nodes.index(("North", "1")), 0] == 2
    assert sums[hierarchy.nodes.index(("South", "1")), 0] == 1


def test_what_has_not_begun_or_has_ended_counts_as_nothing_and_a_gap_is_unknown():
    two = Hierarchy.of(("Store",), [("1",), ("2",)])
    values = np.array([[NAN, 1, NAN, 1, 1, NAN], [NAN, NAN, 5, 5, NAN, NAN]])
    total = two.aggregate(values)[0]
    np.testing.assert_array_equal(total, [NAN, 1, NAN, 6, 1, NAN])


def test_one_column_and_one_series_are_a_hierarchy_too():
    one = Hierarchy.of(("Store",), [("1",)])
    assert one.nodes == ((), ("1",))
    np.testing.assert_array_equal(one.aggregate(np.array([[3.0]])), [[3.0], [3.0]])


def test_what_can_not_be_added_up_is_said():
    with pytest.raises(DataError, match="'North / 1' is there twice"):
        Hierarchy.of(("Region", "Store"), [("North", "1"), ("North", "1")])
    with pytest.raises(DataError, match="no series"):
        Hierarchy.of(("Region",), [])


def test_columns_that_cross_are_told_from_those_that_nest():
    store, product = links(COLUMNS, KEYS)
    assert not store.nested
    assert store.sentence.startswith("'Store' crosses 'Region': '1', for one, is found in 2 places")
    assert product.places == 3
    assert product.most == "Milk"
    nested = links(("Region", "Store"), [("North", "1"), ("North", "2"), ("South", "3")])[0]
    assert nested.nested
    assert nested.sentence == "Each value of 'Store' lies in one of 'Region'."
    assert links(("Region",), [("North",)]) == ()


def test_thousands_of_series_are_no_dense_matrix():
    keys = [(f"R{n % 10}", f"S{n % 500}", f"P{n}") for n in range(20_000)]
    wide = Hierarchy.of(COLUMNS, keys)
    assert len(wide.nodes) == 1 + 10 + 500 + 20_000
    assert wide.summing.nnz == 4 * 20_000
    assert wide.aggregate(np.ones((20_000, 1)))[0, 0] == 20_000
