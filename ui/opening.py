"""A saved session opened again, in place of what is there if that is wished."""

import streamlit as st

from ui import capsules, saving, shell
from ui.capsules import Opened
from ui.workspace import Workspace

_WAITING = "capsule-waiting"
_OPENED = "capsule-opened"


def receive(workspace: Workspace, data: bytes) -> None:
    """Open a capsule; where it would replace something, `ask` asks first.

    Raises:
        LookbackError: If it can't be opened, saying what is wrong; nothing was changed.
    """
    opened = capsules.open_kept(data)
    if capsules.holds(workspace):
        st.session_state[_WAITING] = opened
    else:
        _take_on(workspace, opened)


def forget() -> None:
    """No longer ask about a capsule: another file was given."""
    st.session_state.pop(_WAITING, None)


def ask(workspace: Workspace) -> None:
    """Whether a capsule is to replace what is there; and what was opened just now."""
    generation, said = st.session_state.get(_OPENED, (None, ""))
    if generation == workspace.generation:
        st.info(shell.plain(said), icon=":material/inventory_2:")
    opened = st.session_state.get(_WAITING)
    if opened is None:
        return
    with st.container(border=True):
        st.markdown(
            shell.plain(
                f"The capsule holds {_described(opened)}. Opening it replaces what is here: "
                f"{capsules.in_words(workspace)}."
            )
        )
        with st.container(horizontal=True):
            wished = st.button("Open it", type="primary", icon=":material/inventory_2:")
            saving.button(workspace, "first", "Save what is here")
            left = st.button("Leave it", icon=":material/close:")
        if wished:
            with shell.guard():
                _take_on(workspace, opened)
                st.rerun()
        if left:
            forget()
            st.rerun()


def _take_on(workspace: Workspace, opened: Opened) -> None:
    left = capsules.put_back(workspace, opened)
    forget()
    said = f"Opened: {_described(opened)}. {left}".strip()
    st.session_state[_OPENED] = (workspace.generation, said)


def _described(opened: Opened) -> str:
    made = opened.made
    return f"{opened.words}, saved on {made.day} {made:%B %Y}"
