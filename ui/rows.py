"""Rows left out on Data by a column such as a status or a region, when a person says so."""

import streamlit as st

from core.reading.choices import RowRule
from core.reading.labels import EMPTY
from core.reading.row_values import RowColumn
from core.wording import amount, counted, listed, quoted
from ui import receipts, shell
from ui.holdings import Loaded
from ui.workspace import Workspace

NONE = "(no column)"


def choose(workspace: Workspace, loaded: Loaded) -> None:
    """A column, its values with their rows, and which of them are kept."""
    columns = {column.name: column for column in loaded.reading.sorting}
    if not columns:
        return
    rules = {rule.column: rule for rule in loaded.choices.rows or () if rule.left_out}
    left, right = st.columns([1, 2])
    with left:
        names = [NONE, *columns]
        given = next((names.index(name) for name in reversed(rules) if name in columns), 0)
        chosen = st.selectbox(
            "Leave out rows by",
            names,
            index=given,
            key=f"rows-by-{workspace.generation}",
            help="A column of a few texts, such as a status, a region or a channel.",
        )
    if chosen == NONE:
        return
    column, rule = columns[chosen], rules.get(chosen)
    with right:
        kept = _kept(workspace, column, rule)
        left_out = tuple(value for value in column.values if value not in kept)
        before = tuple(v for v in column.values if rule is not None and v in rule.left_out)
        if st.button(
            "Keep these rows only",
            icon=":material/filter_alt:",
            disabled=not kept or left_out == before,
        ):
            _decide(workspace, loaded, RowRule(chosen, left_out, tuple(kept)))


def _kept(workspace: Workspace, column: RowColumn, rule: RowRule | None) -> list[str]:
    told = {
        value: f"{value or EMPTY} ({counted(count, 'row')})"
        for value, count in zip(column.values, column.counts, strict=True)
    }
    kept = st.multiselect(
        "Rows to keep",
        list(told),
        default=[value for value in told if rule is None or value not in rule.left_out],
        format_func=told.__getitem__,
        key=f"rows-kept-{column.name}-{workspace.generation}",
        help="Rows with the other values are left out, and the receipt says how many and what "
        "they come to. In next month's file a value that is new is kept and pointed out.",
    )
    if not kept:
        st.caption("At least one has to be kept.")
    return kept


def hint(workspace: Workspace, loaded: Loaded) -> None:
    """Says which rows look cancelled, refunded or the like, until somebody has decided."""
    decided = {rule.column for rule in loaded.choices.rows or ()}
    for column in loaded.reading.sorting:
        if not column.no_sale or column.name in decided:
            continue
        rest = tuple(value for value in column.values if value not in column.no_sale)
        with st.container(border=True):
            st.markdown(shell.plain(_sentence(column)))
            with st.container(horizontal=True):
                if st.button(
                    "Leave them out",
                    key=f"no-sale-{column.name}",
                    icon=":material/filter_alt:",
                ):
                    _decide(workspace, loaded, RowRule(column.name, column.no_sale, rest))
                if st.button("Keep them", key=f"sale-{column.name}"):
                    _decide(workspace, loaded, RowRule(column.name, (), column.values))


def _sentence(column: RowColumn) -> str:
    told = dict(zip(column.values, zip(column.counts, column.totals, strict=True), strict=True))
    rows = sum(told[value][0] for value in column.no_sale)
    said = [
        f"{quoted(value)} ({counted(told[value][0], 'row')}, together {amount(told[value][1])})"
        for value in column.no_sale
    ]
    text = (
        f"{counted(rows, 'row')} may be no sales: {quoted(column.name)} says "
        f"{listed(said, most=6)}. They count unless you leave them out."
    )
    if any(told[value][1] < 0 for value in column.no_sale):
        text += (
            " Values below zero take back sales of other rows, which then count in full if these "
            "rows are left out."
        )
    return text


def _decide(workspace: Workspace, loaded: Loaded, rule: RowRule) -> None:
    receipts.reread(workspace, loaded.choices.sorting_out(rule))
