"""Figures kept from one run of a page to the next, as long as what they are made of is the same.

They are in Streamlit's session and not in the workspace: they can be made again at once, and go
with the tab.
"""

from collections.abc import Callable

import plotly.graph_objects as go
import streamlit as st

from core import number_style
from ui import theme


def figure(slot: str, made_of: tuple[object, ...], make: Callable[[str], go.Figure]) -> go.Figure:
    """The figure of a place, made only where it is not there yet.

    Args:
        slot: Name of the place; it keeps one figure.
        made_of: All that decides what is on it, but for ground and number style. Series, forecasts
            and the like are told apart by identity.
        make: Makes it, given "light" or "dark".
    """
    key, ground = f"kept-{slot}", theme.current()
    everything = (*made_of, ground, number_style.in_force())
    kept = st.session_state.get(key)
    if kept is None or kept[0] != everything:
        kept = st.session_state[key] = (everything, make(ground))
    found: go.Figure = kept[1]
    return found
