"""Which drivers forecasts count on, in words and numbers."""

from dataclasses import replace

import numpy as np

from core import driven
from core.drivers import Driver
from core.forecaster import Forecast
from core.models import Practised, Theta
from tests.builders import driven as with_drivers
from tests.builders import promoted, seasonal

H = 6


def forecasts(ts):
    models = (Practised(adaptation="off"), Theta())
    return {model.name: model.fit(ts, H).predict() for model in models}


def test_each_model_names_the_drivers_that_count_in_it():
    ts = promoted(horizon=H)
    assert driven.sentences(forecasts(ts), ts) == (
        "Practised LSTM counts on 'Promotion'.",
        "Theta counts on no driver.",
    )
    assert driven.sentences(forecasts(seasonal()), seasonal()) == ()


def test_models_that_count_on_the_same_stand_together():
    ts = promoted(horizon=H)
    table = forecasts(ts)["Theta"].table
    counting = {"A": ("Price",), "B": (), "C": ("Price",), "D": ()}
    made = {name: Forecast(name, ts.index[-1], table, drivers=of) for name, of in counting.items()}
    assert driven.sentences(made, ts) == (
        "A and C count on 'Price'.",
        "B and D count on no driver.",
    )


def test_values_to_come_are_those_the_forecast_was_made_with():
    ts = promoted(horizon=H)
    values = driven.values(forecasts(ts), ts)
    assert list(values) == ["Promotion"]
    assert list(values.index) == list(ts.future_index(H))
    assert values["Promotion"].tolist() == ts.drivers.table["Promotion"].iloc[-H:].tolist()


def test_a_gap_to_come_shows_the_value_that_is_carried_into_it():
    ts = with_drivers(seasonal(), {"Price": [*np.arange(96) % 7, 3.0, np.nan, 5.0, 5.0, 5.0, 5.0]})
    made = {"A": Forecast("A", ts.index[-1], forecasts(ts)["Theta"].table, drivers=("Price",))}
    assert driven.values(made, ts)["Price"].tolist() == [3, 3, 5, 5, 5, 5]


def test_a_driver_not_known_ahead_shows_what_stood_a_horizon_before():
    ts = with_drivers(seasonal(), {}, {"Rain": np.arange(96.0)})
    name = "Rain 6 months before"
    made = {"A": Forecast("A", ts.index[-1], forecasts(ts)["Theta"].table, drivers=(name,))}
    assert driven.values(made, ts)[name].tolist() == [90, 91, 92, 93, 94, 95]


def test_values_to_come_are_summed_up_in_a_sentence():
    price, promo = np.arange(96) % 7, np.arange(96) % 5 // 4
    known = {"Price": [*price, 3.0, 3.5, 5.0, 5.0, 5.0, 5.0], "Promo": [*promo, 0, 1, 0, 0, 1, 0]}
    ts = with_drivers(seasonal(), known)
    flags = replace(ts.drivers, kinds=(Driver("Price", True), Driver("Promo", True, True)))
    ts = replace(ts, drivers=flags)
    table = forecasts(ts)["Theta"].table
    made = {"A": Forecast("A", ts.index[-1], table, drivers=("Price", "Promo"))}
    values = driven.values(made, ts)
    assert driven.flags_of(values, ts) == ["Promo"]
    assert driven.spans(values, ts) == (
        "The 6 months to come have 'Price' at 3 to 5 and 'Promo' in 2 of them; other values would "
        "make another forecast."
    )
    assert driven.spans(values.iloc[:, :0], ts) == ""


def test_it_is_said_what_folds_were_told():
    ts = promoted(horizon=H)
    assert driven.in_the_test(ts).startswith("'Promotion' was known ahead in every fold")
    assert driven.offered(ts) == (
        "Networks and ARIMA may count on 'Promotion', known ahead; and on 'Weather', of which "
        "only the past is known."
    )
    assert driven.in_the_test(seasonal()) == driven.offered(seasonal()) == ""
