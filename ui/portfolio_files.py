"""A portfolio to take away: forecasts as they are or made to add up, in several kinds of files."""

import numpy as np
import pandas as pd
import streamlit as st

from core.number_style import using
from core.portfolio import tables as portfolio_tables
from core.portfolio.adding_up import METHODS
from core.portfolio.findings import summary
from core.portfolio.overview import Overview
from core.portfolio.workbook import to_workbook
from core.wording import percent
from ui import downloads, saving, shell, tables
from ui.portfolios import Many
from ui.workspace import Workspace


def adding_up(many: Many) -> np.ndarray | None:
    """Whether totals add up, and what each way to make them costs; forecasts made to, if chosen."""
    told = many.added_up()
    if told is None:
        return None
    with st.expander("Do totals add up?", icon=":material/functions:"):
        st.markdown(
            f"Forecast by themselves, totals are {percent(told.apart)} from the sums of their "
            "series, on average. Below are the errors on the folds reported, as a share of the "
            "values, for forecasts as they are and made to add up in three ways. How far each "
            "forecast can be believed was told by the folds before."
        )
        errors = told.errors.rename(columns=METHODS).rename_axis("Level").reset_index()
        tables.show(errors, forms=dict.fromkeys(METHODS.values(), percent))
        for method, reason in told.reasons.items():
            st.caption(shell.plain(f"{METHODS[method]}: {reason}"))
        able = [method for method in METHODS if method in told.future]
        chosen = st.selectbox(
            "Forecasts to take away",
            able,
            format_func=lambda method: METHODS[method],
            key="portfolio-method",
            help="Ranges move along with their forecasts and keep their width.",
        )
    return told.future[chosen]


def _forecasts(many: Many, found: Overview, future: np.ndarray | None) -> pd.DataFrame:
    assert many.job is not None
    panel, results = many.job.portfolio.panel, many.job.parts.each()
    return portfolio_tables.forecasts(panel, found, results, future)


def _workbook(many: Many, found: Overview, future: np.ndarray | None) -> bytes:
    assert many.job is not None
    panel, plan = many.job.portfolio.panel, many.job.portfolio.plan
    table = _forecasts(many, found, future)
    levels = {"Forecasts": table}
    if many.levelled is not None:
        of = many.levelled.level[found.table.index[found.chosen >= 0]].repeat(plan.horizon)
        levels = {name: table[of == at] for at, name in enumerate(many.levelled.names)}
    network = plan.network.name if plan.network else ""
    said = summary(many.of_series(found), network)
    with using(panel.numbers):
        return to_workbook(panel.name, said, portfolio_tables.overviews(panel, found), levels)


def offer(workspace: Workspace, many: Many, found: Overview, future: np.ndarray | None) -> None:
    """The downloads.

    Args:
        workspace: Whose file it is.
        many: Its series.
        found: What came of them.
        future: Forecasts made to add up, to take in place of those of the models; None for these.
    """
    assert many.job is not None
    panel = many.job.portfolio.panel
    papers = workspace.loaded.papers if workspace.loaded is not None else {}
    st.markdown("**Take it away**")
    st.caption("The forecasts of all series, each by its own model, with their ranges:")
    downloads.offer(
        lambda: _forecasts(many, found, future),
        "portfolio-forecasts.csv",
        papers,
    )
    with st.container(horizontal=True):
        st.download_button(
            "Excel workbook",
            lambda: _workbook(many, found, future),
            "portfolio.xlsx",
            on_click="ignore",
            icon=":material/grid_on:",
            help="What came of it in words, the table above, and a sheet of forecasts for each "
            "level.",
        )
        st.download_button(
            "Parquet",
            lambda: _forecasts(many, found, future).to_parquet(index=False),
            "portfolio-forecasts.parquet",
            on_click="ignore",
            icon=":material/table_rows:",
            help="The forecasts for other programs, with full precision.",
        )
        saving.button(workspace, "portfolio", "Capsule")
    st.caption("The table above, with a reason where a model failed:")
    downloads.offer(
        lambda: portfolio_tables.overviews(panel, found), "portfolio-overview.csv", papers
    )
