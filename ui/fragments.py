"""Parts of a page that run again alone, in the number style that the page had."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import streamlit as st

from core import number_style


def fragment(part: Callable[..., None], *, run_every: float | None = None) -> Callable[..., None]:
    """`part` as a fragment; Streamlit may run it in a thread that knows nothing of the page's."""
    style = number_style.in_force()

    @wraps(part)
    def styled(*args: Any) -> None:
        with number_style.using(style):
            part(*args)

    return st.fragment(styled, run_every=run_every)
