"""Who is there: finds a person's workspace again after a reload, and nobody else's.

A workspace belongs to a token that only its browser keeps, in a cookie: unguessable, expiring,
never in a URL. The cookie is set by a line of script, because Streamlit can read cookies but
not set them.
"""

import json
import threading

import streamlit as st

from core import environment
from core.engine import client
from core.store import Store
from ui.workspace import Workspace

COOKIE = "lookback_session"

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
    found = store().find(token) if token else None
    if found is None:
        token, found = store().create()
    st.session_state["token"] = token
    st.session_state["workspace"] = found
    return found


def remember() -> None:
    """Have the browser keep the token from now on; keep the store in its bounds."""
    store().trim()
    token: str = st.session_state["token"]
    age = 3600 * environment.number("LOOKBACK_SESSION_HOURS")
    cookie = f"{COOKIE}={token}; Path=/; Max-Age={age}; SameSite=Strict"
    st.html(
        "<script>document.cookie = "
        f"{json.dumps(cookie)} + (location.protocol === 'https:' ? '; Secure' : '')</script>",
        unsafe_allow_javascript=True,
    )
