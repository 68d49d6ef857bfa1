"""The form on Data by which an event is marked: dates, what it was, what models make of it."""

from datetime import date, datetime, time

import pandas as pd
import streamlit as st

from core.errors import DataError, LookbackError
from core.events import EFFECTS, KINDS, LONGEST_NOTE, MEANINGS, Event
from core.timeseries import TimeSeries
from core.wording import quoted
from ui import shell
from ui.workspace import Workspace

MARKING = "marking"
"""Key of the box that the form is in; True under it in the session opens it."""

YEARS_AHEAD = 2
"""Years after the series' last for which the same date is offered to an event that repeats."""


def _key(workspace: Workspace, series: TimeSeries, name: str) -> str:
    """Key of a widget of the form, which starts afresh after each event and each file."""
    return f"event-{name}-{workspace.generation}-{len(series.events)}"


def put(workspace: Workspace, series: TimeSeries, first: pd.Timestamp, last: pd.Timestamp) -> None:
    """Put dates into the form and open it."""
    for name, stamp in (("first", first), ("last", last)):
        st.session_state[_key(workspace, series, name)] = stamp.date()
        st.session_state[_key(workspace, series, f"{name}-time")] = stamp.time()
    st.session_state[MARKING] = True


def show(workspace: Workspace, series: TimeSeries) -> None:
    """The form, and its button; what is half filled in stays while the page does."""
    columns = st.columns(4)
    with columns[0]:
        first = _stamp(workspace, series, "first", "From")
    with columns[1]:
        last = _stamp(workspace, series, "last", "To")
    kind = columns[2].selectbox(
        "What it was",
        list(KINDS),
        format_func=KINDS.__getitem__,
        key=_key(workspace, series, "kind"),
        persist_state="page",
    )
    effect = columns[3].selectbox(
        "What models make of it",
        list(EFFECTS),
        format_func=EFFECTS.__getitem__,
        key=_key(workspace, series, "effect"),
        persist_state="page",
    )
    st.caption(MEANINGS[effect])
    repeats = _repeats(workspace, series, first, last) if effect == "repeats" else []
    note = st.text_input(
        "Note",
        max_chars=LONGEST_NOTE,
        key=_key(workspace, series, "note"),
        persist_state="page",
        placeholder="For you and whoever reads the files",
    )
    if st.button("Mark this", icon=":material/flag:", key=_key(workspace, series, "mark")):
        try:
            stamps = tuple(_read(text, series) for text in repeats)
            workspace.mark(Event(first, last, kind, effect, stamps, note.strip()))
        except LookbackError as error:
            st.error(shell.plain(str(error)), icon=":material/error:")
        else:
            st.rerun()


def _stamp(workspace: Workspace, series: TimeSeries, name: str, label: str) -> pd.Timestamp:
    """A date input, with the time where a day holds several steps; the stamp it falls on."""
    newest = series.index[-1]
    key = _key(workspace, series, name)
    st.session_state.setdefault(key, newest.date())
    day: date = st.date_input(
        label,
        min_value=series.index[0].date(),
        max_value=newest.date(),
        format="YYYY-MM-DD",
        key=key,
        persist_state="page",
    )
    clock = time()
    if series.frequency.within_day:
        key = _key(workspace, series, f"{name}-time")
        st.session_state.setdefault(key, newest.time())
        step = series.index[1] - series.index[0]
        clock = st.time_input(
            f"{label}, time", step=step.to_pytimedelta(), key=key, persist_state="page"
        )
    stamp = series.frequency.snap(pd.DatetimeIndex([datetime.combine(day, clock)]))[0]
    if series.frequency.name != "daily":
        st.caption(shell.plain(series.frequency.words(stamp)))
    return stamp


def _repeats(
    workspace: Workspace, series: TimeSeries, first: pd.Timestamp, last: pd.Timestamp
) -> list[str]:
    """Dates on which it begins again: the same one of other years, or any typed in."""
    years = range(series.index[0].year, series.index[-1].year + YEARS_AHEAD + 1)
    same = pd.DatetimeIndex([first + pd.DateOffset(years=year - first.year) for year in years])
    offered = [
        stamp
        for stamp in series.frequency.snap(same).unique()
        if stamp >= series.index[0] and not first <= stamp <= last
    ]
    steps = series.frequency.length(first, last) if last >= first else 1
    return st.multiselect(
        "It begins again on",
        [_written(stamp, series) for stamp in offered],
        accept_new_options=True,
        key=f"{_key(workspace, series, 'repeats')}-{first}",
        persist_state="page",
        placeholder="Choose dates, or type others such as 2025-11-28",
        help="Past dates and future ones. Each time it lasts as long as the range above: "
        f"{series.frequency.count(steps)}.",
    )


def _written(stamp: pd.Timestamp, series: TimeSeries) -> str:
    return f"{stamp:%Y-%m-%d %H:%M}" if series.frequency.within_day else f"{stamp:%Y-%m-%d}"


def _read(text: str, series: TimeSeries) -> pd.Timestamp:
    """The stamp of the period in which a typed date lies.

    Raises:
        DataError: If it is no date.
    """
    try:
        typed = datetime.fromisoformat(text.strip()).replace(tzinfo=None)
        return series.frequency.snap(pd.DatetimeIndex([typed]).as_unit("ns"))[0]
    except ValueError as error:
        raise DataError(
            f"{quoted(text)} is no date; write it as {_written(series.index[-1], series)}."
        ) from error
