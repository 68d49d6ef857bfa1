import numpy as np
import pandas as pd
import pytest

from core.diagnostic_figures import correlation_figure, error_figure, histogram_figure
from core.diagnostics import diagnose
from core.model_styles import STYLES
from tests.builders import series

FIGURES = (error_figure, histogram_figure, correlation_figure)


@pytest.fixture
def ts():
    return series(np.arange(100.0) + 500, unit="<b>EUR</b>")


@pytest.fixture
def found(ts):
    values = np.random.default_rng(0).normal(0, 3, 100)
    values[12:] += 0.9 * values[:-12]
    return diagnose(pd.Series(values, index=ts.index).drop(ts.index[[40, 41]]), ts)


def named(figure):
    return {trace.name: trace for trace in figure.data}


@pytest.mark.parametrize("draw", FIGURES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_model_has_its_colour(draw, theme, found, ts):
    main = draw(found, ts, "ARIMA", theme).data[0]
    hue = getattr(STYLES["ARIMA"], theme)
    assert hue in (main.line.color if main.type == "scatter" else None, main.marker.line.color)


@pytest.mark.parametrize("draw", FIGURES)
def test_axes_say_what_they_are_and_units_are_no_markup(draw, found, ts):
    layout = draw(found, ts, "ARIMA").layout
    titles = layout.xaxis.title.text, layout.yaxis.title.text
    assert all(titles)
    assert "<b>" not in "".join(titles)
    expected = {
        error_figure: ("Month", "Error (&lt;b&gt;EUR&lt;/b&gt;)"),
        histogram_figure: ("Error (&lt;b&gt;EUR&lt;/b&gt;)", "Number of months"),
        correlation_figure: ("Months earlier", "Correlation"),
    }
    assert titles == expected[draw]


def test_errors_stand_on_their_dates_with_gaps_left_open(found, ts):
    line, band = (named(error_figure(found, ts, "GRU"))[k] for k in ("Error", "Normal range, 95%"))
    assert list(line.x) == list(ts.index)
    assert np.isnan(line.y[40:42].astype(float)).all()
    assert line.connectgaps is False
    assert band.line.dash == "dot"


def test_the_normal_curve_encloses_as_much_as_the_bars(found, ts):
    traces = named(histogram_figure(found, ts, "GRU"))
    bars, curve = traces["Errors"], traces["Normal curve"]
    area = np.sum(bars.y) * bars.width
    assert np.trapezoid(curve.y, curve.x) == pytest.approx(area, rel=0.02)


def test_correlations_outside_their_limits_are_marked_by_shape(found, ts):
    traces = named(correlation_figure(found, ts, "GRU"))
    far = traces["Outside limits"]
    assert 12 in far.x
    assert far.marker.symbol == "diamond"
    assert len(traces["Correlation"].x) == 24
    assert "1 month" in traces["Correlation"].customdata
    assert far.showlegend
