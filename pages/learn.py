"""Learn: how does it know?"""

import streamlit as st

from ui import shell
from ui.lessons import frame
from ui.workspace import Workspace


def body(workspace: Workspace) -> None:
    """One lesson, chosen by the address or the box."""
    st.title("Learn")
    frame.show(workspace, frame.choose())


shell.show("Learn", body)
