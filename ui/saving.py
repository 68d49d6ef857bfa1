"""A session saved as one file: the button, and what is said where there is something to lose."""

import re
import unicodedata
from datetime import UTC, datetime

import streamlit as st

from core import capsule, environment
from core.portfolio.folders import lasting_root
from ui import capsules
from ui.workspace import Workspace


def nothing_kept() -> str:
    """That a session is lost unless it is saved."""
    if lasting_root() is not None:
        return "Nothing but a portfolio is kept by itself."
    return "Nothing is kept on this server."


def button(workspace: Workspace, key: str, label: str = "Save this session") -> None:
    """The button that saves everything as one file; a sentence where that can't be.

    Args:
        workspace: What is saved.
        key: Tells this button from those elsewhere on the page.
        label: What stands on it.
    """
    if problem := capsules.too_large(workspace):
        st.caption(problem)
        return
    st.download_button(
        label,
        data=lambda: capsules.keep(workspace, datetime.now(UTC)),
        file_name=filename(workspace),
        # A kind that no browser knows better and renames.
        mime="application/octet-stream",
        on_click="ignore",
        icon=":material/save:",
        key=f"save-session-{key}",
        help="A capsule: one file with your data, what was decided about it, the settings, all "
        "runs with their forecasts, and the portfolio. Upload it on Data, here or in another "
        "Lookback, and go on where you were.",
    )


def filename(workspace: Workspace) -> str:
    """What the file is called: "airline-passengers.lookback"."""
    title = "" if workspace.loaded is None else workspace.loaded.origin.title
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", re.sub(r"\.[a-z]{2,7}$", "", plain)).strip("-")[:40]
    return f"{words or 'session'}{capsule.ENDING}"


def note() -> None:
    """What becomes of a session that is not saved."""
    hours = environment.number("LOOKBACK_SESSION_HOURS")
    st.markdown(
        f"**{nothing_kept()}** Data and runs stay in memory until {hours} hours after your last "
        "visit, or until the server restarts. To go on later, save a capsule: one file with all of "
        "it, which Data opens again."
    )
