"""Tables to take away: as CSV, and together with the receipt of how they came about."""

from collections.abc import Callable
from pathlib import PurePath

import pandas as pd
import streamlit as st

from core.export import bundle, to_csv
from core.number_style import COMMA_CSV, SEMICOLON_CSV
from ui import session
from ui.holdings import Papers

CSV_WORDS = {
    COMMA_CSV: "Comma between columns and decimal point",
    SEMICOLON_CSV: "Semicolon between columns and decimal comma",
}
"""What kinds of CSV files there are; spreadsheets expect that of their country."""


def offer(table: Callable[[], pd.DataFrame], filename: str, papers: Papers) -> None:
    """Two buttons: a table as CSV in the person's style, and the same zipped with its receipt.

    Args:
        table: Makes the table, once a button is pressed.
        filename: Name of the CSV file.
        papers: How its series came about.
    """
    stem = PurePath(filename).stem
    # Looked up here: a file is made later, outside of any page.
    style = session.workspace().csv
    with st.container(horizontal=True):
        st.download_button(
            "Download CSV",
            data=lambda: to_csv(table(), style),
            file_name=filename,
            mime="text/csv",
            on_click="ignore",
            icon=":material/download:",
            key=f"download-{stem}",
            help=f"{CSV_WORDS[style]}; full precision. Data, under How the file was read, has the "
            "choice.",
        )
        if not papers:
            return
        st.download_button(
            "With its receipt",
            data=lambda: bundle({filename: to_csv(table(), style), **papers}),
            file_name=f"{stem}.zip",
            mime="application/zip",
            on_click="ignore",
            icon=":material/folder_zip:",
            key=f"bundle-{stem}",
            help="A zip archive: the same CSV; the receipt as a text, which says how the file was "
            "read and repaired, with counts and totals; and the recipe (JSON), which does the same "
            "to next month's file when it is applied on Data.",
        )
