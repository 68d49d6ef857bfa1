"""Tables to take away: as CSV, and together with the receipt of how they came about."""

from collections.abc import Callable
from pathlib import PurePath

import pandas as pd
import streamlit as st

from core.export import bundle, to_csv

RECIPE = "recipe.json"
"""Name of the recipe beside a table."""


def offer(table: Callable[[], pd.DataFrame], filename: str, recipe: bytes) -> None:
    """Two buttons: a table as CSV, and the same in a zip archive with its receipt.

    Args:
        table: Makes the table, once a button is pressed.
        filename: Name of the CSV file.
        recipe: How its series came about, as `core.recipe` writes it; empty where there is no
            file of the person's behind it.
    """
    stem = PurePath(filename).stem
    with st.container(horizontal=True):
        st.download_button(
            "Download CSV",
            data=lambda: to_csv(table()),
            file_name=filename,
            mime="text/csv",
            on_click="ignore",
            icon=":material/download:",
            key=f"download-{stem}",
            help="Comma-separated, ISO dates, full precision; opens in any spreadsheet.",
        )
        if not recipe:
            return
        st.download_button(
            "With its receipt",
            data=lambda: bundle({filename: to_csv(table()), RECIPE: recipe}),
            file_name=f"{stem}.zip",
            mime="application/zip",
            on_click="ignore",
            icon=":material/folder_zip:",
            key=f"bundle-{stem}",
            help="A zip archive: the same CSV, and a recipe (JSON) that says how the file was read "
            "and repaired, with counts and totals. Apply it to next month's file on Data.",
        )
