"""Boxes of a lesson for what is not looked at all the time."""

import streamlit as st
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

TABLE = ":material/table_rows:"


def box(label: str, icon: str = TABLE, key: str = "") -> ExpanderContainer:
    """A box whose `open` says whether it is; what is in it is drawn only then.

    Args:
        label: Its name.
        icon: Of its name.
        key: Tells it from another of the same name.
    """
    return st.expander(label, icon=icon, on_change="rerun", key=f"lesson-box-{key or label}")
