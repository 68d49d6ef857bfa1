"""Light or dark, as the browser shows the page, and the few style rules Streamlit lacks."""

from collections.abc import Callable

import plotly.graph_objects as go
import streamlit as st

from core.saved_charts import saved
from ui import session

_STYLE = """
<style>
:root { --lookback-measure: 44rem; --lookback-ink: INK; }
.block-container { max-width: 74rem; padding-top: 3.2rem; padding-bottom: 4rem; }
[data-testid="stMarkdownContainer"] p { max-width: var(--lookback-measure); }
h1 { letter-spacing: -0.02em; padding-bottom: .1rem !important; }
/* The framework's captions are too pale for AA contrast. */
[data-testid="stCaptionContainer"] { color: inherit; opacity: .8; }
[data-testid="stCaptionContainer"] p { color: inherit; }
/* So is the text of a chosen pill on dark ground. */
button[data-selected="true"] p { color: var(--lookback-ink); font-weight: 600; }
/* And the value beside a slider's thumb, on dark ground, and the colours of code. */
[data-testid="stSliderThumbValue"] p { color: var(--lookback-ink); }
[data-testid="stCode"] .token { color: inherit !important; }
/* On a phone names in code are longer than a line. */
[data-testid="stCode"] code span { overflow-wrap: anywhere; }
[data-testid="stMetricValue"] { font-size: 1.5rem; font-variant-numeric: tabular-nums; }
@media (max-width: 640px) {
  /* Here it would lie over the range buttons, which do what it does. */
  .js-plotly-plot .modebar-container { display: none; }
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
    ink = "#eef1f5" if current() == "dark" else "#1b1f24"
    st.html(_STYLE.replace("INK", ink))


def current() -> str:
    """The ground that the page is shown on: "light" or "dark"."""
    return "dark" if st.context.theme.type == "dark" else "light"


def chart(
    figure: go.Figure, *, key: str, alt: str, on_select: Callable[[], None] | None = None
) -> None:
    """Show a figure in its own colours, with `alt` in words for who can't see it.

    With `on_select` points and ranges can be chosen on it; they stand in the session under `key`.
    """
    config = {
        "displaylogo": False,
        "toImageButtonOptions": saved(alt, session.workspace().pictures),
    }
    if on_select is None:
        st.plotly_chart(figure, theme=None, key=key, alt=alt, config=config)
    else:
        st.plotly_chart(
            figure,
            theme=None,
            key=key,
            alt=alt,
            config=config,
            on_select=on_select,
            selection_mode=("points", "box"),
        )
