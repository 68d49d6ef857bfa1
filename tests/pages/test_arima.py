from dataclasses import replace

from tests.pages.conftest import look_closer, words


def test_arima_is_said_in_numbers_and_words(trained):
    look_closer(trained, "ARIMA in numbers")
    text = words(trained)
    assert "ARIMA(1,1,0)(0,1,1)[12] forecasts how the change over 12 months moves" in text
    assert "**ar1**: Where the change 1 month before was 10 above the usual" in text
    assert "does not stand out from 0" in text
    table = next(frame.value for frame in trained.dataframe if "Standard error" in frame.value)
    assert list(table["Coefficient"]) == ["ar1", "sma1"]
    assert list(table["Standard error"]) == [0.08, 0.2]
    (equation,) = trained.latex
    assert r"(1 + 0.310B)(1 - B)(1 - B^{12}) y_t \\ = (1 - 0.100B^{12}) e_t" in equation.value
    assert "y is Umbrellas, t counts months" in text


def test_an_arima_that_failed_has_no_numbers(trained):
    run = trained.session_state["workspace"].runs[0]
    run.trained.forecasts["ARIMA"] = replace(run.trained.forecasts["ARIMA"], details=None)
    look_closer(trained, "ARIMA in numbers")
    assert "there is nothing to show" in words(trained)
