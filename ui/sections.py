"""Parts of a page that are drawn when they are looked at: what nobody looks at costs nothing."""

from collections.abc import Callable, Mapping

import streamlit as st

from ui import shell
from ui.fragments import fragment


def choose(label: str, sections: Mapping[str, Callable[[], None]], key: str, help: str) -> None:
    """Names of sections to choose from, and the one chosen below them.

    Args:
        label: What they have in common.
        sections: What draws each, by its name.
        key: Of the widget; the choice is kept for the session.
        help: What the sections are for.
    """
    chosen = st.pills(label, list(sections), key=key, persist_state="session", help=help)
    if chosen is None:
        st.caption("Choose one to open it.")
        return
    with shell.guard():
        sections[chosen]()


def when_opened(
    label: str, icon: str, key: str, draw: Callable[[], None], *, expanded: bool = False
) -> None:
    """An expander whose inside is drawn once it is opened; the rest of the page stays as it is.

    Args:
        label: Its name.
        icon: Of its name.
        key: Tells it from the others of the page; True under it in the session opens it.
        draw: Draws the inside.
        expanded: Whether it is open at first.
    """
    fragment(_when_opened)(label, icon, key, draw, expanded)


def _when_opened(label: str, icon: str, key: str, draw: Callable[[], None], expanded: bool) -> None:
    with st.expander(label, expanded, icon=icon, on_change="rerun", key=key) as box:
        if box.open:
            with shell.guard():
                draw()
