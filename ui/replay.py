"""The test on the past, played: what would have been forecast at each cutoff, and what came."""

import streamlit as st

from core.replay import scenes, table
from core.replay_figures import replay_figure
from core.wording import percent, with_unit
from ui import downloads, player, tables, theme
from ui.runs import Run


def show(run: Run) -> None:
    """A chart with a slider over the cutoffs, and the same as a table."""
    st.subheader("Replay")
    ts, past = run.training.ts, run.trained.backtest
    default = [model for model in (run.training.recommended, "ARIMA") if model in past.models]
    chosen = st.pills(
        "Models that forecast",
        past.models,
        selection_mode="multi",
        default=default,
        key=f"replayed-{run.id}",
    )
    found = scenes(past, [model for model in past.models if model in chosen], ts)
    if not found:
        st.info("Choose at least one model that has a forecast of the past.")
        return
    key = f"replay-{run.id}"
    player.show(key, found)
    theme.chart(
        replay_figure(found, past.levels, ts, theme.current()),
        key=key,
        alt=f"{ts.name} as it was known at each of {len(found)} past cutoffs, what "
        f"{', '.join(chosen)} forecast there, and what came after",
    )
    noun = ts.frequency.count(past.horizon)
    st.caption(
        f"Dark line: what was known at the cutoff, the dotted line. Faint line: what came after, "
        f"which no forecast knew. Each model looked {noun} ahead; dark band: 80%, light band: 95%."
    )
    with st.expander("As a table", icon=":material/table_rows:"):
        replayed = table(found)
        amounts = {
            "forecast": "Forecast, mean",
            "actual": "Actual, mean",
            "miss": "Typical miss",
        }
        words = {name: with_unit(label, ts.unit) for name, label in amounts.items()}
        shown = replayed.assign(
            share=[percent(share) for share in replayed["share"]],
            held=[f"{row.held} of {row.values}" for row in replayed.itertuples()],
        ).drop(columns="values")
        shown = shown.rename(
            columns={
                **words,
                "cutoff": "Known up to",
                "model": "Model",
                "share": "Of the actual",
                "held": "80% range held",
            }
        )
        form = f",.{tables.digits(replayed['actual'])}f"
        tables.show(shown, forms=dict.fromkeys(words.values(), form))
        downloads.offer(lambda: tables.in_file_style(shown, ts), "lookback-replay.csv", run.papers)
