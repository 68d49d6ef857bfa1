"""The frame around every page: title, sidebar, and the place where errors are caught."""

import logging
import uuid
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from core import __version__, number_style
from core.engine import client
from core.errors import LookbackError
from core.log import configure
from ui import capsules, garbage, jobs, saving, session, theme
from ui.runs import Run
from ui.workspace import Workspace

logger = logging.getLogger(__name__)

# A file of our own: Streamlit fetches the picture of a Material symbol from the internet.
_ICON = str(Path(__file__).with_name("favicon.svg"))

PAGES = {
    "Home": ("streamlit_app.py", ":material/home:"),
    "Data": ("pages/data.py", ":material/table_chart:"),
    "Train": ("pages/train.py", ":material/model_training:"),
    "Compare": ("pages/compare.py", ":material/balance:"),
    "Forecast": ("pages/forecast.py", ":material/trending_up:"),
    "Portfolio": ("pages/portfolio.py", ":material/inventory_2:"),
    "Learn": ("pages/learn.py", ":material/school:"),
}


def show(title: str, body: Callable[[Workspace], None]) -> None:
    """Draw one page.

    Args:
        title: Its name in `PAGES`.
        body: Draws what is in it, given the person's workspace.
    """
    configure()
    st.set_page_config(
        page_title="Lookback" if title == "Home" else f"{title} - Lookback",
        page_icon=_ICON,
        layout="wide",
        menu_items={"About": f"Lookback {__version__}: a forecasting dashboard."},
    )
    theme.apply()
    # The engine loads while the person is still looking at data.
    client.shared()
    with guard():
        workspace = session.workspace()
        workspace.adopt()
        number_style.use(workspace.numbers)
        with st.sidebar:
            _sidebar(workspace)
        body(workspace)
        session.remember()
    garbage.set_aside()


class guard:  # noqa: N801  a context manager, used like a function
    """Turns errors inside it into messages; Streamlit's own signals pass."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 _: object) -> bool:  # fmt: skip
        if isinstance(error, LookbackError):
            st.error(str(error), icon=":material/error:")
            return True
        if isinstance(error, Exception):
            identity = uuid.uuid4().hex[:8]
            logger.error(
                "page failed",
                exc_info=(type(error), error, error.__traceback__),
                extra={"error_id": identity},
            )
            st.error(
                "Something unforeseen went wrong here. Your data and runs are kept. "
                f"If it happens again, report it with the id {identity}, which is in the log too.",
                icon=":material/error:",
            )
            return True
        return False


def _sidebar(workspace: Workspace) -> None:
    st.markdown("**Lookback**")
    done = {
        "Data": workspace.loaded is not None,
        "Train": bool(workspace.runs),
        "Compare": bool(workspace.runs),
    }
    for name, (path, icon) in PAGES.items():
        label = f"{name} :material/check_small:" if done.get(name) else name
        st.page_link(path, label=label, icon=icon)
    if workspace.loaded is not None:
        series = workspace.loaded.reading.series
        first, last = series.index[0], series.index[-1]
        span = f"{series.frequency.words(first)} to {series.frequency.words(last)}"
        st.divider()
        unit = f", {plain(series.unit)}" if series.unit else ""
        st.caption(
            f"In hand: **{plain(workspace.loaded.origin.title)}**  \n{plain(series.name)}{unit}  \n"
            f"{series.frequency.name}, {span}"
        )
        if workspace.loaded.origin.synthetic:
            st.caption("This sample is synthetic: made up by a script.")
    jobs.summary(workspace)
    if capsules.holds(workspace):
        st.divider()
        saving.button(workspace, "sidebar")
        st.caption(saving.nothing_kept())
    st.caption(f"Version {__version__}")


def plain(text: str) -> str:
    """Text of a file, kept from being read as Markdown."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()#+-.!|<>~:$" else sign for sign in text)


def nothing_yet(text: str, step: str) -> None:
    """An empty page: what will be here, and the step before it."""
    st.markdown(text)
    path, icon = PAGES[step]
    st.page_link(path, label=f"Go to {step}", icon=icon)


def choose_run(workspace: Workspace) -> Run:
    """The run in view; a selector where there are several."""
    runs = {run.id: run for run in reversed(workspace.runs)}
    current = workspace.run()
    assert current is not None
    if len(runs) > 1:
        workspace.selected = st.selectbox(
            "Run",
            list(runs),
            index=list(runs).index(current.id),
            format_func=lambda key: runs[key].label,
            help="Every training of this session is kept.",
        )
    return runs.get(workspace.selected, current)
