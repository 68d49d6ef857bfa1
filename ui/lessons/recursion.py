"""The walk on forecasts, step by step, and all steps at once beside it."""

import pandas as pd
import streamlit as st

from core.learn import own_walk
from core.learn.recursion import Both, Split, both, split
from core.learn.recursion_figures import walk_figure
from core.models import Recurrent
from core.settings import describe
from core.timeseries import TimeSeries
from core.wording import counted, number, rounded, with_unit
from ui import session, shell, tables, theme
from ui.lessons import training
from ui.lessons.boxes import box
from ui.lessons.once import computed

_WHO = ("A weighted sum", "Your network")
_SLOT = "recursion-own"
_COURSE = 4
"""Length of the course's own windows."""

_SHOWN = 4
"""Values of a window that are written out; of longer ones the newest."""


def show(ts: TimeSeries) -> None:
    """Who walks: a weighted sum, fitted at once, or the person's own network, trained for it."""
    who = st.pills("What walks", _WHO, default=_WHO[0], key="recursion-who",
                   required=True)  # fmt: skip
    if who == _WHO[0]:
        _sum(ts)
    else:
        _own(ts)


def _sum(ts: TimeSeries) -> None:
    given = computed("recursion", ts, split)
    one, two, three = st.columns(3)
    with one:
        done = st.slider("Steps walked", 0, given.horizon, 2, key="recursion-steps")
    with two:
        lookback = st.slider("Window length", 1, given.longest, min(_COURSE, given.longest),
                             key="recursion-window")  # fmt: skip
    with three:
        place = _start(len(given.origins)) - 1
    found = both(given, lookback)
    _picture(ts, given, found, place, done)
    st.markdown(
        f"{_said(given, found, ts)} Learned from {counted(given.learned, 'value')}, judged on the "
        f"newest {found.judged}, the same for all steps."
    )
    with box("Both ways as a table") as shown:
        if shown.open:
            _table(given, found, ts, place)


def _own(ts: TimeSeries) -> None:
    """The network of the settings on Train, trained to answer one step, and to answer all."""
    workspace = session.workspace()
    chosen = {about.name: workspace.value(about.name) for about in describe(Recurrent)}
    request = own_walk.request(ts, Recurrent(**chosen))
    tried = training.tried(_SLOT, request.ts)
    if tried is not None:
        asked, forecasts = tried
        network = asked.forecasters[0].network
        given, found = own_walk.walked(ts, network, forecasts)
        done = st.slider("Steps walked", 0, given.horizon, 2, key="recursion-own-steps")
        _picture(ts, given, found, 0, done)
        st.markdown(
            f"{_said(given, found, ts)} Of one start, so that a single odd "
            f"{ts.frequency.noun} counts."
        )
        st.caption(
            f"{network.name}, window {network.lookback}, at most "
            f"{counted(network.epochs, 'epoch')}, trained for each way on all but the newest "
            f"{ts.frequency.count(given.horizon)}."
        )
    else:
        walks = request.forecasters[0]
        st.markdown(
            f"As set on Train: **{walks.network.name}**, window {walks.network.lookback}, at most "
            f"{counted(walks.network.epochs, 'epoch')}. It is trained twice without the newest "
            f"{ts.frequency.count(walks.horizon)}: to answer "
            "one step, which it then walks on, and to answer all at once. The network of a run "
            "would not do: it has seen the end."
        )
    training.offer(_SLOT, request, "Train it both ways" if tried is None else "Train again")
    if tried is not None:
        with box("Both ways as a table", key="own-walk") as shown:
            if shown.open:
                _table(given, found, ts, 0)


def _picture(ts: TimeSeries, given: Split, found: Both, place: int, done: int) -> None:
    """The walk as far as it got, and its newest windows in numbers."""
    origin = ts.index[given.first + int(given.origins[place])]
    theme.chart(
        walk_figure(ts, given, found, place, done, theme.current()),
        key="lesson-recursion",
        alt=f"{ts.name} forecast from {ts.frequency.words(origin)} on, {done} of {given.horizon} "
        "steps walked on forecasts, all steps at once beside them, and the errors of both by steps "
        "ahead",
    )
    walked = [_step(found, ts, place, step) for step in range(max(done - 2, 0), done)]
    st.markdown("  \n".join(walked))


def _start(starts: int) -> int:
    if starts == 1:
        return 1
    return st.slider("Start from", 1, starts, starts, key="recursion-start")


def _step(found: Both, ts: TimeSeries, place: int, step: int) -> str:
    """A step of the walk: "Step 2: [7, 8, 9, **10**] → [**11.2**]"."""
    lookback = found.lookback
    window = found.walked[place, step : step + lookback]
    told = [_number(value, ts, fed=step + k >= lookback) for k, value in enumerate(window)]
    dots = ["…"] if lookback > _SHOWN else []
    answer = _number(found.recursive[place, step], ts, fed=True)
    return f"Step {step + 1}: \\[{', '.join(dots + told[-_SHOWN:])}\\] → \\[{answer}\\]"


def _number(value: float, ts: TimeSeries, *, fed: bool) -> str:
    words = shell.plain(ts.words(float(value), unit=False))
    return f"**{words}**" if fed else words


def _said(given: Split, found: Both, ts: TimeSeries) -> str:
    """Both errors at the first and the last step."""
    ends = [
        f"{rounded(errors[0])} one {ts.frequency.noun} ahead and {rounded(errors[-1], ts.unit)} at "
        f"{ts.frequency.count(given.horizon)}"
        for errors in (found.recursive_errors, found.direct_errors)
    ]
    what = "Mean errors" if found.judged > 1 else "Errors"
    return (
        f"Forecasts are **bold**. {what}: **step by step** "
        f"{shell.plain(ends[0])}; **all at once** {shell.plain(ends[1])}."
    )


def _table(given: Split, found: Both, ts: TimeSeries, place: int) -> None:
    origin = given.first + int(given.origins[place])
    steps = range(1, given.horizon + 1)
    amounts = {
        "What came": found.truth[place],
        "Step by step": found.recursive[place],
        "All at once": found.at_once[place],
        "Mean error, step by step": found.recursive_errors,
        "Mean error, all at once": found.direct_errors,
    }
    table = pd.DataFrame(
        {
            ts.frequency.noun.capitalize(): [
                ts.frequency.words(ts.index[origin + k]) for k in steps
            ],
            "Steps ahead": list(map(number, steps)),
            **{with_unit(name, ts.unit): values for name, values in amounts.items()},
        }
    )
    tables.show(table, height=260)
