"""What is left over in a model's errors, as a section of a page."""

import streamlit as st

from core import diagnostic_figures
from core.blend import BLEND
from core.diagnostic_findings import Origin, findings
from core.diagnostics import DOUBT, Diagnostics, diagnose
from core.errors import LookbackError
from core.wording import P_MEANS, number, percent, rounded, with_unit
from ui import downloads, shell, tables, theme
from ui.runs import Run


def show(run: Run) -> None:
    """The errors of one model of a run: findings, charts, tables. Nothing if no model has any."""
    residuals = {
        name: forecast.residuals
        for name, forecast in run.trained.forecasts.items()
        if forecast.residuals is not None
    }
    if not residuals:
        return
    st.subheader("What is left over in the errors")
    ts = run.training.ts
    model = st.selectbox(
        "Model whose errors are examined",
        list(residuals),
        key=f"residuals-{run.id}",
        help="An error is the actual value minus the forecast one step ahead, on past dates. A "
        "good model leaves nothing but chance in its errors.",
    )
    try:
        found = diagnose(residuals[model], ts)
    except LookbackError as error:
        st.info(str(error))
        return
    for sentence in findings(found, ts, _origin(run, model)):
        st.markdown(f"- {shell.plain(sentence)}")
    if found.alike:
        return
    _charts(run, model, found)
    st.caption(_numbers(found, run))
    _tables(run, model, found)


def _origin(run: Run, model: str) -> Origin:
    if model == BLEND:
        return "blend"
    if model == run.training.network.name:
        return "trained"
    return "practised" if model == run.training.recommended else "fitted"


def _charts(run: Run, model: str, found: Diagnostics) -> None:
    ts, ground = run.training.ts, theme.current()
    theme.chart(
        diagnostic_figures.error_figure(found, ts, model, ground),
        key=f"errors-{run.id}",
        alt=f"Errors of {model} one step ahead by date, {found.n} of them",
    )
    # Columns stand below each other on a phone.
    left, right = st.columns(2)
    with left:
        theme.chart(
            diagnostic_figures.histogram_figure(found, ts, model, ground),
            key=f"sizes-{run.id}",
            alt=f"How many errors of {model} are how large, beside a normal curve",
        )
    with right:
        theme.chart(
            diagnostic_figures.correlation_figure(found, ts, model, ground),
            key=f"correlations-{run.id}",
            alt=f"Correlation of the errors of {model} with earlier ones, up to "
            f"{ts.frequency.count(len(found.acf))}, with the limits of chance",
        )


def _numbers(found: Diagnostics, run: Run) -> str:
    """Every number of the section, and what it means."""
    ts = run.training.ts
    low, high = found.band
    parts = [
        f"Error: actual minus forecast, so above 0 where the forecast was too low. {found.n} of "
        f"them, mean {rounded(found.mean)}, standard deviation {rounded(found.spread, ts.unit)}; "
        f"under a normal curve 95% would lie between {rounded(low)} and "
        f"{rounded(high, ts.unit)}, the dotted lines; {percent(1 - found.beyond)} do.",
        "A correlation of 1 means that errors so far apart are always alike, -1 that they are "
        "opposite, 0 that one tells nothing of the other. If only chance were at work, 95% would "
        "lie between the dotted lines; a diamond marks those outside, "
        f"{int(found.outside.sum())} of {len(found.acf)}.",
    ]
    if found.ljung_box is not None:
        parts.append(
            f"Ljung-Box takes the first {found.ljung_box.freedom} together "
            f"(Q {number(found.ljung_box.statistic, '.1f')})."
        )
    if found.jarque_bera is not None:
        parts.append(
            f"Jarque-Bera ({number(found.jarque_bera.statistic, '.1f')}) looks at skewness "
            f"({number(found.skewness, '.2f')}; 0 is even) and excess kurtosis "
            f"({number(found.kurtosis, '.2f')}; above 0 is heavy-tailed)."
        )
    parts.append(f"{P_MEANS}; below {number(DOUBT)} it counts as found.")
    return shell.plain(" ".join(parts))


def _tables(run: Run, model: str, found: Diagnostics) -> None:
    ts = run.training.ts
    noun = ts.frequency.noun.capitalize()
    errors = found.errors.dropna().rename(with_unit("Error", ts.unit)).rename_axis(noun)
    correlations = found.correlations().rename(
        columns={
            "lag": f"{noun}s earlier",
            "correlation": "Correlation",
            "limit": "Limit, either side",
            "outside": "Outside",
        }
    )
    sizes = found.histogram().rename(
        columns={
            "low": with_unit("From", ts.unit),
            "high": with_unit("To", ts.unit),
            "errors": "Errors",
            "normal": "Normal curve",
        }
    )
    with st.expander("Errors as tables", icon=":material/table_rows:"):
        parts = {
            "By date": errors.reset_index(),
            "By size": sizes,
            "Against earlier errors": correlations,
        }
        for label, table in parts.items():
            st.markdown(f"**{label}**")
            tables.show(table, height=220)
        downloads.offer(
            lambda: errors.reset_index().assign(Model=model, Unit=ts.unit),
            "lookback-errors.csv",
            run.papers,
        )
