"""Parts of a page of which one is drawn at a time: what nobody looks at costs nothing."""

from collections.abc import Callable, Mapping

import streamlit as st

from ui import shell


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
