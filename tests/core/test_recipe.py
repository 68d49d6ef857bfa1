"""A recipe comes back as it was saved, and nothing else is taken for one."""

import contextlib
import json
from dataclasses import fields

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import DataError, LookbackError, SettingError
from core.events import MOST_EVENTS, Event
from core.number_style import CSV_STYLES, STYLES
from core.reading import Choices
from core.reading import choices as allowed
from core.receipt import Receipt, Step
from core.recipe import Recipe, from_json, to_json

RECEIPT = Receipt(
    (
        Step("Rows read", 3, "3 rows read.", "", 12.0, 12.0),
        Step("Duplicates merged", 1, "1 row.", "Line 5.", 12.0, 9.5),
    )
)
EVENTS = (
    Event(pd.Timestamp("2020-03-01"), pd.Timestamp("2020-05-01"), "shock", "one-off", note="virus"),
    Event(
        pd.Timestamp("2020-11-27"),
        pd.Timestamp("2020-11-27"),
        "promotion",
        "repeats",
        (pd.Timestamp("2021-11-26"), pd.Timestamp("2022-11-25")),
    ),
)
texts = st.text(max_size=12)
option = st.sampled_from
rules = st.builds(
    allowed.RowRule, texts, st.lists(texts, max_size=3).map(tuple), st.just(("kept by no other",))
)
some_choices = st.builds(
    Choices,
    date_column=st.none() | texts,
    value_column=st.none() | texts,
    series_column=st.none() | texts,
    series=st.none() | st.lists(texts, max_size=3).map(tuple),
    rows=st.none() | st.lists(rules, max_size=2).map(tuple),
    drivers=st.none() | st.lists(texts, max_size=2).map(tuple),
    frequency=st.none() | option(["monthly", "weekly"]),
    duplicates=st.none() | option(allowed.DUPLICATES),
    gaps=st.none() | option(allowed.GAPS),
    outliers=st.none() | option(allowed.OUTLIERS),
    negatives=st.none() | option(allowed.NEGATIVES),
    last_out=st.none() | texts,
    last_kept=st.none() | texts,
    zeros=st.none() | option(allowed.ZEROS),
)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(
    some_choices,
    st.none() | st.text(max_size=30),
    st.sampled_from([(), EVENTS, EVENTS[1:]]),
    st.sampled_from([None, *STYLES]),
    st.sampled_from([None, *CSV_STYLES.values()]),
)
def test_a_recipe_comes_back_as_it_was(choices, unit, events, numbers, csv):
    recipe = Recipe(choices, unit, events, numbers, csv)
    assert from_json(to_json(recipe, RECEIPT, "sales.csv")) == recipe


def test_a_recipe_without_a_number_style_leaves_it_to_the_file():
    said = json.loads(to_json(Recipe(unit="EUR"), RECEIPT, "sales.csv"))
    del said["numbers"], said["csv"]
    assert from_json(json.dumps(said).encode()) == Recipe(unit="EUR")


@pytest.mark.parametrize(
    "style",
    [
        {"numbers": {"decimal": ".", "thousands": "."}},
        {"numbers": {"decimal": "."}, "csv": "tab"},
        {"numbers": {"point": "."}},
        {"numbers": "1,5"},
        {"csv": ["comma"]},
    ],
)
def test_a_number_style_that_can_not_be_is_refused(style):
    said = json.loads(to_json(Recipe(), RECEIPT, "sales.csv")) | style
    with pytest.raises(LookbackError):
        from_json(json.dumps(said).encode())


def test_it_says_what_was_done_in_words_and_totals():
    said = json.loads(to_json(Recipe(), RECEIPT, "sales.csv"))["receipt"]
    assert said["file"] == "sales.csv"
    assert said["steps"][1] == {
        "step": "Duplicates merged", "count": 1, "text": "1 row. Line 5.",
        "total_before": 12.0, "total_after": 9.5,
    }  # fmt: skip
    assert "it differs by -2.5" in said["control"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no recipe"),
        (b"[" * 100_000, "no recipe"),
        (b"[1]", "no recipe"),
        (b"\xff\xfe", "no recipe"),
        (b'{"choices": {}}', "no recipe"),
        (b'{"lookback_recipe": 2}', "later Lookback"),
        (b'{"lookback_recipe": 1, "choices": {"gaps": 5}}', "damaged"),
        (b'{"lookback_recipe": 1, "choices": [1]}', "damaged"),
        (b'{"lookback_recipe": 1, "events": [{"first": "soon"}]}', "damaged"),
        (b'{"lookback_recipe": 1, "events": 3}', "damaged"),
        (b'{"lookback_recipe": 1}' + b" " * 1_000_000, "more than 1 MB"),
    ],
)
def test_anything_else_is_refused_with_words(data, words):
    with pytest.raises(DataError, match=words):
        from_json(data)


def with_events(*events):
    return json.dumps({"lookback_recipe": 1, "events": events}).encode()


@pytest.mark.parametrize(
    "event",
    [
        {"first": "2020-01-01T00:00:00+00:00"},
        {"last": "2021-01-01T00:00Z"},
        {"first": ""},
        {"last": "NaT"},
        {"effect": "repeats", "repeats": ["NaT"]},
        {"effect": "repeats", "repeats": ["9999-01-01"]},
        {"effect": "repeats", "repeats": ["2262-04-01"]},
        {"first": "1600-01-01"},
        {"note": "\ud800"},
        {"kind": ["other"]},
    ],
)
def test_events_that_no_series_could_have_are_damage(event):
    whole = {"first": "2020-01-01", "last": "2020-02-01", "kind": "other", "effect": "ignore"}
    assert len(from_json(with_events(whole)).events) == 1
    with pytest.raises(DataError, match="damaged"):
        from_json(with_events(whole | event))
    many = from_json(with_events(*[whole] * MOST_EVENTS))
    assert len(many.events) == MOST_EVENTS
    with pytest.raises(DataError, match="201 events; a series takes at most 200"):
        from_json(with_events(*[whole] * (MOST_EVENTS + 1)))


@pytest.mark.parametrize("date", ["NaT", "", "9999-01-01", "2020-01-01T00:00Z"])
def test_values_to_come_have_dates_of_a_series(date):
    said = {"lookback_recipe": 1, "ahead": [{"driver": "price", "date": date, "value": 2}]}
    with pytest.raises(DataError, match="damaged"):
        from_json(json.dumps(said).encode())


@pytest.mark.parametrize(
    "said",
    [
        {"unit": "\udcff"},
        {"choices": {"value_column": "\ud800"}},
        {"choices": {"series": ["North", "\ud800"]}},
        {"choices": {"\ud800": "North"}},
        {"choices": {"rows": [{"column": "\ud800", "left_out": ["void"]}]}},
        {"choices": {"rows": [{"column": "Status", "left_out": "void"}]}},
        {"choices": {"rows": [{"column": "Status", "left_out": ["a"], "kept": ["a"]}]}},
        {"numbers": {"decimal": "\ud800", "thousands": ","}},
    ],
)
def test_text_that_can_not_be_written_and_rules_that_can_not_be_are_damage(said):
    with pytest.raises(LookbackError):
        from_json(json.dumps({"lookback_recipe": 1} | said).encode())


def test_choices_that_are_not_known_are_named():
    with pytest.raises(SettingError, match="'colour' that is not known"):
        from_json(b'{"lookback_recipe": 1, "choices": {"colour": "red"}}')
    with pytest.raises(SettingError, match="Gaps can't be 'guess'"):
        from_json(b'{"lookback_recipe": 1, "choices": {"gaps": "guess"}}')


@pytest.mark.slow
@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(
    st.dictionaries(
        st.sampled_from(["lookback_recipe", "choices", "unit", "events"]),
        st.recursive(
            st.none() | st.integers(-3, 3) | texts,
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(
                        [
                            *(f.name for f in fields(Choices)),
                            "first",
                            "last",
                            "kind",
                            "column",
                            "left_out",
                        ]
                    ),
                    inner,
                    max_size=3,
                )
            ),
            max_leaves=8,
        ),
    )
)
def test_nothing_but_errors_for_people_comes_of_any_json(said):
    with contextlib.suppress(LookbackError):
        from_json(json.dumps(said).encode())
