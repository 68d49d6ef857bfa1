"""Events on Data: marked on the chart or by date, listed, removed; suggestions to agree to."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from core import figures
from core.anomalies import READS, Suggestion
from core.events import EFFECTS, KINDS, Effect, Event
from core.timeseries import TimeSeries
from core.wording import listed, number
from ui import drawn, event_form, sections, shell, theme
from ui.holdings import Loaded
from ui.workspace import Workspace


def chart(workspace: Workspace, loaded: Loaded) -> None:
    """The series with its events; dragging over it puts the dates into the form below."""
    series = loaded.reading.series
    first, last = (series.frequency.words(series.index[at]) for at in (0, -1))
    key = f"series-{id(loaded)}"

    def take() -> None:
        found = selected(st.session_state[key]["selection"], series)
        if found is not None:
            event_form.put(workspace, series, *found)

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
        event_form.MARKING,
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
    event_form.show(workspace, series)
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
