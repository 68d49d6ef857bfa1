"""A budget asked for on Forecast: one total, one for each period, a file, or last year plus."""

import math
from typing import Any

import pandas as pd
import streamlit as st

from core.errors import LimitError
from core.periods import a_year_before
from core.spans import Span, units_within
from core.target_reading import BudgetFile, read_budget
from core.targets import HORIZON, Target, last_year_plus, periods
from core.timeseries import TimeSeries
from core.wording import listed, with_unit
from ui import shell, tables
from ui.runs import Run
from ui.workspace import Workspace, known_by

TOTAL, EACH, FILE, LAST_YEAR = "One total", "For each period", "From a file", "Last year plus"
MOST_MB = 5


def ask(workspace: Workspace, run: Run, ts: TimeSeries) -> Target | None:
    """What is to be met, in one of four ways; None as long as nothing is given.

    Raises:
        LookbackError: If a file can't be read or belongs to other dates.
    """
    ways = {
        TOTAL: lambda: _total(workspace, run, ts),
        EACH: lambda: _each(workspace, run, ts),
        FILE: lambda: _file(workspace, run, ts),
        LAST_YEAR: lambda: _last_year(run, ts),
    }
    chosen = st.radio(
        "Kind of budget", list(ways), horizontal=True, key="target-kind", persist_state="session"
    )
    return ways[chosen]()


def _total(workspace: Workspace, run: Run, ts: TimeSeries) -> Target | None:
    """One amount for the whole horizon, or for a period that ends within it."""
    horizon = run.training.plan.horizon
    offered = {
        (unit, span.first): span
        for unit in (HORIZON, *reversed(units_within(ts, horizon)))
        for span in periods(ts, horizon, unit)
    }
    left, right = st.columns(2)
    with left:
        unit, first = st.selectbox(
            "For",
            list(offered),
            format_func=lambda key: _said(offered[key], ts),
            key=f"target-span-{run.id}",
            persist_state="session",
        )
    span = offered[unit, first]
    slot = (known_by(ts), f"{TOTAL}, {unit}, {ts.aggregate}")
    kept = workspace.budgets.get(slot, {})
    given = kept.get(first, span.before)
    with right:
        amount = st.number_input(
            with_unit("Budget", ts.unit),
            value=None if math.isnan(given) else given,
            key=f"target-total-{unit}-{first}-{ts.aggregate}-{run.id}",
            placeholder="Type an amount",
            **_form(ts, given),
        )
    if amount is None:
        return None
    if amount == span.before:
        when = a_year_before(ts.frequency, span.years)
        st.caption(f"Shown at first: what it came to {when}. Type your own.")
    workspace.budgets[slot] = {**kept, first: amount}
    return Target(unit, {first: amount})


def _said(span: Span, ts: TimeSeries) -> str:
    made = span.made_of(ts.frequency)
    return f"{span.name[0].upper()}{span.name[1:]}{f' ({made})' if made else ''}"


def _form(ts: TimeSeries, amount: float) -> dict[str, Any]:
    """How an amount is typed: whole where the series is, and not below what it can be."""
    digits = 0 if ts.whole else tables.digits(pd.Series([0.0 if math.isnan(amount) else amount]))
    least = 0.0 if ts.least == 0 else None
    return {"format": f"%.{digits}f", "step": 10.0**-digits, "min_value": least}


def _unit(run: Run, ts: TimeSeries, key: str) -> str:
    """The periods that budgets are given for; asked only where there is a choice."""
    offered = (ts.frequency.noun, *units_within(ts, run.training.plan.horizon))
    if len(offered) == 1:
        return offered[0]
    return st.radio(
        "By",
        offered,
        format_func=str.capitalize,
        horizontal=True,
        key=f"{key}-{run.id}",
        persist_state="session",
    )


def _each(workspace: Workspace, run: Run, ts: TimeSeries) -> Target | None:
    """An amount for each period, typed into a table."""
    unit = _unit(run, ts, "target-each-unit")
    spans = periods(ts, run.training.plan.horizon, unit)
    slot = (known_by(ts), f"{EACH}, {unit}, {ts.aggregate}")
    key = f"target-each-{unit}-{ts.aggregate}-{run.id}"
    if key not in st.session_state:
        # While it is edited, the table below the edits has to stay the same.
        st.session_state[f"{key}-before"] = workspace.budgets.get(slot, {})
    before = st.session_state[f"{key}-before"]
    period, last, budget = (
        unit.capitalize(), with_unit("Year before", ts.unit), with_unit("Budget", ts.unit)
    )  # fmt: skip
    table = pd.DataFrame(
        {
            period: [span.name for span in spans],
            last: [span.before for span in spans],
            budget: [before.get(span.first, math.nan) for span in spans],
        }
    )
    digits = 0 if ts.whole else tables.digits(table[last].fillna(0.0))
    form = st.column_config.NumberColumn(format=f"%.{digits}f")
    st.caption("Type into the last column, or paste a column from a spreadsheet there.")
    edited = st.data_editor(
        table,
        hide_index=True,
        width="stretch",
        disabled=[period, last],
        key=key,
        column_config={last: form, budget: form},
        placeholder="",
    )
    typed = edited[budget].astype(float)
    amounts = {
        span.first: amount
        for span, amount in zip(spans, typed, strict=True)
        if not math.isnan(amount)
    }
    # Those of periods that are not shown now, such as past ones, stay as they are.
    shown = {span.first for span in spans}
    kept = workspace.budgets.get(slot, {})
    workspace.budgets[slot] = {
        first: amount for first, amount in kept.items() if first not in shown
    } | amounts
    return Target(unit, amounts) if amounts else None


def _last_year(run: Run, ts: TimeSeries) -> Target | None:
    """The year before with a percentage on it."""
    left, right = st.columns(2)
    with left:
        unit = _unit(run, ts, "target-growth-unit")
    with right:
        percent = st.number_input(
            "Per cent on the year before",
            value=0.0,
            step=1.0,
            min_value=-100.0,
            format="%.1f",
            key=f"target-growth-{run.id}",
            persist_state="session",
        )
    horizon = run.training.plan.horizon
    target = last_year_plus(ts, horizon, unit, percent / 100)
    spans = periods(ts, horizon, unit)
    without = [span.name for span in spans if span.first not in target.amounts]
    if without:
        other = ", or holds another number of weeks" if ts.frequency.name == "weekly" else ""
        st.caption(f"The year before is not known{other}: {listed(without)}.")
    if any(span.years > 1 for span in spans):
        st.caption(
            "What lies more than a year ahead is held against the last year known, with the "
            "percentage on it once for each year."
        )
    return target if target.amounts else None


def _file(workspace: Workspace, run: Run, ts: TimeSeries) -> Target | None:
    """Amounts from a file given for this series, on the periods that its dates fall in."""
    series = known_by(ts)
    file = st.file_uploader(
        f"A CSV or Excel file with dates and budgets, up to {MOST_MB} MB",
        type=["csv", "tsv", "txt", "xlsx", "xlsm", "parquet", "gz", "zip"],
        max_upload_size=MOST_MB,
        key=f"target-file-{series}",
        help="A row for each period of the forecast, or for each month, quarter or year. Dates and "
        "numbers may be written as in any file here.",
    )
    if file is not None and st.session_state.get("target-file-taken") != file.file_id:
        # Taken once: the uploader gives the same file again on every run of the page.
        st.session_state["target-file-taken"] = file.file_id
        data = file.getvalue()
        if len(data) > MOST_MB * 1_000_000:
            raise LimitError(f"{file.name} has more than {MOST_MB} MB. Give budgets alone.")
        workspace.give_budget_file(ts, (file.name, data))
    if series not in workspace.budget_files:
        return None
    name, data = workspace.budget_files[series]
    if file is None:
        left, right = st.columns([3, 1])
        left.caption(f"From {shell.plain(name)}, given before.")
        if right.button("Forget it", icon=":material/delete:"):
            del workspace.budget_files[series]
            st.rerun()
    key = f"target-column-{series}-{name}"
    column = st.session_state.get(key)
    found = _read(run, ts, name, data, column)
    if len(found.columns) > 1:
        st.selectbox(
            "Column of the budget",
            found.columns,
            index=found.columns.index(found.column),
            key=key,
        )
    st.caption(shell.plain(" ".join(found.said)))
    return found.target


def _read(run: Run, ts: TimeSeries, name: str, data: bytes, column: str | None) -> BudgetFile:
    """The budget of a file, read once and not on every run of the page."""
    asked = (run.id, ts.aggregate, name, len(data), column)
    known = st.session_state.get("target-read")
    if known is None or known[0] != asked or known[1] is not data:
        found = read_budget(data, name, ts, run.training.plan.horizon, column)
        known = asked, data, found
        st.session_state["target-read"] = known
    read: BudgetFile = known[2]
    return read
