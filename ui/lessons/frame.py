"""The frame of a lesson: its words beside its picture, what to try, and the setting it explains."""

from collections.abc import Callable

import streamlit as st

from core.learn.lessons import LESSONS, Lesson, text
from core.timeseries import TimeSeries
from ui import forms, samples, shell
from ui.fragments import fragment
from ui.lessons import (
    activations,
    arima,
    backpropagation,
    cost,
    descent,
    errors,
    gates,
    keras,
    network,
    perceptron,
    recurrent,
    recursion,
    vanishing,
    whose,
    windows,
    your_turn,
)
from ui.train_settings import SETTINGS
from ui.workspace import Workspace

PICTURES: dict[str, Callable[[TimeSeries], None]] = {
    "perceptron": perceptron.show,
    "network": network.show,
    "activations": activations.show,
    "cost": cost.show,
    "descent": descent.show,
    "backpropagation": backpropagation.show,
    "vanishing": vanishing.show,
    "windows": windows.show,
    "recurrent": recurrent.show,
    "gates": gates.show,
    "recursion": recursion.show,
    "keras": keras.show,
    "errors": errors.show,
    "arima": arima.show,
    "your-turn": your_turn.show,
}
"""What draws each lesson's picture, by its key."""

_SAYS_WHOSE = ("recurrent", "your-turn")
"""Lessons that say themselves which series they are on."""

_ADDRESS = "lesson"


def choose() -> Lesson:
    """The lesson in the address, which the box changes."""
    by_key = {lesson.key: lesson for lesson in LESSONS}
    places = {key: place for place, key in enumerate(by_key, start=1)}
    asked = st.query_params.get(_ADDRESS)
    if asked in by_key:
        st.session_state[_ADDRESS] = asked
    key = st.selectbox(
        "Lesson",
        list(by_key),
        format_func=lambda key: f"{places[key]} · {by_key[key].title}",
        key=_ADDRESS,
        on_change=_to_address,
        label_visibility="collapsed",
    )
    return by_key[key]


def _to_address() -> None:
    st.query_params[_ADDRESS] = st.session_state[_ADDRESS]


def show(workspace: Workspace, lesson: Lesson) -> None:
    """One lesson.

    Args:
        workspace: Whose series is used; a sample stands in where there is none.
        lesson: Which.
    """
    series = _series(workspace)
    said = text(lesson.key)
    words, picture = st.columns([2, 3], gap="large")
    with words:
        st.markdown(said.body)
        with st.container(border=True):
            st.markdown(f"**Try this.** {said.try_this}")
        _on_train(lesson)
    with picture:
        fragment(_picture)(lesson.key, series)
        if lesson.key not in _SAYS_WHOSE:
            whose.say()
    further = {
        ("To be exact", ":material/straighten:"): said.exact,
        ("Where it comes from", ":material/history:"): said.origin,
    }
    for column, (heading, icon) in zip(st.columns(2), further, strict=True):
        if more := further[heading, icon]:
            with column, st.expander(heading, icon=icon):
                st.markdown(more)
    _onward(lesson)


def _picture(key: str, series: TimeSeries) -> None:
    # Within the fragment: what it lets out, Streamlit shows in its own way.
    with shell.guard():
        PICTURES[key](series)


def _series(workspace: Workspace) -> TimeSeries:
    if workspace.loaded is not None:
        return workspace.loaded.reading.series
    return samples.series(samples.CATALOGUE[0])


def _on_train(lesson: Lesson) -> None:
    """Links to the settings it explains; each is in sight there."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown("On Train:", width="content")
        for name in lesson.settings:
            st.page_link(
                "pages/train.py",
                label=SETTINGS[name].label,
                icon=":material/tune:",
                query_params={forms.ASKED: name},
            )


def _onward(lesson: Lesson) -> None:
    place = LESSONS.index(lesson)
    beside = (
        (place - 1, "Before", ":material/arrow_back:"),
        (place + 1, "Next", ":material/arrow_forward:"),
    )
    with st.container(horizontal=True):
        for there, word, icon in beside:
            if 0 <= there < len(LESSONS):
                other = LESSONS[there]
                st.page_link(
                    "pages/learn.py",
                    label=f"{word}: {other.title}",
                    icon=icon,
                    query_params={_ADDRESS: other.key},
                )
