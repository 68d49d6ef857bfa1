"""What Forecast says first: the next period, the whole horizon, and how far to believe it."""

import streamlit as st

from core import totals
from core.blend import BLEND, recipe
from core.forecaster import next_in_words
from core.spans import horizon_span
from ui import aggregates, report_card, shell
from ui.runs import Run


def show(run: Run, name: str) -> None:
    """The number for the next period and the total, each with its range, in words."""
    forecast, ts = run.forecasts[name], aggregates.measured(run)
    st.subheader(shell.plain(next_in_words(forecast, ts)))
    said = [f"By {name}, {recipe(run.training.recommended)}." if name == BLEND else f"By {name}."]
    if len(forecast.table) > 1:
        found = totals.total(forecast, horizon_span(ts, len(forecast.table)))
        st.subheader(shell.plain(totals.headline(found, ts, unit=False)))
        said.insert(0, totals.against_before(found, ts))
    said.append(report_card.held_in_words(run, name))
    st.markdown(shell.plain(" ".join(filter(None, said))))
