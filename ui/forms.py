"""Widgets made from settings, so that bounds and help stand in one place only."""

from typing import Any

import streamlit as st

from core.learn.lessons import explaining
from core.settings import AUTO, Setting
from ui.workspace import Workspace

ASKED = "setting"
"""In the address of Train: the setting that somebody came for."""


def widget(workspace: Workspace, about: Setting, *, most: int | None = None) -> None:
    """Draw the widget of one setting and remember what was chosen.

    Args:
        workspace: Holds the value between pages and reloads.
        about: The setting.
        most: A bound of this server, if it is tighter than the setting's own.
    """
    value, default = workspace.value(about.name), workspace.default(about.name)
    # Keyed by what the value depends on: another file, or a reset, brings the defaults back, and a
    # setting that is chosen has the proposals that depend on it change.
    key = f"{about.name}-{workspace.generation}-{default}"

    def choose() -> None:
        workspace.choose(about.name, _said(st.session_state[key]))

    shown: dict[str, Any] = {
        "label": about.label,
        "help": f"{about.help}{_lesson(about.name)}",
        "key": key,
        # Known before the page is drawn, so that what depends on it is drawn with it.
        "on_change": choose,
    }
    if about.options:
        words = dict(about.options)
        index = list(words).index(value)
        chosen = st.selectbox(options=words, index=index, format_func=words.__getitem__, **shown)
    elif about.auto or isinstance(about.default, int):
        highest = [int(bound) for bound in (about.le, most) if bound is not None]
        chosen = st.number_input(
            min_value=int(about.ge or 0),
            max_value=min(highest),
            value=None if value == AUTO else value,
            step=1,
            placeholder="Automatic",
            **shown,
        )
        chosen = _said(chosen)
    else:
        chosen = st.number_input(
            min_value=about.ge,
            max_value=about.le,
            value=value,
            step=about.step,
            format="%.4f" if about.step < 0.01 else "%.2f",
            **shown,
        )
    workspace.choose(about.name, chosen)
    if chosen != default:
        words = dict(about.options).get(default, "automatic" if default == AUTO else default)
        st.caption(f"Changed; default: {words}")
    elif (proposed := workspace.proposed(about.name)) is not None:
        st.caption(proposed.reasons.get(about.name, ""))


def _said(value: Any) -> Any:
    """What a widget was set to: an empty field is the automatic choice."""
    return AUTO if value is None else value


def _lesson(setting: str) -> str:
    """The way to the lesson that explains a setting, as a sentence; "" if none does."""
    lesson = explaining(setting)
    return f" [Learn: {lesson.title}](learn?lesson={lesson.key})" if lesson else ""
