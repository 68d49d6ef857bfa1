"""Error measures of the person's own forecast, spoilt by sliders."""

import pandas as pd
import streamlit as st

from core.learn.error_measure_figures import measures_figure, times_as_high
from core.learn.error_measures import CASES, MEASURES, Judged, Spoil, fooled, of_naive, of_run
from core.timeseries import TimeSeries
from core.wording import counted, percent, rounded, with_unit
from ui import shell, tables, theme
from ui.lessons.boxes import box
from ui.lessons.own_run import own_run

_SHIFT, _WILD, _NEAR, _CALM = "errors-shift", "errors-wild", "errors-near", "errors-calm"
_CASE = "errors-case"


def show(ts: TimeSeries) -> None:
    """The forecast, what spoils it, and the five measures."""
    given, whose = _forecast(ts)
    case = st.pills(
        "What fools",
        list(MEASURES),
        format_func=MEASURES.__getitem__,
        key=_CASE,
        on_change=_set_case,
    )
    one, two, three = st.columns(3)
    with one:
        shift = st.slider("Shift all of it", -50, 50, 0, 5, format="%d%%", key=_SHIFT)
    with two:
        wild = st.slider("One wild miss", 0, 200, 0, 10, format="%d%%", key=_WILD)
    with three:
        near = st.slider("Values near zero", 0, 100, 0, 1, format="%d%%", key=_NEAR)
    calm = st.toggle("The calmest season of the past as MASE's yardstick", key=_CALM)
    now = Spoil(shift / 100, wild / 100, near / 100, calm).done_to(given)
    theme.chart(
        measures_figure(given, now, _texts(given, now), ts, theme.current()),
        key="lesson-errors",
        alt=f"{counted(len(now.point), 'forecast')} of {ts.name} by {now.model} beside what came, "
        "and five error measures, each as a multiple of its value for the forecast left alone",
    )
    if case:
        st.markdown(f"**{MEASURES[case]}**: {shell.plain(fooled(case, given, ts.unit))}")
    st.caption(
        shell.plain(f"{whose} Shift and wild miss are in per cent of the mean of what came.")
    )
    with box("Measures and misses as tables") as shown:
        if shown.open:
            _tables(given, now, ts)


def _forecast(ts: TimeSeries) -> tuple[Judged, str]:
    """What is judged, and whose it is, in words."""
    run = own_run(ts)
    if run is not None and run.by_error:
        model = run.by_error[0]
        found = of_run(run.trained.backtest, model, run.training.ts)
        if found is not None:
            return found, f"The {model} of your {run.short} at its newest cutoff."
    found = of_naive(ts)
    span = ts.frequency.count(len(found.point))
    return found, (
        f"No run on this series yet: the newest {span}, forecast by the {found.model.lower()}. "
        "Train, and it is your own."
    )


def _set_case() -> None:
    case = st.session_state[_CASE]
    spoil = CASES[case] if case else Spoil()
    for key, share in ((_SHIFT, spoil.shift), (_WILD, spoil.wild), (_NEAR, spoil.near)):
        st.session_state[key] = round(100 * share)
    st.session_state[_CALM] = spoil.calm


def _texts(given: Judged, now: Judged) -> dict[str, str]:
    before, after = given.measured(), now.measured()
    return {key: f"{_written(key, before[key])} → {_written(key, after[key])}" for key in MEASURES}


def _written(key: str, value: float, unit: str = "") -> str:
    if key in ("mape", "smape"):
        return percent(value / 100)
    return rounded(value, "" if key == "mase" else unit)


def _tables(given: Judged, now: Judged, ts: TimeSeries) -> None:
    before, after, times = given.measured(), now.measured(), times_as_high(given, now)
    st.dataframe(
        pd.DataFrame(
            [
                (MEASURES[key], *(_written(key, each[key], ts.unit) for each in (before, after)),
                 rounded(times[key]))
                for key in MEASURES
            ],
            columns=["Measure", "Left alone", "Now", "Times as high"],
        ),
        hide_index=True,
    )  # fmt: skip
    tables.show(
        pd.DataFrame(
            {
                ts.frequency.noun.capitalize(): map(ts.frequency.words, now.stamps),
                with_unit("What came", ts.unit): now.actual,
                "Forecast": now.point,
                "Miss": now.actual - now.point,
            }
        ),
        height=220,
    )
