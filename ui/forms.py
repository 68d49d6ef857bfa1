"""Widgets made from settings, so that bounds and help stand in one place only."""

from typing import Any

import streamlit as st

from core.learn.lessons import explaining
from core.settings import AUTO, Setting
from ui.workspace import Workspace


def widget(workspace: Workspace, about: Setting, *, most: int | None = None) -> Any:
    """Draw the widget of one setting, remember what was chosen, and give it back.

    Args:
        workspace: Holds the value between pages and reloads.
        about: The setting.
        most: A bound of this server, if it is tighter than the setting's own.
    """
    value = workspace.value(about.name)
    shown: dict[str, Any] = {
        "label": about.label,
        "help": f"{about.help}{_lesson(about.name)}",
        # Keyed by what the value depends on: another file, or a reset, brings the defaults back.
        "key": f"{about.name}-{workspace.generation}",
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
        # An empty field is the automatic choice.
        chosen = AUTO if chosen is None else chosen
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
    default = workspace.default(about.name)
    if chosen != default:
        words = dict(about.options).get(default, "automatic" if default == AUTO else default)
        st.caption(f"Changed; default: {words}")
    elif workspace.loaded is not None:
        st.caption(workspace.loaded.recommended.reasons.get(about.name, ""))
    return chosen


def _lesson(setting: str) -> str:
    """The way to the lesson that explains a setting, as a sentence; "" if none does."""
    lesson = explaining(setting)
    return f" [Learn: {lesson.title}](learn?lesson={lesson.key})" if lesson else ""
