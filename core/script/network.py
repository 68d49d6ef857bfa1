"""The script of a network trained from scratch: it stands alone, with Keras's own layers.

What was learned of the series before any network saw it (the views of `core.models.preparation`),
the epochs that the part held out allowed, and how far the ranges reach, stand in it as numbers;
initial weights, windows, training and the way back to values are code.
"""

from core.forecaster import Forecast, filled
from core.models import Recurrent
from core.models.adjustment import Adjustment
from core.models.ensemble import LEAST_KNOWN
from core.models.net.descent import Descent
from core.models.preparation import DAMPING, Preparation
from core.models.restraint import HELD_BACK, SLACK, measurable
from core.script import template
from core.script.shared import PYTHON, Told, ending, head, series
from core.script.writing import number, numbers, packages
from core.settings import AUTO

ANEW = (
    "The networks are trained anew: from the same first weights, on the same windows in the same "
    "order, for as many epochs. As numbers stand below what Lookback learned of the series before "
    "(season, drift, level and scale as each network sees them), how many epochs served best on "
    "the newest values, held out in a training of their own, and how far the ranges reach, which "
    "follows from the misses of that training and is not computed here."
)

SAME = (
    "Keras's layers round otherwise than Lookback's own, in the seventh digit, and training lets "
    "that grow. In tests the forecasts were less than 0.01% apart after 10 epochs and 0.6% after "
    "100; the last line printed says how far it came here."
)

KERAS = {"rnn": "SimpleRNN", "lstm": "LSTM", "gru": "GRU", "dense": "Dense", "perceptron": ""}
"""Keras's layers for the cells it has."""

RECURRENT = ("rnn", "lstm", "gru")
"""Those of them that go through a window step by step."""

_ACTIVATIONS = {
    "leaky-relu": "lambda x: keras.activations.leaky_relu(x, negative_slope=0.1)",
}
"""Those that Keras has by another name than ours."""

_NORMALISED = {
    "none": [],
    "batch": ["BatchNormalization(momentum=0.9, epsilon=1e-3)"],
    "layer": ["LayerNormalization(epsilon=1e-3)"],
}

_LOSSES = {
    "absolute": ("Mean of the absolute misses", "ops.abs(miss)"),
    "quadratic": ("Mean of the squared misses", "ops.square(miss)"),
    "huber": (
        "Mean of Huber's cost of the misses (1964)",
        "ops.where(ops.abs(miss) <= 1, ops.square(miss) / 2, ops.abs(miss) - 0.5)",
    ),
    "pinball": (
        "Mean pinball loss of a band and its middle",
        "ops.mean(ops.maximum(np.float32(BAND) * miss, (np.float32(BAND) - 1) * miss), axis=-1)",
    ),
}
"""What each loss is, and the cost of a miss."""


def stands_alone(model: Recurrent, forecast: Forecast) -> bool:
    """Whether Keras has all that a network is made of.

    It has no LSTM with peepholes, and draws dropout in another way.
    """
    trained = forecast.insight is not None and forecast.insight.epochs > 0
    return model.cell in KERAS and not model.dropout and trained


def network(told: Told, model: Recurrent) -> str:
    """The script of a network that `stands_alone`."""
    assert told.forecast.insight is not None
    adjustment = Adjustment.learn(told.past.ts, told.horizon)
    ts = adjustment.taken_out(told.past.ts)
    values, period, horizon = filled(ts)[0], ts.seasonal_period, told.horizon
    recipes = model.recipes(bool((values > 0).all()))
    views = [Preparation.learn(values, period, recipe, horizon) for recipe in recipes]
    whole = model.label_length == AUTO
    steps = horizon if whole else min(int(model.label_length), horizon)
    what, cost = _LOSSES[model.loss]
    season, longest = measurable(len(values), period)
    install = packages("keras", "tensorflow", "scipy", "pandas", "numpy")
    ranges = "" if told.ranges is None else f" {told.ranges.note}"
    return template.filled(
        "network",
        _chosen(told, model, adjustment, ts.least, views, steps),
        HEAD=head(told, PYTHON, f"pip install {install}", [ANEW, SAME]),
        SERIES=series(told),
        DRIVEN=numbers(adjustment.past),
        DRIVEN_AHEAD=numbers(adjustment.future),
        VIEWS=_views(views),
        SEASONS=_seasons(views),
        DAMPING=str(DAMPING),
        LAG=str(views[0].lag),
        LOOKBACK=str(model.lookback),
        STEPS=str(steps),
        START=str(max(LEAST_KNOWN - 1 - views[0].lag, 0)),
        SEED=str(model.seed),
        BATCH=str(model.batch_size),
        RATES=_rates(model, told.forecast.insight.epochs),
        LAYERS=_layers(model),
        LOSS=what,
        COST=cost,
        OPTIMISER=_optimiser(model),
        SEASON=str(season),
        LONGEST=str(longest),
        SLACK=str(SLACK),
        ENDING=ending(
            told,
            ranges=f"How far the ranges lie from the point, from misses on past windows.{ranges}",
        ),
    )


def _chosen(
    told: Told,
    model: Recurrent,
    adjustment: Adjustment,
    least: float,
    views: list[Preparation],
    steps: int,
) -> dict[str, bool]:
    """The words of the template's lines; `least` is what networks answer at least."""
    recurrent = model.cell in RECURRENT
    level, lag = views[0].place is None, views[0].lag > 0
    powers = {view.power for view in views}
    return {
        "level": level,
        "lag": lag,
        "arcsinh": level or lag,
        "transformed": powers != {None},
        "box_cox": bool(powers - {None, 0.0}),
        "feedback": steps < told.horizon,
        "band": model.loss == "pinball",
        "recurrent": recurrent,
        "lstm": model.cell == "lstm",
        "glorot": model.initialisation == "glorot",
        "he": model.initialisation == "he",
        "orthogonal": model.initialisation == "orthogonal",
        "orthogonalises": recurrent or model.initialisation == "orthogonal",
        "normalised": model.normalisation != "none",
        "drivers": bool(adjustment.drivers),
        "multiplied": adjustment.logs,
        "held_back": HELD_BACK in told.forecast.notes,
        # The ending has a floor as well: that is enough where nothing is put on before it.
        "floored": least == 0 and bool(adjustment.drivers or told.past.learned),
        "floored_again": adjustment.least == 0,
    }


def _views(views: list[Preparation]) -> str:
    rows = []
    for view in views:
        if view.place is None:
            lines = [f'"drift": {number(view.drift)}', f'"smoothing": {number(view.smoothing)}']
        else:
            lines = [f'"place": {number(view.place)}']
        lines = [f'"power": {view.power!r}', *lines, f'"scale": {number(view.scale)}']
        rows.append(
            f"    {{\n        {', '.join(lines[:2])},\n        {', '.join(lines[2:])},\n    }},\n"
        )
    return "\n" + "".join(rows)


def _seasons(views: list[Preparation]) -> str:
    profiles = {view.power: numbers(view.profile, "    ") for view in views}
    return "\n" + "".join(f"    {power!r}: {each},\n" for power, each in profiles.items())


def _rates(model: Recurrent, epochs: int) -> str:
    descent = Descent(
        learning_rate=model.learning_rate, schedule=model.schedule, epochs=model.epochs
    )
    rates = [descent.rate(epoch) for epoch in range(1, epochs + 1)]
    return f"[{number(rates[0])}] * {epochs}" if len(set(rates)) == 1 else numbers(rates)


def _layers(model: Recurrent) -> str:
    layers, recurrent = ["keras.Input((LOOKBACK,))"], model.cell in RECURRENT
    act = _ACTIVATIONS.get(model.activation, f'"{model.activation}"')
    if recurrent:
        layers.append("keras.layers.Reshape((LOOKBACK, 1))")
    for layer in range(0 if model.cell == "perceptron" else model.layers):
        told = f"{model.units}, activation={act}"
        if recurrent and layer < model.layers - 1:
            told += ", return_sequences=True"
        # The first GRU (Cho et al. 2014); Keras's own default multiplies later.
        if model.cell == "gru":
            told += ", reset_after=False"
        layers.append(f"keras.layers.{KERAS[model.cell]}({told})")
        layers += [f"keras.layers.{each}" for each in _NORMALISED[model.normalisation]]
    answers = "STEPS * len(BAND)" if model.loss == "pinball" else "STEPS"
    layers.append(f"keras.layers.Dense({answers})")
    return "\n".join(f"            {layer}," for layer in layers)


def _optimiser(model: Recurrent) -> str:
    clip = {
        "norm": f"global_clipnorm={model.clip_at!r}",
        "value": f"clipvalue={model.clip_at!r}",
        "none": "",
    }[model.clipping]
    name, more = {
        "adam": ("Adam", ""),
        "momentum": ("SGD", "momentum=0.9"),
        "sgd": ("SGD", ""),
    }[model.optimiser]
    return f"{name}({', '.join(filter(None, (more, clip)))})"
