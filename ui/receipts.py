"""The receipt on Data: every change with its count, what could be done instead, undo, recipes."""

import pandas as pd
import streamlit as st

from core.errors import LookbackError
from core.reading import Choices, Detection
from core.reading.choices import REPAIRS
from core.recipe import LARGEST, from_json
from core.wording import amount
from core.written_receipt import WORDS, lines
from ui import sections, shell
from ui.holdings import Loaded
from ui.workspace import Workspace


def show(workspace: Workspace) -> None:
    """What was done, in order; what could be done instead; undo; the recipe."""
    sections.when_opened(
        "Receipt: every change made to the data",
        ":material/receipt_long:",
        "receipt",
        lambda: _receipt(workspace),
    )


def _receipt(workspace: Workspace) -> None:
    loaded = workspace.loaded
    assert loaded is not None
    rows = [
        {
            "Step": str(line.place),
            "What": line.step.name,
            "In words": shell.plain(f"{line.step.text} {line.step.example}"),
            "Choice": shell.plain(line.choice),
            "Total after": amount(line.step.total_after),
        }
        for line in lines(loaded.reading)
    ]
    # A plain table wraps its text; sentences would be cut in a grid.
    st.table(pd.DataFrame(rows).set_index("Step"))
    st.markdown(f"**Control total.** {shell.plain(loaded.reading.receipt.control())}")
    _repairs(workspace, loaded)
    _recipe(workspace, loaded)


def _repairs(workspace: Workspace, loaded: Loaded) -> None:
    found = {detection.setting: detection for detection in loaded.reading.detections}
    repairs = [found[setting] for setting in REPAIRS if setting in found]
    st.markdown("**What could be done instead.**")
    for begin in range(0, len(repairs), 3):
        # Row by row: with the keyboard and on a phone they come in this order.
        for column, detection in zip(st.columns(3), repairs[begin : begin + 3], strict=False):
            with column:
                override(workspace, loaded, detection)
    last = workspace.undoable
    if st.button(
        f"Undo: {shell.plain(last)}" if last else "Undo",
        key="undo",
        icon=":material/undo:",
        disabled=not last,
        help="Takes back the last change and no other: how the file is read or repaired, an event, "
        "values to come, the unit, how numbers are written, or a recipe.",
    ):
        workspace.undo()
        st.rerun()


def _recipe(workspace: Workspace, loaded: Loaded) -> None:
    st.markdown(
        "**Recipe.** All choices, the unit and the events as a file, for next month's data."
    )
    st.download_button(
        "Save the recipe",
        data=loaded.recipe,
        file_name="lookback-recipe.json",
        mime="application/json",
        on_click="ignore",
        icon=":material/save:",
    )
    file = st.file_uploader(
        "Apply a saved recipe to this file",
        type=["json"],
        max_upload_size=1,
        key=f"recipe-{loaded.origin.filename}",
    )
    if file is None or st.session_state.get("recipe-taken") == file.file_id:
        problem = st.session_state.get("recipe-problem")
        if file is not None and problem:
            st.error(shell.plain(problem), icon=":material/error:")
        return
    # Taken once: the uploader gives the same file again on every run of the page.
    st.session_state["recipe-taken"] = file.file_id
    st.session_state.pop("recipe-problem", None)
    try:
        workspace.apply(from_json(file.read(LARGEST + 1)))
    except LookbackError as error:
        st.session_state["recipe-problem"] = f"{error} The reading from before is kept."
    st.rerun()


def override(workspace: Workspace, loaded: Loaded, detection: Detection) -> None:
    """A selectbox for something that was found out, with the reason beneath."""
    options = list(detection.options)
    chosen = st.selectbox(
        detection.what,
        options,
        index=options.index(detection.value) if detection.value in options else 0,
        format_func=lambda option: WORDS.get((detection.setting, option), option or "(none)"),
        key=f"read-{detection.setting}-{detection.place}-{workspace.generation}",
    )
    st.caption(shell.plain(_sentence(detection.reason)))
    if chosen != detection.value:
        reread(workspace, loaded.choices.choosing(detection, chosen))


def _sentence(reason: str) -> str:
    return f"{reason[0].upper()}{reason[1:]}." if reason else ""


def reread(workspace: Workspace, changed: Choices) -> None:
    """Read the file again with other choices; if that fails, say why."""
    try:
        workspace.reread(changed)
    except LookbackError as error:
        st.error(shell.plain(f"{error} The reading from before is kept."))
        return
    st.rerun()
