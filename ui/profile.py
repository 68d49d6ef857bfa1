"""What kind of series this is, as a section of a page; computed when it is asked for."""

from typing import Protocol

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from core import profile_figures, season_figures
from core.errors import LookbackError
from core.folds import RollingOrigin
from core.models import Recurrent
from core.profile.cycles import Cycle
from core.profile.pictures import Profile
from core.profile.stretch import Stretch
from core.profile.thinning import drawn_with
from core.settings import describe
from core.timeseries import TimeSeries
from ui import downloads, session, shell, tables, theme
from ui.fragments import fragment

_SLOT = "profile"


class Picture(Protocol):
    """What every picture of a profile says about itself."""

    @property
    def finding(self) -> str:
        """What it shows, as its title."""
        ...

    @property
    def aid(self) -> str:
        """How to read it."""
        ...

    @property
    def alt(self) -> str:
        """The picture in words."""
        ...

    @property
    def computed(self) -> str:
        """How it was computed, with the numbers of this case."""
        ...

    def table(self) -> pd.DataFrame:
        """The same as a table."""
        ...


def show(ts: TimeSeries, generation: int) -> None:
    """A choice of pictures; only the one chosen is computed, and kept for this series.

    Args:
        ts: The series.
        generation: Of the workspace; with each the section is closed again.
    """
    st.subheader("What kind of series is this?")
    # A fragment: choosing a picture leaves the rest of the page as it is.
    fragment(_section)(ts, generation)


def _section(ts: TimeSeries, generation: int) -> None:
    pictures = {
        "Forecastability": _forecastability,
        "Trend and season": _decomposition,
        "Seasonal plot": _overlay,
        "Box plots": _boxes,
        "Autocorrelation": _correlogram,
        "Stationarity": _stationarity,
    }
    chosen = st.pills(
        "Profile",
        list(pictures),
        key=f"profile-{generation}",
        persist_state="session",
        help="Each looks at the whole series, the newest values included. They are for you: none "
        "decides anything in a backtest.",
    )
    if chosen is None:
        st.caption("Choose a picture; it is computed then.")
        return
    with shell.guard():
        try:
            with st.spinner("Looking at the series"):
                pictures[chosen](_profile(ts))
        except LookbackError as error:
            st.info(shell.plain(str(error)), icon=":material/info:")


def _profile(ts: TimeSeries) -> Profile:
    """The profile of a series, the same one on every rerun."""
    kept = st.session_state.get(_SLOT)
    if not isinstance(kept, Profile) or kept.ts is not ts:
        kept = st.session_state[_SLOT] = Profile(ts)
    return kept


def _forecastability(profile: Profile) -> None:
    found = profile.forecastability
    st.markdown(f"**{shell.plain(found.sentence)}**")
    st.markdown("Settings that suit it, as Train proposes them:")
    advice = profile.recommended
    labels = {about.name: about.label for spec in (Recurrent, RollingOrigin)
              for about in describe(spec)}  # fmt: skip
    rows = [
        {"Setting": labels[name], "Value": str(getattr(advice, name)), "Why": shell.plain(reason)}
        for name, reason in advice.reasons.items()
    ]
    st.table(pd.DataFrame(rows).set_index("Setting"))
    if found.advice:
        st.markdown(found.advice)
    if found.errors:
        figure = profile_figures.error_figure(found, theme.current())
        _draw(found, figure, "forecastability", seen=found.parts.seen, lines=False)
    else:
        _note(found.parts.seen)
        _how(found, "forecastability")


def _decomposition(profile: Profile) -> None:
    found = profile.decomposition
    figure = profile_figures.decomposition_figure(found, theme.current())
    _draw(found, figure, "decomposition", seen=found.seen)


def _overlay(profile: Profile) -> None:
    if (cycle := _cycle(profile, "overlay")) is not None:
        found = profile.overlay(cycle)
        figure = season_figures.overlay_figure(found, theme.current())
        _draw(found, figure, f"overlay-{cycle.place}")


def _boxes(profile: Profile) -> None:
    if (cycle := _cycle(profile, "boxes")) is not None:
        found = profile.boxes(cycle)
        figure = season_figures.box_figure(found, theme.current())
        _draw(found, figure, f"boxes-{cycle.place}")


def _correlogram(profile: Profile) -> None:
    noun = profile.ts.frequency.noun
    words = {False: "Values", True: f"Changes from one {noun} to the next"}
    changes = st.segmented_control(
        "Of",
        list(words),
        format_func=words.__getitem__,
        default=False,
        required=True,
        key="profile-changes",
        help="A trend ties all values to each other; their changes show what else there is.",
    )
    found = profile.correlogram(changes=bool(changes))
    figure = profile_figures.correlation_figure(found, theme.current())
    _draw(found, figure, f"autocorrelation-{changes}", seen=found.seen, lines=False)


def _stationarity(profile: Profile) -> None:
    found = profile.stationarity
    figure = profile_figures.stationarity_figure(found, theme.current())
    _draw(found, figure, "stationarity", seen=found.seen, said=found.said)


def _cycle(profile: Profile, key: str) -> Cycle | None:
    """The turn to lay the series out by; a choice where there are several."""
    cycles = {f"By {cycle.place}": cycle for cycle in profile.cycles}
    if not cycles:
        noun = profile.ts.frequency.noun
        st.info(f"There is no season to see: the series is too short, or a {noun} is a full turn.")
        return None
    if len(cycles) == 1:
        return next(iter(cycles.values()))
    chosen = st.segmented_control(
        "Laid out", list(cycles), default=next(iter(cycles)), required=True, key=f"profile-{key}"
    )
    return cycles[chosen]


def _draw(
    picture: Picture,
    figure: go.Figure,
    name: str,
    *,
    seen: Stretch | None = None,
    lines: bool = True,
    said: str = "",
) -> None:
    """Title, chart, how to read it, how it was computed, and the same as a table.

    Args:
        picture: What it says about itself.
        figure: The same, drawn.
        name: Tells it from the others.
        seen: What was looked at, where that may be less than the series.
        lines: Whether a line of all of that is drawn.
        said: What else was found, in sentences.
    """
    st.markdown(f"**{shell.plain(picture.finding)}**")
    if said:
        st.markdown(shell.plain(said))
    theme.chart(figure, key=f"profile-{name}-chart", alt=picture.alt)
    st.markdown(shell.plain(picture.aid))
    if seen is not None:
        _note(seen, drawn_with(len(seen)) if lines else "")
    _how(picture, name)
    with st.expander(
        "As a table",
        icon=":material/table_rows:",
        on_change="rerun",
        key=f"profile-{name}-table",
    ) as box:
        if box.open:
            _table(picture.table(), name)


def _note(seen: Stretch, drawn: str = "") -> None:
    """What was left out, bridged or thinned."""
    if note := " ".join(part for part in (seen.first_steps, drawn) if part):
        st.caption(shell.plain(note))


def _how(picture: Picture, name: str) -> None:
    with st.expander(
        "How is this computed?",
        icon=":material/calculate:",
        on_change="rerun",
        key=f"profile-{name}-how",
    ) as box:
        if box.open:
            st.markdown(shell.plain(picture.computed))


def _table(table: pd.DataFrame, name: str) -> None:
    tables.show(table, height=min(35 * (len(table) + 1) + 3, 320))
    loaded = session.workspace().loaded
    papers = loaded.papers if loaded is not None else {}
    downloads.offer(lambda: table, f"lookback-profile-{name}.csv", papers)
