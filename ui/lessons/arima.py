"""An ARIMA whose orders are sliders, on the person's series."""

import pandas as pd
import streamlit as st

from core.arima_words import equation, order_in_words
from core.learn.arima import (
    HIGHEST,
    Orders,
    Tried,
    autocorrelations,
    season_of,
    stretch,
    tried,
)
from core.learn.arima_figures import arima_figure
from core.timeseries import TimeSeries
from core.wording import counted, listed, number, rounded, with_unit
from ui import shell, tables, theme
from ui.lessons.boxes import box
from ui.lessons.own_run import own_run

_KNOWN = {
    "Random walk": Orders(d=1),
    "AR(1)": Orders(p=1),
    "Seasonal naive": Orders(sd=1),
    "Airline model": Orders(d=1, q=1, sd=1, sq=1),
}
_SIGNS = ("p", "d", "q", "P", "D", "Q")
_MEANS = ("AR", "differences", "MA", "seasonal AR", "seasonal differences", "seasonal MA")
_KEYS = tuple(f"arima-{place}" for place in range(6))
_CHOICE = "arima-known"


def show(ts: TimeSeries) -> None:
    """The orders, the picture, the model in words and numbers, and how it fares."""
    run = own_run(ts)
    forecast = None if run is None else run.trained.forecasts.get("ARIMA")
    details = None if forecast is None else forecast.details
    known = dict(_KNOWN)
    if run is not None and details is not None and not details.of("sine", "driver"):
        own = (*details.order, *details.seasonal)
        if all(map(int.__le__, own, HIGHEST)):
            known[f"That of your {run.short}"] = Orders(*own)
    season = season_of(ts) > 1
    if not season:
        known = {name: each for name, each in known.items() if not (each.sp + each.sd + each.sq)}
    st.session_state.setdefault(_KEYS[1], 1)
    st.pills("Known models", list(known), key=_CHOICE, on_change=_take, args=(known,))
    orders = _sliders(season)
    found = tried(ts, orders)
    numbers = found.fit.numbers()
    theme.chart(
        arima_figure(found, ts, theme.current()),
        key="lesson-arima",
        alt=f"{numbers.name} of {ts.name}: its forecast of {counted(len(found.ahead), 'step')} "
        "beside what came, the differences, and what correlation is left in its misses",
    )
    st.markdown(shell.plain(order_in_words(numbers, ts.frequency)))
    st.markdown(_verdict(found, ts))
    left, right = st.columns(2)
    with left, box("The equation", ":material/function:") as shown:
        if shown.open:
            lines = r" \\ ".join(equation(numbers))
            st.latex(rf"\begin{{gathered}} {lines} \end{{gathered}}")
            st.caption("y is the series, B takes one step back, e is the miss one step ahead.")
    with right, box("The picture as tables") as shown:
        if shown.open:
            _tables(found, ts)


def _sliders(season: bool) -> Orders:
    chosen = []
    for row in ((0, 1, 2), (3, 4, 5))[: 2 if season else 1]:
        for place, column in zip(row, st.columns(3), strict=True):
            with column:
                chosen.append(
                    st.slider(f"{_SIGNS[place]}: {_MEANS[place]}", 0, HIGHEST[place],
                              key=_KEYS[place])
                )  # fmt: skip
    return Orders(*chosen)


def _take(known: dict[str, Orders]) -> None:
    orders = known.get(st.session_state[_CHOICE] or "")
    if orders is not None:
        values = (orders.p, orders.d, orders.q, orders.sp, orders.sd, orders.sq)
        for key, value in zip(_KEYS, values, strict=True):
            st.session_state[key] = value


def _verdict(found: Tried, ts: TimeSeries) -> str:
    """How it fares on what was kept from it, and what a run says of ARIMA and networks."""
    orders, folds = found.fit.orders, len(found.cutoffs)
    stretches = f"{'the newest' if folds == 1 else f'the newest {folds} stretches of'} "
    said = (
        f"**On what was kept from it** ({stretches}{ts.frequency.count(stretch(ts))}, fitted anew "
        f"before each) it misses by **{rounded(found.error)}** on average, the seasonal naive by "
        f"{rounded(found.naive_error, ts.unit)}; one step ahead on what it knew by "
        f"{rounded(found.fit.spread)} (RMSE). It learned "
        f"{counted(orders.coefficients, 'coefficient')}."
    )
    run = own_run(ts)
    if run is None:
        return shell.plain(said).replace(r"\*", "*") + (
            " Train, and this page has the figures of your run: ARIMA with orders it found, beside "
            "networks."
        )
    board = run.leaderboard
    scored = board[board["failure"] == ""].set_index("model")["mae"].to_dict()
    network = run.training.network.name
    names = [name for name in ("ARIMA", network, "Seasonal naive") if name in scored]
    told = listed([f"{name} by {rounded(scored[name])}" for name in names])
    return shell.plain(
        f"{said} **In your {run.short}**, over {counted(run.training.plan.folds, 'fold')} of "
        f"{ts.frequency.count(run.training.plan.horizon)}, {told} on average."
    ).replace(r"\*", "*")


def _tables(found: Tried, ts: TimeSeries) -> None:
    cutoff = found.cutoffs[-1]
    ahead = ts.index[cutoff + 1 : cutoff + 1 + len(found.ahead)]
    tables.show(
        pd.DataFrame(
            {
                ts.frequency.noun.capitalize(): map(ts.frequency.words, ahead),
                with_unit("What came", ts.unit): found.truth,
                "ARIMA": found.ahead,
                "Seasonal naive": found.naive,
            }
        ),
        height=220,
    )
    fit = found.fit
    left = fit.misses[fit.start :]
    most = max(min(24, len(left) // 2), 1)
    tables.show(
        pd.DataFrame(
            {
                "Steps earlier": list(map(number, range(1, most + 1))),
                "Correlation of differences": autocorrelations(fit.differences, most),
                "Correlation of misses": autocorrelations(left, most),
            }
        ),
        forms=dict.fromkeys(("Correlation of differences", "Correlation of misses"), ".2f"),
        height=220,
    )
