"""Widgets made from settings, so that bounds and help stand in one place only."""

from typing import Any

import streamlit as st

from core.settings import Setting
from ui.workspace import Workspace


def widget(workspace: Workspace, about: Setting, *, most: int | None = None) -> Any:
    """Draw the widget of one setting, remember what was chosen, and give it back.

    Args:
        workspace: Holds the value between pages and reloads.
        about: The setting.
        most: A bound of this server, if it is tighter than the setting's own.
    """
    # Keyed by what the value depends on: another file, or a reset, brings the defaults back.
    key = f"{about.name}-{workspace.generation}"
    if key not in st.session_state:
        st.session_state[key] = workspace.value(about.name)
    if about.options:
        words = dict(about.options)
        chosen = st.selectbox(
            about.label, list(words), format_func=words.__getitem__, help=about.help, key=key
        )
    elif isinstance(about.default, int):
        highest = [int(bound) for bound in (about.le, most) if bound is not None]
        lowest = int(about.ge or 0)
        chosen = st.number_input(
            about.label, lowest, min(highest), step=1, help=about.help, key=key
        )
    else:
        chosen = st.number_input(
            about.label, about.ge, about.le, step=0.001, format="%.4f", help=about.help, key=key
        )
    workspace.choose(about.name, chosen)
    default = workspace.default(about.name)
    if chosen != default:
        st.caption(f"Changed; default: {dict(about.options).get(default, default)}")
    elif workspace.loaded is not None:
        st.caption(workspace.loaded.recommended.reasons.get(about.name, ""))
    return chosen
