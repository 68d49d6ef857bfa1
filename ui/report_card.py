"""Can the ranges be believed: the report card of a model's intervals, and their recalibration."""

import math

import pandas as pd
import streamlit as st

from core.calibration import left_out, recalibration
from core.calibration_findings import advice, earlier, told
from core.errors import DataError
from core.metrics import coverage
from core.report_card import ReportCard, report_card, sentences
from core.report_card_figures import card_figure
from core.wording import listed, number, percent
from ui import downloads, shell, tables, theme
from ui.runs import Run

_LATER = 2
"""Folds with enough earlier ones below which it is not said how they alone would have done."""


def show(run: Run) -> None:
    """What was held beside what chance gives, in words, as a chart and as a table."""
    st.subheader("Can the ranges be believed?")
    models = run.by_error
    if not models:
        st.info("No model has a forecast whose ranges could be judged.")
        return
    model = st.selectbox(
        "Model whose ranges are judged",
        models,
        key=f"card-{run.id}",
        help="An 80% range should hold 80% of what then happened, a 95% range 95%. Here is how "
        "often they did on the past cutoffs, and how far chance alone would move that.",
    )
    ts, past = run.training.ts, run.trained.backtest
    card = report_card(past, model, ts)
    if card is None:
        st.info(f"Nothing was observed after any cutoff at which {model} has a forecast.")
        return
    for sentence in sentences(card):
        st.markdown(f"- {shell.plain(sentence)}")
    after = _recalibration(run, model, card)
    kind = st.segmented_control(
        "In parts by",
        list(card.parts),
        default=next(iter(card.parts)),
        required=True,
        key=f"card-parts-{run.id}",
    )
    theme.chart(
        card_figure(card, kind, theme.current(), after),
        key=f"held-{run.id}",
        alt=f"Share of actual values inside the ranges of {model} by {kind.lower()}, with the "
        "range that chance alone would give",
    )
    st.caption(_how(card))
    _table(run, card, after)


def _recalibration(run: Run, model: str, card: ReportCard) -> ReportCard | None:
    """The switch, and what it does; the card of the recalibrated ranges while it is on."""
    try:
        recalibration(run.trained.backtest, model)
    except DataError as error:
        st.caption(shell.plain(str(error)))
        return None
    key = f"recalibrate-{run.id}-{model}"
    # The run knows; a reload or the other page may have changed it.
    st.session_state[key] = model in run.recalibrated
    st.toggle(
        f"Recalibrate the ranges of {model}",
        key=key,
        on_change=lambda: _switch(run, model, key),
        help="Makes them wider or narrower by how far past forecasts missed, here and on Forecast. "
        "Switch it off to have the model's own ranges back.",
    )
    ranges = run.recalibrated.get(model)
    if ranges is None:
        st.caption(advice(card))
        return None
    past, ts = run.trained.backtest, run.training.ts
    after = report_card(ranges.past, model, ts)
    assert after is not None
    for sentence in told(ranges.how, card, after, past, ranges.past):
        st.markdown(f"- {shell.plain(sentence)}")
    since = left_out(past, model, ts, earlier=True)
    if since is not None and len(since.cutoffs) >= _LATER:
        st.markdown(f"- {shell.plain(earlier(past, since, model))}")
    st.page_link("pages/forecast.py", label="See them on Forecast", icon=":material/trending_up:")
    return after


def _switch(run: Run, model: str, key: str) -> None:
    if st.session_state[key]:
        run.recalibrate(model)
    else:
        run.take_back(model)


def _how(card: ReportCard) -> str:
    values, worth = card.overall[0].of, card.overall[0].chance.worth
    return (
        "Grey bars: where the share would lie in 95 of 100 such tests if the range were right and "
        "only chance moved it. A diamond lies outside. Values of one fold go together, since a "
        f"level once misjudged is missed again and again: {number(values)} of them tell about as "
        f"much as {number(round(worth))} that have nothing to do with each other."
    )


def _table(run: Run, card: ReportCard, after: ReportCard | None) -> None:
    levels = [held.level for held in card.overall]
    found = card.table()
    table = pd.DataFrame({"By": found["kind"], "Part": found["part"], "Values": found["values"]})
    later = None if after is None else after.table()
    for level in levels:
        table[f"{level}% held"] = found[f"held-{level}"]
        table[f"{level}% share"] = [percent(share) for share in found[f"share-{level}"]]
        table[f"{level}% by chance"] = [
            f"{number(low)} to {number(high)}"
            for low, high in zip(found[f"low-{level}"], found[f"high-{level}"], strict=True)
        ]
        if later is not None:
            table[f"{level}% held, recalibrated"] = later[f"held-{level}"]
    with st.expander("As a table", icon=":material/table_rows:"):
        counts = map(str, table.select_dtypes("number").columns)
        tables.show(table, forms=dict.fromkeys(counts, ",.0f"))
        downloads.offer(lambda: table.assign(Model=card.model), "lookback-ranges.csv", run.papers)


def in_use(run: Run, chosen: list[str]) -> None:
    """That ranges on this page are recalibrated ones, and the way back."""
    some = [model for model in chosen if model in run.recalibrated]
    if not some:
        return
    for model in some:
        st.caption(shell.plain(run.recalibrated[model].how.note))
    st.button(
        f"Use the ranges as {listed(some)} gave them",
        key=f"own-ranges-{run.id}",
        icon=":material/undo:",
        on_click=_take_back,
        args=(run, some),
    )


def _take_back(run: Run, models: list[str]) -> None:
    for model in models:
        run.take_back(model)


def held_in_words(run: Run, model: str) -> str:
    """How often the 80% range of a model held on past cutoffs, as sentences."""
    meant = "The range is meant to hold 8 times in 10"
    rows = run.past(model).predictions
    rows = rows[rows["model"] == model]
    held = coverage(*(rows[name].to_numpy(float) for name in ("y", "lo-80", "hi-80")))
    if math.isnan(held):
        return f"{meant}."
    often = f"{number(held * 10, '.1f')} times in 10"
    if model not in run.recalibrated:
        return f"{meant}; on the past cutoffs it held {often}."
    return (
        f"{meant}. It was recalibrated: on the past cutoffs, each left out in turn, such ranges "
        f"held {often}."
    )
