"""How values are written, chosen once on Data: the unit, the marks of numbers, the CSV files."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from core.number_style import STYLES
from ui import shell
from ui.downloads import CSV_WORDS
from ui.holdings import Loaded
from ui.workspace import Workspace

LONGEST_UNIT = 30


def choose(workspace: Workspace, loaded: Loaded, columns: Sequence[Any]) -> None:
    """Three widgets, one in each of three `columns`."""
    for column, widget in zip(columns, (_unit, _numbers, _csv), strict=True):
        with column:
            widget(workspace, loaded)


def _unit(workspace: Workspace, loaded: Loaded) -> None:
    known = loaded.reading.series.unit
    unit = st.text_input(
        "Unit",
        known,
        max_chars=LONGEST_UNIT,
        key=f"unit-{workspace.generation}",
        help="What one of the values is, such as EUR or thousand passengers; it stands on every "
        "axis, and in sentences and tables.",
    ).strip()
    found = loaded.reading.style
    if found.unit and loaded.origin.unit is None:
        st.caption(shell.plain(f"{found.reason[0].upper()}{found.reason[1:]}."))
    if unit != known:
        workspace.set_unit(unit)
        st.rerun()


def _numbers(workspace: Workspace, loaded: Loaded) -> None:
    known = workspace.numbers
    styles = list(dict.fromkeys((*STYLES, loaded.reading.style.numbers, known)))
    chosen = st.selectbox(
        "Numbers are written",
        styles,
        index=styles.index(known),
        format_func=lambda style: style.example,
        key=f"numbers-{workspace.generation}",
        help="In sentences, tables and charts. How the file's own numbers are read is the "
        "decimal mark's choice.",
    )
    st.caption("As in the file." if known == loaded.reading.style.numbers else "Chosen by you.")
    if chosen != known:
        workspace.set_numbers(chosen)
        st.rerun()


def _csv(workspace: Workspace, loaded: Loaded) -> None:
    known = workspace.csv
    styles = list(CSV_WORDS)
    chosen = st.selectbox(
        "CSV files",
        styles,
        index=styles.index(known),
        format_func=lambda style: CSV_WORDS[style].lower(),
        # What was not chosen follows the numbers: with others the widget starts afresh.
        key=f"csv-{workspace.generation}-{workspace.numbers.csv.separator}",
        help="What every download on these pages is written with. A spreadsheet set to a country "
        "with decimal commas opens the second kind rightly, and the first one elsewhere.",
    )
    st.caption(
        "It goes with how numbers are written." if loaded.origin.csv is None else "Chosen by you."
    )
    if chosen != known:
        workspace.set_csv(chosen)
        st.rerun()
