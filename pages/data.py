"""Data: what is in my file, and is it right?"""

import pandas as pd
import streamlit as st

from core import environment
from core.date_style import written
from core.errors import LookbackError
from core.events import labels
from core.profile import plain
from core.reading import Question
from core.reading.choices import REPAIRS
from core.wording import counted, number, rounded, with_unit
from ui import (
    capsules,
    downloads,
    drivers,
    events,
    first_look,
    kept_here,
    last_period,
    opening,
    profile,
    receipts,
    rows,
    samples,
    sections,
    shell,
    since,
    tables,
    value_style,
)
from ui.holdings import Loaded
from ui.workspace import Workspace


def body(workspace: Workspace) -> None:
    """Upload or sample, the chart, what was detected, the receipt, the facts, the table."""
    st.title("Data")
    _source(workspace)
    opening.ask(workspace)
    loaded = workspace.loaded
    if loaded is None:
        st.markdown(
            "Upload a table with a column of dates and a column of values, or take a sample. "
            "You will see how it was read, and every change that was made to it."
        )
        return
    since.notice(workspace)
    _questions(workspace, loaded)
    reading = loaded.reading
    st.subheader(plain(loaded.facts))
    events.chart(workspace, loaded)
    last_period.hint(workspace, loaded)
    events.show(workspace, loaded)
    if loaded.look is not None:
        st.subheader("What comes next, at a first look")
        first_look.show(loaded.look, reading.series, str(id(loaded)), lambda: loaded.papers)
    rows.hint(workspace, loaded)
    for note in reading.notes:
        st.warning(shell.plain(note), icon=":material/info:")
    events.suggestions(workspace)
    st.page_link("pages/train.py", label="Next: train", icon=":material/arrow_forward:")
    _detections(workspace, loaded)
    receipts.show(workspace)
    drivers.show(workspace, loaded)
    _facts(loaded)
    profile.show(reading.series, workspace.generation)
    sections.when_opened(
        "The series as a table", ":material/table_rows:", "series-table", lambda: _table(loaded)
    )


def _source(workspace: Workspace) -> None:
    upload, pasted, sample = st.tabs(["Upload a file", "Paste a table", "Take a sample"])
    with upload:
        most = environment.number("LOOKBACK_MAX_UPLOAD_MB")
        rows = environment.number("LOOKBACK_MAX_ROWS")
        file = st.file_uploader(
            f"A CSV, Excel or Parquet file, up to {most} MB and {number(rows)} rows; or a session "
            "that was saved",
            type=["csv", "tsv", "txt", "xlsx", "xlsm", "parquet", "gz", "zip", "lookback"],
            max_upload_size=most,
            key="upload",
            help="Text with comma, semicolon, tab or vertical bar between columns; decimal point "
            "or comma; dates in nearly any style. An archive (.gz or .zip) may hold one of these. "
            "A capsule (.lookback) brings back a whole session as it was saved.",
        )
        with st.popover("Where your data goes", icon=":material/lock:"):
            hours = environment.number("LOOKBACK_SESSION_HOURS")
            st.markdown(
                "The file is sent to the computer that runs Lookback and kept in its memory, "
                f"at the longest until {hours} hours after your last visit or until the server "
                "restarts. The web server may hold a large file in a temporary one while it "
                f"arrives, and {kept_here.portfolios()}; nothing else is written to "
                f"disk{kept_here.unless()}. It is "
                "not sent anywhere else, unless whoever runs this server connected it to a cluster "
                "of their own. Your browser keeps a cookie with a random name for your session, so "
                "that a reload finds it again. Logs hold no values of yours."
            )
        if file is not None and st.session_state.get("upload-taken") != file.file_id:
            # Taken once: the uploader gives the same file again on every run of the page.
            st.session_state["upload-taken"] = file.file_id
            _load(workspace, "upload-problem", file.getvalue(), file.name)
        if file is not None:
            _problem(workspace, "upload-problem", file.name)
    with pasted:
        _paste(workspace)
    with sample:
        chosen = st.selectbox(
            "Sample",
            samples.CATALOGUE,
            format_func=lambda entry: entry.title,
            key="sample",
        )
        words = "Synthetic: made up by a script." if chosen.synthetic else chosen.source
        st.caption(shell.plain(f"{chosen.about} {words}"))
        if st.button("Use this sample", key="use-sample"):
            samples.load(workspace, chosen)
            st.rerun()


def _paste(workspace: Workspace) -> None:
    text = st.text_area(
        "Cells copied from a spreadsheet, with their headings",
        height=160,
        key="pasted",
        placeholder="Month\tSales\n2024-01\t120\n2024-02\t135",
    )
    if st.button("Read what was pasted", icon=":material/content_paste:"):
        _load(workspace, "paste-problem", text.encode(), "Pasted table")
    _problem(workspace, "paste-problem", "")


def _load(workspace: Workspace, slot: str, data: bytes, name: str) -> None:
    """Read a file; what is wrong with it stands in the session under `slot`."""
    st.session_state.pop(slot, None)
    opening.forget()
    with st.spinner("Reading"):
        try:
            if capsules.is_capsule(data, name):
                opening.receive(workspace, data)
            else:
                workspace.load(data, name)
                since.read_on(workspace)
        except LookbackError as error:
            st.session_state[slot] = str(error)
        else:
            # The sidebar was drawn before the file was read.
            st.rerun()


def _problem(workspace: Workspace, slot: str, name: str) -> None:
    problem = st.session_state.get(slot)
    if problem:
        what = f"{name}: {problem}" if name else problem
        kept = " The data from before is kept." if workspace.loaded is not None else ""
        st.error(shell.plain(f"{what}{kept}"), icon=":material/error:")


def _questions(workspace: Workspace, loaded: Loaded) -> None:
    """What only the person can know, with both readings on their own rows."""
    for question in loaded.reading.questions:
        with st.container(border=True):
            st.markdown(f"**{shell.plain(question.text)}**")
            _ask(workspace, loaded, question)


def _ask(workspace: Workspace, loaded: Loaded, question: Question) -> None:
    words = {answer.value: answer.text for answer in question.answers}
    values = list(words)
    chosen = st.radio(
        "Your answer",
        values,
        index=None,
        format_func=words.__getitem__,
        key=f"question-{question.setting}-{workspace.generation}",
    )
    st.caption(f"Until you answer, this is used: {shell.plain(words[question.provisional])}")
    if chosen is not None:
        workspace.reread(loaded.choices.answering(question, chosen))
        st.rerun()


def _detections(workspace: Workspace, loaded: Loaded) -> None:
    with st.expander("How the file was read", icon=":material/fact_check:", expanded=True):
        st.markdown("Change anything that is not right; the file is read again at once.")
        found = [
            detection
            for detection in (*loaded.reading.detections, *loaded.table.detections)
            if detection.options and detection.setting not in REPAIRS
        ]
        for begin in range(0, len(found), 3):
            # Row by row: with the keyboard and on a phone they come in this order.
            for column, detection in zip(st.columns(3), found[begin : begin + 3], strict=False):
                with column:
                    receipts.override(workspace, loaded, detection)
        rows.choose(workspace, loaded)
        value_style.choose(workspace, loaded, st.columns(3))
        for detection in (*loaded.table.detections, *loaded.reading.detections):
            if not detection.options:
                st.caption(shell.plain(f"{detection.what}: {detection.value}; {detection.reason}."))


def _facts(loaded: Loaded) -> None:
    """What neither the sentences at the top nor the receipt say."""
    facts, unit = loaded.facts, loaded.reading.series.unit
    words = (
        f"Lowest {rounded(facts.minimum, unit)}, mean {rounded(facts.mean, unit)}, "
        f"highest {rounded(facts.maximum, unit)}."
    )
    if facts.zeros:
        words += f" {counted(facts.zeros, 'value is', 'values are')} zero."
    st.caption(shell.plain(words))


def _table(loaded: Loaded) -> None:
    series = loaded.reading.series
    noun = series.frequency.noun.capitalize()
    values = with_unit(series.name, series.unit)
    table = pd.DataFrame({noun: series.index, values: series.values})
    table["event"] = labels(series.events, series.index, series.frequency)
    tables.show(table if series.events else table.drop(columns="event"))
    downloads.offer(
        lambda: table.assign(**{noun: written(series.index, series.date_style)}),
        "lookback-series.csv",
        loaded.papers,
    )


shell.show("Data", body)
