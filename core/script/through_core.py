"""Scripts of models that can't stand alone: they import Lookback's own code."""

from core.blend import BLEND, STATISTICAL, recipe
from core.drivers import Drivers
from core.forecaster import Forecaster
from core.models import Practised, Recurrent
from core.script.shared import Told, head
from core.script.template import filled
from core.script.writing import by_name, call, dates, numbers
from core.training import Training
from core.treatment import Treatment

NEEDS = (
    "It needs Lookback itself, whose code it imports as `core`, with the packages of its "
    "requirements.txt. Run it in Lookback's folder, with Lookback's Python:"
)

COMMAND = ".venv/bin/python lookback-forecast.py"

SAME = (
    "With this version of Lookback and of its packages the numbers are the same; on another "
    "processor they may differ in the last digits."
)


def through_core(told: Told, training: Training) -> str:
    """The script of any model, the blend too."""
    models, ts = _parts(training, told.forecast.model), told.ts
    chosen = {
        "events": bool(ts.events),
        "drivers": ts.drivers is not None,
        "treatment": ts.treatment != Treatment(),
        "blend": told.forecast.model == BLEND,
        "recalibrated": told.ranges is not None,
    }
    return filled(
        "through_core",
        chosen,
        HEAD=head(told, NEEDS, COMMAND, [_why(models, told, training.recommended), SAME]),
        IMPORTS=_imports(models, chosen),
        DATES=dates(ts.index),
        VALUES=numbers(ts.y),
        HORIZON=str(told.horizon),
        EVENTS="\n".join(f"    {call(event, '    ')}," for event in ts.events),
        NAME=repr(ts.name),
        FREQUENCY=call(ts.frequency, "    "),
        UNIT=repr(ts.unit),
        TREATMENT=call(ts.treatment, "    "),
        **_drivers(ts.drivers),
        MODEL=call(models[0]),
        MODELS="\n" + "".join(f"    {call(model, '    ')},\n" for model in models),
        NETWORK=repr(training.recommended),
        RECALIBRATION="" if told.ranges is None else call(told.ranges),
        SHOWN=told.shown,
    )


def _parts(training: Training, model: str) -> list[Forecaster]:
    """The models that have to be fitted."""
    wanted = (training.recommended, *STATISTICAL) if model == BLEND else (model,)
    named = {each.name: each for each in training.forecasters}
    return [named[name] for name in wanted]


def _why(models: list[Forecaster], told: Told, network: str) -> str:
    """Why it imports Lookback's code."""
    first = models[0]
    if told.forecast.model == BLEND:
        what = f"Why: the blend is {recipe(network)}, and not all of them can be had elsewhere."
    elif isinstance(first, Practised):
        what = (
            "Why: the network's weights, practised beforehand, come with Lookback. Where it was "
            "adapted to the series, it is adapted anew."
        )
    elif isinstance(first, Recurrent):
        lacks = "drops units at random otherwise" if first.dropout else "has no layers of its kind"
        what = f"Why: Keras {lacks}. The network is trained anew."
    else:
        what = (
            "Why: the form is found by statsforecast, but the forecast from it is Lookback's own "
            "code, since statsforecast's is wrong for some forms."
        )
    return f"{what} Only the series and the settings stand in the script."


def _imports(models: list[Forecaster], chosen: dict[str, bool]) -> str:
    kinds = ", ".join(sorted({type(model).__name__ for model in models}))
    lines = {
        "from core.blend import blended": chosen["blend"],
        "from core.calendar import Frequency": True,
        "from core.calibration import Recalibration": chosen["recalibrated"],
        "from core.drivers import Driver, Drivers": chosen["drivers"],
        "from core.events import Event": chosen["events"],
        "from core.folds import Fit, carry_out": True,
        f"from core.models import {kinds}": True,
        "from core.timeseries import TimeSeries": True,
        "from core.treatment import Treatment": chosen["treatment"],
    }
    return "\n".join(f"    {line}" for line, is_needed in lines.items() if is_needed)


def _drivers(drivers: Drivers | None) -> dict[str, str]:
    """The places of a template that drivers fill."""
    if drivers is None:
        return {"KINDS": "", "COLUMNS": "", "DRIVER_DATES": ""}
    table = drivers.table
    return {
        "KINDS": "\n".join(f"        {kind!r}," for kind in drivers.kinds),
        "COLUMNS": by_name({name: table[name] for name in drivers.names}, "        "),
        "DRIVER_DATES": dates(table.index),  # type: ignore[arg-type]  # `Drivers` sees to it
    }
