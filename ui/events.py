"""Events on Data: marked on the chart or by date, listed, removed; suggestions to agree to."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from core import figures
from core.anomalies import READS, Suggestion
from core.errors import DataError, LookbackError
from core.events import EFFECTS, KINDS, LONGEST_NOTE, MEANINGS, Effect, Event
from core.timeseries import TimeSeries
from core.wording import listed, number, quoted
from ui import drawn, sections, shell, theme
from ui.holdings import Loaded
from ui.workspace import Workspace

_MARKING = "marking"

YEARS_AHEAD = 2
"""Years after the series' last for which the same date is offered to an event that repeats."""


def chart(workspace: Workspace, loaded: Loaded) -> None:
    """The series with its events; dragging over it puts the dates into the form below."""
    series = loaded.reading.series
    first, last = (series.frequency.words(series.index[at]) for at in (0, -1))
    key = f"series-{id(loaded)}"

    def take() -> None:
        found = selected(st.session_state[key]["selection"], series)
        if found is not None:
            put(workspace, series, *found)

    marked = listed([KINDS[event.kind].lower() for event in series.events]) if series.events else ""
    theme.chart(
        drawn.figure("series", (series,), lambda ground: figures.series_figure(series, ground)),
        key=key,
        alt=f"{series.name}, {series.frequency.name}, from {first} to {last}"
        + (f"; marked on it: {marked}" if marked else ""),
        on_select=take,
    )


def selected(
    selection: Mapping[str, Sequence[Mapping[str, Any]]], series: TimeSeries
) -> tuple[pd.Timestamp, pd.Timestamp] | None:
    """First and last stamp of what was chosen on a chart, None if nothing was.

    Args:
        selection: As Streamlit gives it: ranges under "box", single points under "points".
        series: The series that was drawn.
    """
    chosen = [stamp for box in selection.get("box", ()) for stamp in box["x"]]
    chosen = chosen or [point["x"] for point in selection.get("points", ())]
    if not chosen:
        return None
    # Where the mouse was let go need not be a stamp; a narrow range means the nearest one.
    low, high = min(map(pd.Timestamp, chosen)), max(map(pd.Timestamp, chosen))
    inside = series.index[(series.index >= low) & (series.index <= high)]
    if not len(inside):
        nearest = int(np.abs(series.index - (low + (high - low) / 2)).argmin())
        inside = series.index[[nearest]]
    return inside[0], inside[-1]


def show(workspace: Workspace, loaded: Loaded) -> None:
    """The form to mark an event, and those that are marked."""
    series = loaded.reading.series
    for event in loaded.dropped:
        st.warning(
            shell.plain(
                f"The event marked as {event.kind} from {event.first:%Y-%m-%d} on was dropped: its "
                "dates are not those of the series as it is read now."
            ),
            icon=":material/event_busy:",
        )
    sections.when_opened(
        "Mark what happened: stock-outs, promotions, shocks",
        ":material/flag:",
        _MARKING,
        lambda: _marking(workspace),
        expanded=bool(series.events),
    )


def _marking(workspace: Workspace) -> None:
    assert workspace.loaded is not None
    series = workspace.loaded.reading.series
    st.markdown(
        "Drag over the chart, or choose dates here. All models then honour it, and charts and "
        "files carry it."
    )
    _form(workspace, series)
    _marked(workspace, series)


def suggestions(workspace: Workspace) -> None:
    """What looks odd, each with a button; nothing is done before it is pressed."""
    if workspace.suggestions():
        # Its words stay the same, so that it stays open when one of them is marked.
        sections.when_opened(
            "What looks odd on the chart",
            ":material/troubleshoot:",
            "odd",
            lambda: _suggestions(workspace),
        )


def _suggestions(workspace: Workspace) -> None:
    assert workspace.loaded is not None
    series, found = workspace.loaded.reading.series, workspace.suggestions()
    stand = "thing stands" if len(found) == 1 else "things stand"
    looked = f" among the newest {number(READS)} values" if len(series) > READS else ""
    st.markdown(
        f"{len(found)} {stand} out{looked}. You know whether there was a reason. What you "
        "mark, models don't learn from; a stock-out is not scored either. Nothing is marked "
        "unless you press."
    )
    for place, suggestion in enumerate(found):
        _suggestion(workspace, suggestion, place)


def _suggestion(workspace: Workspace, suggestion: Suggestion, place: int) -> None:
    event = suggestion.event
    words, button = st.columns([4, 1], vertical_alignment="center")
    words.markdown(
        shell.plain(suggestion.why)
        + f" :gray[{KINDS[event.kind]}, {EFFECTS[event.effect].lower()}.]"
    )
    if button.button("Mark it", key=f"suggested-{place}", width="stretch"):
        workspace.mark(event)
        st.rerun()


def _key(workspace: Workspace, series: TimeSeries, name: str) -> str:
    """Key of a widget of the form, which starts afresh after each event and each file."""
    return f"event-{name}-{workspace.generation}-{len(series.events)}"


def put(workspace: Workspace, series: TimeSeries, first: pd.Timestamp, last: pd.Timestamp) -> None:
    """Put dates into the form and open it."""
    for name, stamp in (("first", first), ("last", last)):
        st.session_state[_key(workspace, series, name)] = stamp.date()
        st.session_state[_key(workspace, series, f"{name}-time")] = stamp.time()
    st.session_state[_MARKING] = True


def _form(workspace: Workspace, series: TimeSeries) -> None:
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


def _marked(workspace: Workspace, series: TimeSeries) -> None:
    """Every event in words, with a button to take it back."""
    for place, event in enumerate(series.events):
        words, button = st.columns([4, 1], vertical_alignment="center")
        words.markdown(_words(event, series))
        if button.button("Remove", key=f"unmark-{place}", width="stretch"):
            workspace.unmark(event)
            st.rerun()


def _words(event: Event, series: TimeSeries) -> str:
    effect: Effect = event.effect
    said = f"{event.span(series.frequency)}; {EFFECTS[effect].lower()}"
    if event.repeats:
        said += f": {listed([series.frequency.words(stamp) for stamp in event.repeats])}"
    if event.note:
        said += f". {event.note}"
    return f"**{KINDS[event.kind]}**: {shell.plain(said)}"
