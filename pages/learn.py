"""Learn: how does it know?"""

import streamlit as st

from ui import shell
from ui.lessons import frame
from ui.workspace import Workspace


def body(workspace: Workspace) -> None:
    """One lesson, chosen by the address or the box."""
    title, box = st.columns([1, 3], vertical_alignment="bottom")
    with title:
        st.title("Learn")
    with box:
        lesson = frame.choose()
    frame.show(workspace, lesson)


shell.show("Learn", body)
