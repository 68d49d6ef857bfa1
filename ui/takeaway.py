"""A run to take away: in words, as a workbook, a page to print, a script; pictures of charts."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import streamlit as st

from core import __version__, figures, totals
from core.account import Account, account
from core.describe import describe
from core.forecaster import Forecast
from core.measures import MEASURES
from core.number_style import NumberStyle, using
from core.report import to_html
from core.saved_charts import PICTURES
from core.script import to_script
from core.spans import horizon_span
from core.workbook import to_workbook
from ui import aggregates, session
from ui.holdings import RECIPE
from ui.runs import Run

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(run: Run, forecasts: Mapping[str, Forecast], chosen: str) -> None:
    """The description, to be copied; files of everything there is about the run.

    Args:
        run: The run.
        forecasts: All its forecasts as they are shown.
        chosen: Model that the person looks at.
    """
    ranges = run.recalibrated.get(chosen)
    past = None if ranges is None else ranges.past
    ts, forecast = aggregates.measured(run), forecasts[chosen]
    whole = totals.total(forecast, horizon_span(ts, len(forecast.table)))
    added = [f"{totals.headline(whole, ts)}.", totals.against_before(whole, ts)]
    several = len(forecast.table) > 1
    said = describe(run.trained, forecast, run.verdict, added if several else (), recalibrated=past)
    st.markdown("**In words, to be copied**")
    st.code("\n".join(said), language=None, wrap_lines=True)
    st.markdown(f"**Everything about this run**, with the {chosen} as the forecast")
    # Looked up here: files are made later, outside of any page.
    numbers = session.workspace().numbers

    def told() -> Account:
        recipe = run.papers.get(RECIPE, b"")
        measure = MEASURES[run.measure]
        return account(run.trained, dict(forecasts), chosen, said, measure, recipe)

    with st.container(horizontal=True):
        _file(
            "Excel workbook",
            lambda: to_workbook(told()),
            "lookback.xlsx",
            WORKBOOK,
            ":material/table_view:",
            "Sheets for the forecast with a chart, the past, the test on the past, scores, "
            "settings, decisions and the receipt. No formulas, no macros.",
        )
        _file(
            "Report to print",
            lambda: _report(run, forecasts, chosen, told(), numbers),
            "lookback-report.html",
            "text/html",
            ":material/print:",
            "One page with the words, interactive charts and tables. It opens in any browser "
            "without a connection (about 5 MB) and prints well.",
        )
        _file(
            "Python script",
            lambda: to_script(
                run.trained, forecast, None if ranges is None else ranges.how, run.label
            ),
            "lookback-forecast.py",
            "text/x-python",
            ":material/code:",
            f"Fits the {chosen} anew and gives this forecast again; the series stands in it. For "
            "ARIMA, the naive baseline and most networks trained here it needs public packages "
            "alone; for other models it imports Lookback's code. Its first lines say which, and "
            "why.",
        )
    _pictures()


def _pictures() -> None:
    """A choice of what charts are saved as, on every page."""
    mine = session.workspace()
    chosen = st.radio(
        "Charts are saved as",
        list(PICTURES),
        index=list(PICTURES).index(mine.pictures),
        format_func=PICTURES.__getitem__,
        horizontal=True,
        key="pictures",
        help="The camera above a chart, on any page, saves it as it stands, in a file named after "
        "what it shows. Your browser makes it; nothing is sent anywhere. Charts in the report have "
        "a button for each.",
    )
    if chosen != mine.pictures:
        mine.pictures = chosen
        # The charts above were drawn with the other one.
        st.rerun()


def _file(
    label: str, make: Callable[[], bytes], name: str, mime: str, icon: str, help: str
) -> None:
    st.download_button(
        label,
        data=make,
        file_name=name,
        mime=mime,
        icon=icon,
        on_click="ignore",
        key=f"take-{name}",
        help=help,
    )


def _report(
    run: Run, forecasts: Mapping[str, Forecast], chosen: str, told: Account, numbers: NumberStyle
) -> bytes:
    ts, backtest = run.training.ts, run.trained.backtest
    span = ts.frequency.count(run.training.plan.horizon)
    compared = [name for name in (chosen, "ARIMA") if name in backtest.models]
    with using(numbers):
        drawn = {
            f"The next {span}": (
                figures.forecast_figure(ts, {chosen: forecasts[chosen]}),
                f"{ts.name} so far, and the next {span} as forecast by the {chosen}, with 80% and "
                "95% intervals",
            ),
            "The past, forecast as if it were not known": (
                figures.backtest_figure(ts, backtest, list(dict.fromkeys(compared))),
                f"Actual {ts.name} and what {' and '.join(compared)} forecast at past cutoffs",
            ),
        }
        now = datetime.now(UTC)
        made = f"Made on {now.day} {now:%B %Y} with Lookback {__version__}."
        return to_html(told, drawn, made)
