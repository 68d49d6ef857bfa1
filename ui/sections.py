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


def when_opened(label: str, icon: str, key: str, draw: Callable[[], None]) -> None:
    """An expander whose inside is drawn once it is opened; the rest of the page stays as it is.

    Args:
        label: Its name.
        icon: Of its name.
        key: Tells it from the others of the page.
        draw: Draws the inside.
    """
    fragment(_when_opened)(label, icon, key, draw)


def _when_opened(label: str, icon: str, key: str, draw: Callable[[], None]) -> None:
    with st.expander(label, icon=icon, on_change="rerun", key=key) as box:
        if box.open:
            with shell.guard():
                draw()
