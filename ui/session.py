"""Who is there: finds a person's workspace again after a reload, and nobody else's.

A workspace belongs to a token that only its browser keeps, in a cookie: unguessable, expiring,
never in a URL. The cookie is set by a line of script, because Streamlit can read cookies but
not set them.
"""

import json
import logging
import threading

import streamlit as st

from core import environment
from core.engine import client
from core.errors import LookbackError
from core.portfolio import folders
from core.store import Store, digest
from ui import capsules
from ui.workspace import Workspace

logger = logging.getLogger(__name__)

COOKIE = "lookback_session"

_again = threading.Lock()
"""Held while somebody's workspace is made from before a restart: two tabs come back at once."""

_lock = threading.Lock()
_store: Store[Workspace] | None = None


def _forget(workspace: Workspace) -> None:
    if workspace.running is not None:
        client.shared().cancel(workspace.running)
    if workspace.portfolio is not None:
        workspace.portfolio.close()


def store() -> Store[Workspace]:
    """The server's workspaces. Held by this module: any visitor can clear Streamlit's caches."""
    global _store
    with _lock:
        if _store is None:
            folders.sweep()
            _store = Store(
                Workspace,
                most=environment.number("LOOKBACK_MAX_SESSIONS"),
                lifetime_s=3600 * environment.number("LOOKBACK_SESSION_HOURS"),
                size=lambda workspace: workspace.size,
                most_bytes=1_000_000 * environment.number("LOOKBACK_STORE_MB"),
                forget=_forget,
            )
        return _store


def workspace() -> Workspace:
    """This person's workspace: this session's, else the cookie's, else a new one."""
    if "workspace" in st.session_state:
        token = st.session_state["token"]
        mine = store().find(token)
        if mine is not None:
            return mine
    token = st.context.cookies.get(COOKIE, "")
    found = (store().find(token) or _from_before(token)) if token else None
    if found is None:
        token, found = store().create()
        found.key = digest(token)
    st.session_state["token"] = token
    st.session_state["workspace"] = found
    return found


def _from_before(token: str) -> Workspace | None:
    """The workspace of a portfolio that was asked for before this process began; None for none."""
    folder = folders.found(digest(token))
    data = folder.session if folder is not None else None
    if data is None:
        return None
    with _again:
        mine = store().find(token)
        if mine is not None:
            return mine
        found = store().admit(token)
        found.key = digest(token)
        try:
            capsules.put_back(found, capsules.open_kept(data), folder)
        except LookbackError as error:
            logger.warning("portfolio not found again", extra={"reason": type(error).__name__})
        else:
            logger.info("portfolio found again")
    return found


def remember() -> None:
    """Have the browser keep the token from now on; keep the store in its bounds."""
    store().trim()
    mine: Workspace = st.session_state["workspace"]
    if mine.portfolio is not None:
        mine.portfolio.touch()
    token: str = st.session_state["token"]
    age = 3600 * environment.number("LOOKBACK_SESSION_HOURS")
    cookie = f"{COOKIE}={token}; Path=/; Max-Age={age}; SameSite=Strict"
    st.html(
        "<script>document.cookie = "
        f"{json.dumps(cookie)} + (location.protocol === 'https:' ? '; Secure' : '')</script>",
        unsafe_allow_javascript=True,
    )
