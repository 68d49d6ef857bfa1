"""The portfolio on its page: what is asked for, how far it is, what came of it."""

from datetime import UTC, datetime
from typing import Any

import streamlit as st

from core.engine import client
from core.engine.jobs import State
from core.models import Arima, Ets, Practised, SeasonalNaive, Theta, Tsb
from core.portfolio.findings import summary
from core.portfolio.levels import level_names
from core.portfolio.plan import PortfolioPlan
from core.settings import describe
from core.wording import about, counted, number
from ui import capsules, portfolio_files, portfolio_table, shell
from ui.fragments import fragment
from ui.jobs import POLL_S
from ui.portfolios import Many
from ui.workspace import Workspace


def models(many: Many, arima: bool) -> tuple[Any, ...]:
    """The models tried for a panel, the simplest first."""
    rare = (Tsb(),) if many.seldom else ()
    slow = (Arima(),) if arima else ()
    return (SeasonalNaive(), *rare, Theta(), Ets(), Practised(), *slow)


def ask(workspace: Workspace, many: Many) -> None:
    """The controls and the button."""
    panel = many.panel
    longest = max(len(panel.index) // 6, 1)
    settings = {setting.name: setting for setting in describe(PortfolioPlan)}
    names = level_names(panel.columns) if panel.aggregate == "sum" else []
    left, middle, right = st.columns(3)
    with left:
        horizon = st.number_input(
            settings["horizon"].label,
            1,
            max(longest, 1),
            min(panel.frequency.horizon, longest),
            key=f"portfolio-horizon-{panel.frequency.name}",
            help=settings["horizon"].help,
            persist_state="session",
        )
    with middle:
        levels = st.multiselect(
            "Totals too",
            range(len(names)),
            [0] if names else [],
            format_func=lambda level: names[level],
            key=f"portfolio-levels-{len(names)}",
            disabled=not names,
            help="Sums of the series, forecast by themselves. What all series together come to is "
            "always one of them if any is chosen. Values that are averages don't add up."
            if names
            else "These values are averages, which don't add up.",
            persist_state="session",
        )
    with right:
        arima = st.toggle(
            "ARIMA too",
            key="portfolio-arima",
            help="Searches an order for every series at every fold. Often a little better, always "
            "much slower.",
            persist_state="session",
        )
    plan = PortfolioPlan(horizon=int(horizon), models=models(many, arima))
    plan = plan.suited(len(panel.index), panel.seasonal_period)
    fits = len(panel) * (plan.folds + 1)
    st.caption(
        f"Tries {counted(len(plan.models), 'model')} ({', '.join(plan.names)}) on "
        f"{counted(len(panel), 'series', 'series')}: {counted(plan.choosing, 'fold')} to choose "
        f"by, {counted(plan.reporting, 'later one')} to report, and a forecast of "
        f"{panel.frequency.count(plan.horizon)}."
    )
    if arima:
        _quote(many, plan, fits)
    if st.button("Forecast all series", type="primary", icon=":material/play_arrow:"):

        def session() -> bytes:
            return capsules.keep(workspace, datetime.now(UTC))

        many.start(client.shared(), plan, levels, session)
        st.rerun()


def _quote(many: Many, plan: PortfolioPlan, fits: int) -> None:
    """What ARIMA will take, from a few fits of it here."""
    engine = client.shared()
    each = engine.seconds_each(many.panel, plan, Arima())
    if each is None:
        fragment(_await_quote, run_every=POLL_S)(many, plan)
        return
    took = about(each * fits / engine.threads())
    st.caption(f"ARIMA alone takes {took} here: {number(fits)} fits of {number(each, '.2g')} s.")


def _await_quote(many: Many, plan: PortfolioPlan) -> None:
    if client.shared().seconds_each(many.panel, plan, Arima()) is not None:
        st.rerun()
    st.caption("How long ARIMA takes: a few fits are being timed.")


def live(many: Many) -> None:
    """How far it is, while it is worked on."""
    fragment(_live, run_every=POLL_S)(many)


def _live(many: Many) -> None:
    job = many.job
    if job is None or job.over:
        # One full run at the end.
        st.rerun()
    done = f"{number(job.done)} of {number(job.total)} {_what(many)} done"
    if job.failures:
        done += f", {counted(job.failures, 'fit')} failed"
    if job.learning:
        done = "The network learns from all series"
    words = {State.WAITING: "Starting", State.CANCELLING: "Cancelling"}.get(job.state, done)
    st.progress(job.done / max(job.total, 1), text=words)
    left = job.seconds_left()
    st.caption("Time left: not known yet" if left is None else f"Time left: {about(left)}")
    st.button(
        "Cancel",
        key="portfolio-cancel",
        icon=":material/stop_circle:",
        disabled=job.state is State.CANCELLING,
        help="Stops this. Series that are done stay.",
        on_click=many.cancel,
    )
    if many.lasts:
        st.caption(
            "This goes on if you close this page, and this browser finds it again, also after the "
            "server was restarted."
        )


def _what(many: Many) -> str:
    return "series" if many.levelled is None else "series and totals"


def results(workspace: Workspace, many: Many) -> None:
    """What came of it: in words, as a table, and one series at a time."""
    job, found = many.job, many.overview()
    if job is None or found is None:
        return
    if many.again:
        st.info(
            "The server was restarted. This portfolio was found again, with the session as it was "
            "when you asked for it.",
            icon=":material/history:",
        )
    if job.state is State.CANCELLED:
        st.info(
            f"Cancelled: {number(job.done)} of {number(job.total)} {_what(many)} were done and are "
            "shown.",
            icon=":material/stop_circle:",
        )
    elif job.error is not None:
        st.error(str(job.error), icon=":material/error:")
    if job.over and job.done < job.total and st.button("Do the rest", icon=":material/resume:"):
        many.go_on(client.shared())
        st.rerun()
    if found.table.empty:
        return
    network = job.portfolio.plan.network
    first, *rest = summary(many.of_series(found), network.name if network else "")
    st.subheader(shell.plain(first))
    st.markdown(shell.plain(" ".join(rest)))
    portfolio_table.show(workspace, many, found)
    future = portfolio_files.adding_up(many)
    portfolio_files.offer(workspace, many, found, future)
