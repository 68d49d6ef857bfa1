"""Light or dark, as the browser shows the page, and the few style rules Streamlit lacks."""

import plotly.graph_objects as go
import streamlit as st

_STYLE = """
<style>
:root { --lookback-measure: 44rem; }
.block-container { max-width: 74rem; padding-top: 3.2rem; padding-bottom: 4rem; }
[data-testid="stMarkdownContainer"] p { max-width: var(--lookback-measure); }
h1 { letter-spacing: -0.02em; padding-bottom: .1rem !important; }
[data-testid="stMetricValue"] { font-size: 1.5rem; font-variant-numeric: tabular-nums; }
@media (max-width: 640px) {
  .block-container { padding: 3rem 1rem 3rem; }
  h1 { font-size: 1.7rem !important; }
  h3 { font-size: 1.2rem !important; }
}
@media (prefers-reduced-motion: reduce) {
  *, *::before, *::after {
    animation-duration: .01ms !important; animation-iteration-count: 1 !important;
    transition-duration: .01ms !important; scroll-behavior: auto !important;
  }
}
</style>
"""


def apply() -> None:
    """Add the style rules; once on every run of a page."""
    st.html(_STYLE)


def current() -> str:
    """ "light" or "dark"."""
    return "dark" if st.context.theme.type == "dark" else "light"


def chart(figure: go.Figure, *, key: str, alt: str) -> None:
    """Show a figure in its own colours, with `alt` in words for who can't see it."""
    st.plotly_chart(figure, theme=None, key=key, alt=alt, config={"displaylogo": False})
