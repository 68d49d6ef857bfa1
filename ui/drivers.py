"""Drivers on Data: other columns that move the series, values to come, public holidays."""

import pandas as pd
import streamlit as st

from core import holiday_calendar
from core.reading.other_columns import known_ahead
from core.wording import listed, with_unit
from ui import receipts, sections, shell, tables
from ui.holdings import Loaded
from ui.workspace import Workspace

AHEAD, NOT_AHEAD = "Yes, it is planned", "No, only its past"


def show(workspace: Workspace, loaded: Loaded) -> None:
    """Which columns are drivers, whether each is known ahead, what is to come, and holidays."""
    sections.when_opened(
        "What moves it: prices, promotions, weather, public holidays",
        ":material/tune:",
        "drivers",
        lambda: _drivers(workspace),
        expanded=bool(loaded.choices.drivers or loaded.choices.holidays),
    )


def _drivers(workspace: Workspace) -> None:
    loaded = workspace.loaded
    assert loaded is not None
    st.markdown(
        "The networks and ARIMA use these where they help on the past; ETS, Theta and the "
        "naive baseline do without."
    )
    _columns(workspace, loaded)
    _to_come(workspace, loaded)
    _holidays(workspace, loaded)


def _columns(workspace: Workspace, loaded: Loaded) -> None:
    offered = loaded.reading.driving
    if not offered and not loaded.choices.drivers:
        st.caption(
            "The file has no other columns of numbers, or of yes and no, that could move it."
        )
        return
    before = loaded.choices.drivers or ()
    chosen = tuple(
        st.multiselect(
            "Columns that move it",
            list(dict.fromkeys((*offered, *before))),
            default=before,
            key=f"driving-{workspace.generation}",
            help="Columns of numbers, or of yes and no: TRUE and FALSE, Y and N, a cross or "
            "nothing. A period with several rows takes their mean; of yes and no, the share of "
            "its days that say yes.",
        )
    )
    ahead = []
    for name in chosen:
        planned = name in (loaded.choices.known_ahead or ())
        if name not in before:
            planned = known_ahead(name)
        answer = st.radio(
            f"Will you know {shell.plain(name)} ahead?",
            [AHEAD, NOT_AHEAD],
            index=0 if planned else 1,
            horizontal=True,
            key=f"ahead-{name}-{workspace.generation}",
            help="A price or a promotion is planned, so its values to come are taken from the "
            "file or asked for. Of a temperature only the past is used, a horizon late.",
        )
        if answer == AHEAD:
            ahead.append(name)
    changed = loaded.choices.driven_by(chosen, tuple(ahead))
    if changed != loaded.choices:
        receipts.reread(workspace, changed)
    for step in loaded.reading.receipt:
        if step.setting == "drivers":
            st.caption(shell.plain(step.text))


def _to_come(workspace: Workspace, loaded: Loaded) -> None:
    """The values to come of drivers known ahead, to be typed where the file has none."""
    horizon = int(workspace.value("horizon"))
    table = loaded.to_come(horizon)
    if table.empty:
        return
    if loaded.forgotten:
        st.warning(
            "The values to come that were typed belong to another series, frequency or driver, so "
            "they are forgotten.",
            icon=":material/info:",
        )
    series = loaded.reading.series
    lacking = int(table.isna().any(axis="columns").sum())
    st.markdown(
        f"**Values to come**, for a horizon of {series.frequency.count(horizon)}. "
        + (
            f"{series.frequency.count(lacking)} without a value yet; type them."
            if lacking
            else "All are there, from the file or from you."
        )
    )
    kinds = () if series.drivers is None else series.drivers.kinds
    if flags := [kind.name for kind in kinds if kind.yes_no and kind.name in table]:
        st.caption(shell.plain(f"{listed(flags)}: 1 stands for yes, 0 for no."))
    stamps = pd.DatetimeIndex(table.index)
    shown = tables.dated(table, series.frequency.noun.capitalize())
    dates = str(shown.columns[0])
    edited = st.data_editor(
        shown,
        hide_index=True,
        width="stretch",
        disabled=[dates],
        key=f"to-come-{horizon}-{workspace.generation}",
        column_config={
            dates: st.column_config.DatetimeColumn(format=tables.date_format(shown[dates]))
        },
    )
    said = edited.drop(columns=dates).astype(float).set_index(stamps)
    if st.button("Use these values", icon=":material/check:", disabled=said.equals(table)):
        workspace.say_ahead(said)
        st.rerun()


def _holidays(workspace: Workspace, loaded: Loaded) -> None:
    country, region = loaded.choices.place
    names = {"": "(none)", **holiday_calendar.countries()}
    left, right = st.columns(2)
    with left:
        found = st.selectbox(
            "Public holidays of",
            list(names),
            index=list(names).index(country),
            format_func=names.__getitem__,
            key=f"country-{workspace.generation}",
        )
    places = {"": "(all of the country)"}
    if found:
        places |= holiday_calendar.regions(found)
    with right:
        where = st.selectbox(
            "Region",
            list(places),
            index=list(places).index(region) if found == country and region in places else 0,
            format_func=places.__getitem__,
            disabled=len(places) == 1,
            key=f"region-{found}-{workspace.generation}",
        )
    said = f"{found}/{where}".rstrip("/")
    if said != (loaded.choices.holidays or ""):
        receipts.reread(workspace, loaded.choices.with_holidays(said))
    if loaded.choices.holidays:
        effect = workspace.holiday_effect()
        st.markdown(shell.plain(effect.sentence))
        if len(effect.table):
            with st.expander("Each holiday as a table", icon=":material/table_rows:"):
                unit = loaded.reading.series.unit
                amounts = {name: with_unit(name, unit) for name in ("effect", "lo", "hi")}
                tables.show(effect.table.rename(columns=amounts))
