"""Sessions kept on this server, where whoever runs it names a folder for them."""

from datetime import UTC, datetime
from pathlib import Path

import streamlit as st

from core import environment
from core.portfolio.folders import lasting_root
from core.shelf import LONGEST_NAME, Kept, Shelf
from core.wording import number
from ui import capsules, opening, shell
from ui.workspace import Workspace

_SHOWN = 10
_SAID = "kept-here"


def shelf() -> Shelf | None:
    """Where sessions are kept; None where nothing is."""
    folder = environment.text("LOOKBACK_WORKSPACE")
    return Shelf(Path(folder)) if folder else None


def unless() -> str:
    """What has to be added to a sentence that nothing is written to disk."""
    return ", unless you keep a session on this server" if shelf() else ""


def portfolios() -> str:
    """Where the results of portfolios are, in the middle of a sentence."""
    if lasting_root() is None:
        return "the results of a portfolio are in a temporary folder while you have them here"
    return (
        "a portfolio and the session it belongs to are in a folder of that computer for as long "
        "as you have them here, so that a restart does not lose them"
    )


def keep(workspace: Workspace) -> None:
    """The button that keeps this session in the folder; nothing where there is none."""
    folder = shelf()
    if folder is None or capsules.too_large(workspace):
        return
    if st.button(
        "Keep it on this server",
        icon=":material/inventory_2:",
        help="Everyone who can open this Lookback sees and can open what is kept here.",
    ):
        with shell.guard():
            loaded = workspace.loaded
            title = "Session" if loaded is None else loaded.origin.title
            data = capsules.keep(workspace, datetime.now(UTC))
            found = folder.add(title, capsules.in_words(workspace), data)
            st.session_state[_SAID] = f"Kept on this server as {found.name}."
            st.rerun()


def show(workspace: Workspace) -> None:
    """The sessions kept here, each to be opened, renamed or deleted; nothing where none is."""
    folder = shelf()
    if folder is None:
        return
    if said := st.session_state.pop(_SAID, ""):
        st.info(shell.plain(said), icon=":material/inventory_2:")
    with shell.guard():
        listed = folder.listed()
        if not listed:
            return
        st.subheader("Sessions kept on this server")
        st.caption("Everyone who can open this Lookback sees them.")
        every = len(listed) > _SHOWN and st.toggle(f"Show all {number(len(listed))}")
        for each in listed if every else listed[:_SHOWN]:
            _row(workspace, folder, each)


def _row(workspace: Workspace, folder: Shelf, one: Kept) -> None:
    made = one.made
    with st.container(border=True):
        st.markdown(f"**{shell.plain(one.name)}**")
        st.caption(shell.plain(f"{one.words}; saved on {made.day} {made:%B %Y, %H:%M} UTC"))
        with st.container(horizontal=True):
            if st.button("Open", icon=":material/folder_open:", key=f"open-{one.id}"):
                with shell.guard(), st.spinner("Opening"):
                    most = environment.number("LOOKBACK_MAX_UPLOAD_MB") * 1_000_000
                    opening.receive(workspace, folder.read(one.id, most))
                    st.rerun()
            with st.popover("Rename", icon=":material/edit:"):
                name = st.text_input(
                    "Name of the session", one.name, max_chars=LONGEST_NAME, key=f"name-{one.id}"
                )
                if st.button("Rename it", key=f"rename-{one.id}"):
                    with shell.guard():
                        folder.rename(one.id, name)
                        st.rerun()
            with st.popover("Delete", icon=":material/delete:"):
                st.markdown("It is gone for everyone, and can't be had back.")
                if st.button("Delete it for good", key=f"delete-{one.id}"):
                    with shell.guard():
                        folder.delete(one.id)
                        st.rerun()
