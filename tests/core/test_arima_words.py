import numpy as np
import pytest

from core.arima_numbers import ArimaNumbers, Coefficient
from core.arima_words import equation, order_in_words, readings
from core.number_style import THIN_SPACE, NumberStyle, using
from tests.builders import series

MONTHLY = series([1.0, 2.0]).frequency
NONE = (0, 0, 0)


def numbers(order=NONE, seasonal=NONE, period=12, coefficients=(), waves=1):
    return ArimaNumbers(order, seasonal, period, tuple(coefficients), 11.8, waves)


@pytest.mark.parametrize(
    ("order", "seasonal", "said"),
    [
        (
            (2, 1, 1),
            (0, 1, 1),
            "forecasts how the change over 12 months moves from one month to the next. For the "
            "next one it uses the last 2 changes, its last miss and its miss 12 months before.",
        ),
        ((1, 0, 0), (2, 0, 0), "uses the last value and the values 12 and 24 months before."),
        ((0, 0, 2), (0, 1, 2), "uses its last 2 misses and its misses 12 and 24 months before."),
        ((0, 1, 0), NONE, "It takes the newest value for the next."),
        ((0, 2, 0), NONE, "It carries the last change on."),
        (NONE, (0, 1, 0), "It takes the value 12 months before for the next."),
        ((0, 1, 0), (0, 1, 0), "It takes the newest change over 12 months for the next."),
    ],
)
def test_the_order_is_said_in_words(order, seasonal, said):
    words = order_in_words(numbers(order, seasonal), MONTHLY)
    assert words.startswith(f"ARIMA({order[0]},{order[1]},{order[2]})")
    assert words.endswith(said)


def test_what_is_added_to_the_order_is_said():
    found = numbers(
        (1, 0, 0), period=1, coefficients=[Coefficient("level", 1, 50.0, 1.0)], waves=52
    )
    words = order_in_words(found, MONTHLY)
    assert words.startswith("ARIMA(1,0,0) forecasts the values themselves.")
    assert "around a steady level and waves that draw the season of 52 months." in words


EVERY = numbers(
    (1, 1, 1),
    (1, 0, 1),
    12,
    [
        Coefficient("ar", 1, -0.31, 0.08),
        Coefficient("ma", 1, 0.4, 0.3),
        Coefficient("sar", 1, 0.25, np.nan),
        Coefficient("sma", 1, -0.6, 0.1),
        Coefficient("drift", 1, -0.73, 0.1),
        Coefficient("driver", 1, -8.0, 1.0, "Price", 9.9),
    ],
)


def test_each_coefficient_says_what_follows_from_it():
    said = readings(EVERY, MONTHLY, "EUR")
    assert said["ar1"] == (
        "Where the change 1 month before was 10 above the usual, the next change is forecast "
        "3.10 lower."
    )
    assert said["ma1"].startswith("Where the forecast 1 month before was 10 too low, the next")
    assert said["ma1"].endswith("does not stand out from 0, so chance alone may have made it.")
    assert "12 months before" in said["sar1"]
    assert said["sar1"].endswith("How sure that is can't be told from this series.")
    assert said["sma1"].endswith("the next change is forecast 6.00 lower.")
    assert said["drift"] == "A steady 0.730 EUR down each month."
    assert said["driver 1"].startswith("'Price': 1 more goes with 8.00 EUR less (95% range 6.04 to")


def test_waves_are_one_sentence():
    found = numbers(
        coefficients=[Coefficient("sine", 1, 3.0, 0.1), Coefficient("cosine", 1, 4.0, 0.1)],
        waves=1_000,
    )
    # 3 sin + 4 cos is a wave of height 5.
    assert readings(found, MONTHLY, "EUR") == {
        "waves": "1 pair of sine and cosine draws the season of 1,000 months: from 5.00 EUR below "
        "the level to 5.00 EUR above it."
    }


def test_the_equation_has_every_term_with_its_sign():
    assert equation(EVERY) == (
        r"y_t = -0.730\,t - 8.00\,(x_{1,t} - 9.90) + n_t",
        "(1 + 0.310B)(1 - 0.250B^{12})(1 - B) n_t",
        "= (1 + 0.400B)(1 - 0.600B^{12}) e_t",
    )
    assert equation(numbers((0, 2, 0), (0, 1, 0))) == ("(1 - B)^2(1 - B^{12}) y_t = e_t",)
    assert equation(numbers((0, 1, 0), period=1)) == ("(1 - B) y_t = e_t",)
    assert equation(numbers()) == ("y_t = e_t",)


@pytest.mark.parametrize(
    ("style", "said"),
    [
        (NumberStyle(",", "."), "y_t = 12.300 + n_t"),
        (NumberStyle(".", ","), "y_t = 12{,}300 + n_t"),
        (NumberStyle(",", THIN_SPACE), r"y_t = 12\,300 + n_t"),
        (NumberStyle(".", "'"), r"y_t = 12\text{'}300 + n_t"),
    ],
)
def test_marks_of_numbers_mean_nothing_else_in_latex(style, said):
    level = numbers(coefficients=[Coefficient("level", 1, 12_300.0, 1.0)])
    with using(style):
        assert equation(level)[0] == said
