import dataclasses
import io
import json
import typing
import zipfile
from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest

from core import capsule
from core.calibration import recalibration
from core.capsule import CORE, Capsule
from core.capsule.archive import About, Archive, pack
from core.capsule.documents import MIGRATIONS, SCHEMA, write_json
from core.errors import DataError
from core.events import Event
from core.folds import RollingOrigin, one_by_one
from core.forecaster import Forecaster
from core.luck import LuckCheck
from core.models import CATALOGUE, Arima, Practised, SeasonalNaive
from core.number_style import SEMICOLON_CSV, NumberStyle
from core.progress import silent
from core.reading import Choices
from core.reading.choices import RowRule
from core.recipe import Recipe
from core.scenario import Scenario
from core.training import Budget, Training, train
from core.treatment import Treatment
from tests.builders import promoted, series
from tests.doubles import Sketch, SketchedArima
from tests.sameness import same

MADE = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
DOUBLES = (Sketch, SketchedArima)
REGISTRY = CORE.with_types(DOUBLES, {Forecaster: (*CORE.roles[Forecaster], *DOUBLES)})


def opened(**parts):
    return capsule.read(capsule.write(Capsule(parts, "", MADE), REGISTRY), REGISTRY).parts


@pytest.fixture(scope="module")
def trained():
    ts = promoted()
    index = ts.index
    events = (
        Event(index[5], index[6], "stock-out", "ignore", note="Lager ∅ leer"),
        Event(index[20], index[20], "promotion", "repeats", (index[32], index[44])),
    )
    ts = dataclasses.replace(
        ts,
        events=events,
        unit="€",
        numbers=NumberStyle(",", "."),
        treatment=Treatment(gaps="linear"),
    )
    models = (Sketch(lookback=12), SketchedArima(), SeasonalNaive())
    return train(Training(ts, models, RollingOrigin(6, 5), Budget()))


def test_what_a_training_gave_comes_back_bit_for_bit(trained):
    back = opened(trained=trained)["trained"]
    same(trained, back)
    assert back.training.ts.until(back.backtest.cutoffs[0]).drivers is not None


def test_what_was_asked_about_it_comes_back_with_the_training_it_is_about(trained):
    future = trained.training.ts.future_index(6)
    ahead = pd.DataFrame({"Promotion": np.full(6, np.nan)}, index=future)
    ahead.iloc[2] = 1.0
    scenario = Scenario("A promotion", trained.training, ahead, trained.training.ts.events)
    for question in (scenario, LuckCheck(trained.training, (7, 8))):
        answer = question.carry_out(silent, one_by_one, None)
        same(answer, opened(answer=answer)["answer"])


@pytest.mark.slow
def test_real_models_with_their_details_come_back(trained):
    ts = dataclasses.replace(trained.training.ts, drivers=None, events=())
    models = (Sketch(lookback=12), Practised("lstm"), Arima(), SeasonalNaive())
    found = train(Training(ts, models, RollingOrigin(6, 1)))
    assert found.forecasts["ARIMA"].details is not None
    assert found.forecasts["LSTM"].insight is not None
    same(found, opened(trained=found)["trained"])


def test_decisions_and_recalibrations_come_back(trained):
    recipe = Recipe(
        Choices(sheet="Übersicht", drivers=("Price", "Weather"), known_ahead=("Price",),
                rows=(RowRule("Status", ("cancelled",), ()),)),
        "pieces",
        trained.training.ts.events,
        NumberStyle(",", "'"),
        SEMICOLON_CSV,
        (("Price", pd.Timestamp("2030-01-01"), -0.0), ("Price", pd.Timestamp("2030-02-01"), 0.1)),
    )  # fmt: skip
    same(recipe, opened(recipe=recipe)["recipe"])
    how = recalibration(trained.backtest, "ARIMA")
    same(how, opened(how=how)["how"])


@pytest.mark.parametrize(
    ("frequency", "start"),
    [("yearly", "1900-01-01"), ("yearly", "1900-03-31"), ("quarterly", "2000-02-01"),
     ("quarterly", "2000-06-30"), ("monthly", "2000-01-31"), ("weekly", "2020-01-05"),
     ("weekly", "2020-01-08"), ("daily", "2020-02-29"), ("business-daily", "2020-01-03"),
     ("hourly", "2020-03-29 02:00"), ("half-hourly", "2020-01-01"),
     ("quarter-hourly", "2020-01-01")],
)  # fmt: skip
def test_every_calendar_comes_back(frequency, start):
    ts = series([1.0, np.nan, -0.0, 5e-324, 1.7e308], frequency, start)
    back = opened(ts=ts)["ts"]
    same(ts, back)
    assert ts.future_index(5).equals(back.future_index(5))


def test_the_same_content_is_the_same_file_and_says_what_it_is(trained):
    written = [capsule.write(Capsule({"a": trained}, "2 runs", MADE), REGISTRY) for _ in "12"]
    assert written[0] == written[1]
    back = capsule.read(written[0], REGISTRY)
    assert (back.words, back.made) == ("2 runs", MADE)
    assert capsule.write(Capsule(back.parts, back.words, back.made), REGISTRY) == written[0]


def test_what_was_one_object_is_one_again(trained):
    twice = dataclasses.replace(trained, forecasts=dict.fromkeys("ab", trained.forecasts["ARIMA"]))
    back = opened(twice=twice)["twice"]
    assert back.forecasts["a"] is back.forecasts["b"]


def test_other_tools_can_read_what_is_in_it(trained):
    data = capsule.write(Capsule({"trained": trained}, "", MADE), REGISTRY)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = packed.namelist()
        manifest = json.loads(packed.read("manifest.json"))
        assert manifest["schema"] == SCHEMA
        assert set(manifest["members"]) == set(names) - {"manifest.json"}
        arrays = [np.load(io.BytesIO(packed.read(name)), allow_pickle=False)
                  for name in names if name.endswith(".npy")]  # fmt: skip
        tables = [pd.read_parquet(io.BytesIO(packed.read(name)))
                  for name in names if name.endswith(".parquet")]  # fmt: skip
    assert any(array.shape == (len(trained.training.ts),) for array in arrays)
    past = next(table for table in tables if "point" in table and "cutoff" in table)
    assert past["point"].tolist() == trained.backtest.predictions["point"].tolist()


def test_what_is_not_registered_is_not_written():
    @dataclasses.dataclass(frozen=True)
    class Intruder:
        x: int

    with pytest.raises(TypeError, match="Intruder is not registered"):
        capsule.write(Capsule({"a": Intruder(1)}, "", MADE))
    with pytest.raises(TypeError, match="can't be kept"):
        capsule.write(Capsule({"a": Choices(series=(object(),))}, "", MADE))


def reachable(kind, found):
    """Dataclasses that a type's fields may hold."""
    if typing.get_origin(kind) is not None:
        for inner in typing.get_args(kind):
            reachable(inner, found)
    elif isinstance(kind, type) and dataclasses.is_dataclass(kind) and kind not in found:
        found.add(kind)
        for hint in typing.get_type_hints(kind).values():
            reachable(hint, found)
    return found


def test_every_type_that_a_registered_one_may_hold_is_registered():
    found = set()
    for kind in CORE.types:
        reachable(kind, found)
    assert found <= set(CORE.types)
    assert set(CATALOGUE.values()) <= set(CORE.types)


def old(documents):
    """A made-up older way: units had another name."""
    documents["a.json"]["root"]["of"]["unit"] = documents["a.json"]["root"]["of"].pop("measured_in")
    return documents


def of_schema(schema, node):
    document = write_json({"objects": [], "root": node})
    return pack(Archive(About(schema, "0.0.1", MADE, ""), {"a.json": document}))


def test_a_capsule_of_an_older_schema_still_opens(monkeypatch):
    data = of_schema(0, {"type": "Recipe", "of": {"measured_in": "kg"}})
    with pytest.raises(DataError, match="so old"):
        capsule.read(data)
    monkeypatch.setitem(MIGRATIONS, 0, old)
    assert capsule.read(data).parts["a"] == Recipe(unit="kg")


def test_one_of_a_later_schema_says_so():
    with pytest.raises(DataError, match=r"later Lookback.*update"):
        capsule.read(of_schema(SCHEMA + 1, {"type": "Recipe", "of": {"new": 1}}))
