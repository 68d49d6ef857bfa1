from dataclasses import replace

import pandas as pd
import pytest

from core.engine.jobs import Job, State
from core.errors import DataError, LimitError, SettingError
from core.events import Event
from core.folds import RollingOrigin
from core.models import SeasonalNaive
from core.number_style import COMMA_CSV, DEFAULT, SEMICOLON_CSV, STYLES, NumberStyle
from core.reading import Choices
from core.recipe import Recipe, from_json
from core.training import Training, train
from tests.builders import seasonal
from tests.doubles import Sketch, SketchedArima
from ui.workspace import Workspace

CSV = b"Month,Sales\n" + b"\n".join(b"2020-%02d-01,%d" % (m, 10 * m) for m in range(1, 13))


def training(**network):
    models = (Sketch(lookback=12, **network), SketchedArima(), SeasonalNaive())
    return Training(seasonal(72), models, RollingOrigin(6, 2))


def finished(identity, training):
    job = Job(identity, training)
    job.end(State.DONE, train(training, job.hear))
    return job


@pytest.fixture
def workspace():
    workspace = Workspace()
    workspace.load(CSV, "sales.csv", unit="EUR")
    return workspace


def test_a_file_that_fails_leaves_everything_as_it_was(workspace):
    before = workspace.loaded
    workspace.choose("epochs", 7)
    with pytest.raises(DataError):
        workspace.load(b"", "empty.csv")
    assert workspace.loaded is before
    assert workspace.value("epochs") == 7


def test_a_reading_that_fails_leaves_the_one_before(workspace):
    before = workspace.loaded
    with pytest.raises(DataError):
        workspace.reread(Choices(frequency="yearly"))
    assert workspace.loaded is before


def test_another_delimiter_makes_another_table_for_which_the_columns_chosen_do_not_hold(workspace):
    workspace.load(b"date;sales;a,b\n2020-01-01;5;1,2\n2020-01-02;6;3,4\n", "x.csv")
    workspace.reread(Choices(value_column="sales"))
    assert workspace.loaded.choices.value_column == "sales"
    with pytest.raises(DataError):
        workspace.reread(Choices(delimiter="tab", value_column="sales"))
    assert workspace.loaded.choices.value_column == "sales"
    workspace.reread(Choices(header="line 1", value_column="sales"))
    assert workspace.loaded.choices == Choices(header="line 1")
    assert list(workspace.loaded.table.frame.columns) == ["date", "sales", "a,b"]


def test_choices_about_the_file_can_be_taken_back_one_by_one(workspace):
    whole = workspace.loaded.reading.series.y
    assert not workspace.undoable
    workspace.reread(Choices(frequency="quarterly"))
    workspace.reread(Choices(frequency="quarterly", outliers="replace"))
    with pytest.raises(DataError):
        workspace.reread(Choices(frequency="yearly"))
    workspace.undo()
    assert workspace.loaded.choices == Choices(frequency="quarterly")
    workspace.undo()
    pd.testing.assert_series_equal(workspace.loaded.reading.series.y, whole)
    assert not workspace.undoable
    workspace.undo()
    assert workspace.loaded.choices == Choices()


def test_a_new_file_has_nothing_to_take_back(workspace):
    workspace.reread(Choices(frequency="quarterly"))
    workspace.load(CSV, "other.csv")
    assert not workspace.undoable


def test_a_recipe_does_to_the_next_file_what_was_done_to_this_one(workspace):
    workspace.reread(Choices(duplicates="mean", outliers="replace"))
    march = pd.Timestamp("2020-03-01")
    workspace.mark(Event(march, march, "shock", "one-off"))
    saved = from_json(workspace.loaded.recipe)
    fresh = Workspace()
    fresh.load(CSV + b"\n2021-01-01,130\n2021-01-01,150", "next.csv")
    fresh.apply(saved)
    series = fresh.loaded.reading.series
    assert series.y.iloc[-1] == 140
    assert (series.unit, series.treatment.outliers) == ("EUR", "replace")
    assert series.events == workspace.loaded.reading.series.events
    fresh.undo()
    assert fresh.loaded.reading.series.y.iloc[-1] == 280


def test_a_recipe_for_another_file_changes_nothing(workspace):
    before = workspace.loaded
    with pytest.raises(SettingError, match="no column 'Turnover'"):
        workspace.apply(Recipe(Choices(value_column="Turnover")))
    assert workspace.loaded is before
    assert not workspace.undoable


def test_a_run_keeps_the_recipe_and_the_receipt_of_its_series(workspace):
    class Engine:
        def submit(self, training):
            return finished("a", training)

    workspace.start(Engine(), training())
    asked = workspace.loaded.papers
    workspace.reread(Choices(frequency="quarterly"))
    assert workspace.adopt().papers == asked != workspace.loaded.papers


DRIVEN = "month,sales,price\n" + "".join(
    f"{day:%Y-%m},{100 + k % 12 if k < 48 else ''},{k % 5 + 1 if k < 50 else ''}\n"
    for k, day in enumerate(pd.date_range("2018-01-01", periods=54, freq="MS"))
)


@pytest.fixture
def driven():
    workspace = Workspace()
    workspace.load(DRIVEN.encode(), "driven.csv")
    workspace.reread(Choices(drivers=("price",), known_ahead=("price",)))
    return workspace


def test_values_to_come_are_those_of_the_file_until_somebody_says_others(driven):
    assert driven.loaded.to_come(4)["price"].tolist()[:2] == [4, 5]
    assert driven.loaded.to_come(4)["price"].isna().tolist() == [False, False, True, True]
    said = driven.loaded.to_come(4).fillna(7.5)
    said.iloc[0] = 9
    driven.say_ahead(said)
    assert driven.loaded.to_come(4)["price"].tolist() == [9, 5, 7.5, 7.5]
    series = driven.loaded.series(4)
    assert not series.drivers.missing_ahead(series.future_index(4))
    assert series.drivers.table["price"].iloc[47] == 47 % 5 + 1


def test_what_was_said_of_one_file_is_not_said_of_another(driven):
    driven.say_ahead(driven.loaded.to_come(4).fillna(7.5))
    with pytest.raises(DataError):
        driven.load(b"", "empty.csv")
    assert driven.loaded.to_come(4)["price"].notna().all()
    driven.load(DRIVEN.encode(), "again.csv")
    driven.reread(Choices(drivers=("price",), known_ahead=("price",)))
    assert driven.loaded.to_come(4)["price"].isna().sum() == 2


def test_holidays_come_as_drivers_for_the_horizon_asked_for(driven):
    driven.reread(Choices(drivers=("price",), known_ahead=("price",), holidays="NO"))
    series = driven.loaded.series(10)
    assert series.drivers.names[0] == "price"
    assert len(series.drivers.names) > 1
    assert series.drivers.table.index[-1] == series.future_index(10)[-1]
    assert driven.holiday_effect() is driven.holiday_effect()
    assert "holiday" in driven.holiday_effect().sentence


def test_holidays_of_nowhere_are_refused(driven):
    with pytest.raises(SettingError):
        driven.reread(Choices(holidays="ZZ"))


def test_values_to_come_hold_for_the_series_and_frequency_they_were_said_of(driven):
    driven.say_ahead(driven.loaded.to_come(4).fillna(7.5))
    driven.reread(replace(driven.loaded.choices, outliers="replace"))
    assert driven.loaded.to_come(4)["price"].notna().all()
    assert not driven.loaded.forgotten
    driven.reread(replace(driven.loaded.choices, frequency="quarterly"))
    assert driven.loaded.forgotten
    assert driven.loaded.ahead is None
    driven.undo()
    assert driven.loaded.to_come(4)["price"].notna().all()


def test_more_values_to_come_leave_those_said_before(driven):
    driven.say_ahead(driven.loaded.to_come(6).fillna(7.5))
    driven.say_ahead(driven.loaded.to_come(2).assign(price=[1.0, 2.0]))
    assert driven.loaded.to_come(6)["price"].tolist() == [1, 2, 7.5, 7.5, 7.5, 7.5]


def test_values_to_come_are_in_the_recipe(driven):
    driven.say_ahead(driven.loaded.to_come(4).fillna(7.5))
    saved = from_json(driven.loaded.recipe)
    fresh = Workspace()
    fresh.load(DRIVEN.encode(), "next.csv")
    fresh.apply(saved)
    assert fresh.loaded.to_come(4)["price"].tolist() == driven.loaded.to_come(4)["price"].tolist()


def test_everything_about_the_file_can_be_taken_back(workspace):
    march = pd.Timestamp("2020-03-01")
    workspace.mark(Event(march, march, "shock", "one-off"))
    marked = workspace.loaded
    workspace.reread(Choices(frequency="quarterly"))
    workspace.apply(Recipe(Choices(), "NOK"))
    assert workspace.loaded.reading.series.events == ()
    workspace.undo()
    workspace.undo()
    assert workspace.loaded is marked
    workspace.undo()
    assert workspace.loaded.reading.series.events == ()
    assert workspace.loaded.reading.series.unit == "EUR"


def test_every_change_is_one_step_of_undo_that_leaves_the_others(driven):
    march = pd.Timestamp("2020-03-01")
    shock = Event(march, march, "shock", "one-off")
    other = Event(
        march + pd.DateOffset(months=4), march + pd.DateOffset(months=4), "other", "one-off"
    )

    def state():
        loaded = driven.loaded
        series = loaded.reading.series
        said = loaded.to_come(4)["price"].tolist() if loaded.choices.drivers else None
        return loaded.choices, series.events, series.unit, driven.numbers, driven.csv, repr(said)

    changes = [
        ("unit", lambda: driven.set_unit("boxes")),
        ("shock marked", lambda: driven.mark(shock)),
        ("number style", lambda: driven.set_numbers(STYLES[2])),
        ("event marked", lambda: driven.mark(other)),
        ("style of CSV files", lambda: driven.set_csv(COMMA_CSV)),
        ("values to come", lambda: driven.say_ahead(driven.loaded.to_come(4).fillna(7.5))),
        ("shock removed", lambda: driven.unmark(shock)),
        ("outliers", lambda: driven.reread(replace(driven.loaded.choices, outliers="replace"))),
        ("unit", lambda: driven.set_unit("crates")),
        ("public holidays", lambda: driven.reread(driven.loaded.choices.with_holidays("NO"))),
        ("recipe", lambda: driven.apply(Recipe(Choices(), "pallets"))),
    ]
    states = []
    for what, change in changes:
        states.append(state())
        change()
        assert driven.undoable == what
        assert state() != states[-1]
    for what, _ in reversed(changes):
        assert driven.undoable == what
        driven.undo()
        assert state() == states.pop()
    assert driven.undoable == "drivers"


def test_undo_names_what_was_chosen_and_not_what_follows_from_it(workspace):
    workspace.load(b"day,sold,price,shop\n2020-01-01,5,1,N\n2020-01-02,6,2,S\n", "x.csv")
    workspace.reread(workspace.loaded.choices.driven_by(("price",), ()))
    changes = {
        "value column": {"value_column": "price", "drivers": None},
        "series column": {"series_column": "shop"},
        "heading": {"header": "line 1", "value_column": "sold"},
    }
    for what, said in changes.items():
        workspace.reread(replace(workspace.loaded.choices, **said))
        assert workspace.undoable == what


def test_the_oldest_changes_are_forgotten(workspace):
    for count in range(40):
        workspace.set_unit(f"boxes of {count}")
    taken_back = 0
    while workspace.undoable:
        workspace.undo()
        taken_back += 1
    assert taken_back == 30
    assert workspace.loaded.reading.series.unit == "boxes of 9"


def test_settings_stay_while_the_series_is_the_same(workspace):
    workspace.choose("epochs", 7)
    workspace.reread(Choices(outliers="replace"))
    assert workspace.value("epochs") == 7
    workspace.reread(Choices(frequency="quarterly"))
    assert workspace.value("epochs") == workspace.default("epochs")


def test_drivers_count_for_the_memory_a_file_takes(driven):
    with_driver = driven.size
    driven.undo()
    assert with_driver > driven.size


def test_the_unit_survives_another_reading(workspace):
    workspace.reread(Choices(duplicates="mean"))
    assert workspace.loaded.reading.series.unit == "EUR"
    workspace.set_unit("USD")
    assert workspace.loaded.reading.series.unit == "USD"


COMMAS = b"Monat;Umsatz (EUR)\n" + b"\n".join(b"2020-%02d;1.234,%d" % (m, m) for m in range(1, 13))


def test_unit_and_number_style_are_those_of_the_file_until_somebody_says_otherwise():
    workspace = Workspace()
    assert (workspace.numbers, workspace.csv) == (DEFAULT, COMMA_CSV)
    workspace.load(COMMAS, "umsatz.csv")
    german = NumberStyle(",", ".")
    assert workspace.loaded.reading.series.unit == "EUR"
    assert (workspace.numbers, workspace.csv) == (german, SEMICOLON_CSV)
    workspace.set_unit("")
    workspace.set_csv(COMMA_CSV)
    workspace.reread(Choices(duplicates="mean"))
    assert workspace.loaded.reading.series.unit == ""
    assert (workspace.numbers, workspace.csv) == (german, COMMA_CSV)
    workspace.load(CSV, "sales.csv")
    assert (workspace.numbers, workspace.csv) == (DEFAULT, COMMA_CSV)


def test_another_number_style_changes_no_value_and_no_setting(workspace):
    workspace.mark(stock_out(3))
    workspace.choose("lookback", 3)
    before = workspace.loaded
    workspace.set_numbers(STYLES[2])
    after = workspace.loaded
    assert after.reading.series.numbers == workspace.numbers == STYLES[2]
    assert workspace.csv == SEMICOLON_CSV
    assert after.reading.series.y is before.reading.series.y
    assert after.reading.series.events == (stock_out(3),)
    assert workspace.value("lookback") == 3
    workspace.reread(Choices(duplicates="mean"))
    assert workspace.numbers == STYLES[2]


def test_a_recipe_carries_what_was_said_about_numbers_and_no_more(workspace):
    workspace.load(COMMAS, "umsatz.csv")
    assert from_json(workspace.loaded.recipe) == Recipe()
    workspace.set_numbers(STYLES[3])
    workspace.set_csv(SEMICOLON_CSV)
    saved = from_json(workspace.loaded.recipe)
    fresh = Workspace()
    fresh.load(CSV, "sales.csv")
    fresh.apply(saved)
    assert (fresh.numbers, fresh.csv) == (STYLES[3], SEMICOLON_CSV)


def test_a_new_file_brings_its_own_defaults(workspace):
    workspace.choose("lookback", 3)
    generation = workspace.generation
    workspace.load(CSV, "again.csv")
    assert workspace.value("lookback") == workspace.loaded.recommended.lookback
    assert workspace.generation != generation


def test_settings_taken_on_together_are_held_against_the_defaults_that_go_with_them(workspace):
    given = {"folds": 3, "epochs": 40, "horizon": 3, "lookback": 12}
    workspace.prefer(given)
    assert [workspace.value(name) for name in ("horizon", "folds", "epochs")] == [3, 3, 40]
    assert list(workspace.settings) == [name for name in given if name in workspace.settings]


def test_choosing_the_default_follows_the_default(workspace):
    workspace.choose("epochs", workspace.default("epochs"))
    assert workspace.settings == {}


@pytest.mark.slow
def test_a_file_over_the_memory_limit_is_refused_with_the_limit(workspace, monkeypatch):
    monkeypatch.setenv("LOOKBACK_SESSION_MB", "1")
    rows = b"\n".join(b"2020-01-01,%d" % number for number in range(20_000))
    before = workspace.loaded
    with pytest.raises(LimitError, match="at most 1 MB"):
        workspace.load(b"Day,Y\n" + rows + b"\n2020-01-02,5", "big.csv")
    assert workspace.loaded is before


def test_a_finished_job_becomes_one_run_however_often_it_is_looked_at(workspace):
    workspace.job = finished("a", training())
    assert workspace.adopt().number == 1
    assert workspace.adopt() is None
    assert len(workspace.runs) == 1
    assert workspace.run().id == "a"


def test_the_measure_that_decides_holds_for_runs_before_and_after(workspace):
    workspace.job = finished("a", training())
    workspace.adopt().answers.append("an answer")
    assert workspace.run().measure == "mae"
    workspace.decide("rmse")
    workspace.job = finished("b", training())
    workspace.adopt()
    assert [run.measure for run in workspace.runs] == ["rmse", "rmse"]
    assert workspace.runs[0].answers == ["an answer"]


def test_only_the_newest_runs_are_kept(workspace, monkeypatch):
    monkeypatch.setenv("LOOKBACK_MAX_RUNS", "2")
    for identity in "abc":
        workspace.job = finished(identity, training())
        workspace.adopt()
    assert [run.number for run in workspace.runs] == [2, 3]


def test_a_cancelled_job_becomes_no_run(workspace):
    job = Job("x", training())
    job.ask_to_stop()
    job.end(State.DONE, train(training()))
    workspace.job = job
    assert job.state is State.CANCELLED
    assert workspace.adopt() is None


def test_a_second_training_of_one_person_is_refused(workspace):
    class Busy:
        def submit(self, training):
            return Job("x", training)

    workspace.start(Busy(), training())
    with pytest.raises(LimitError, match="running already"):
        workspace.start(Busy(), training())


def test_limits_of_a_training_are_named(monkeypatch):
    monkeypatch.setenv("LOOKBACK_MAX_EPOCHS", "50")
    with pytest.raises(LimitError, match="the 50 this server allows"):
        training(epochs=60).check()
    monkeypatch.setenv("LOOKBACK_MAX_OBSERVATIONS", "60")
    with pytest.raises(LimitError, match="at most 60"):
        training(epochs=5).check()


def test_a_jobs_share_is_that_of_its_slowest_lane():
    job = Job("x", training())
    seen = []
    train(job.request, seen.append)
    for progress in seen:
        if progress.model != "LSTM":
            job.hear(progress)
    assert job.share_done() == 0
    for progress in seen:
        job.hear(progress)
    assert job.share_done() == pytest.approx(1)


def stock_out(month, last=None):
    return Event(
        pd.Timestamp(2020, month, 1), pd.Timestamp(2020, last or month, 1), "stock-out", "ignore"
    )


def test_an_event_is_marked_in_the_order_of_dates_and_taken_back(workspace):
    workspace.mark(stock_out(8))
    workspace.mark(stock_out(3, 4))
    assert workspace.loaded.reading.series.events == (stock_out(3, 4), stock_out(8))
    workspace.unmark(stock_out(8))
    assert workspace.loaded.reading.series.events == (stock_out(3, 4),)


def test_an_event_that_can_not_be_marked_changes_nothing(workspace):
    workspace.mark(stock_out(3, 5))
    before = workspace.loaded
    with pytest.raises(DataError, match="overlaps"):
        workspace.mark(stock_out(5))
    assert workspace.loaded is before


def test_the_first_look_and_the_unit_follow_events(workspace):
    before = workspace.loaded.look.table
    workspace.mark(stock_out(11, 12))
    after = workspace.loaded.look
    assert not after.table.equals(before)
    assert any("marked to ignore" in note for note in after.notes)
    workspace.set_unit("USD")
    assert workspace.loaded.reading.series.events == (stock_out(11, 12),)


def test_events_survive_another_reading_where_their_dates_do(workspace):
    workspace.mark(stock_out(1))
    workspace.mark(stock_out(3))
    workspace.reread(Choices(duplicates="mean"))
    assert workspace.loaded.reading.series.events == (stock_out(1), stock_out(3))
    workspace.reread(Choices(frequency="quarterly"))
    assert workspace.loaded.reading.series.events == (stock_out(1),)
    assert workspace.loaded.dropped == (stock_out(3),)
    workspace.load(CSV, "other.csv")
    assert workspace.loaded.reading.series.events == ()


def test_suggestions_are_looked_for_once_and_leave_out_what_is_marked(workspace, monkeypatch):
    rows = [f"20{15 + i // 12}-{i % 12 + 1:02d}-01,{900 if i == 40 else 100 + i % 7}"
            for i in range(72)]  # fmt: skip
    workspace.load("\n".join(["Month,Sales", *rows]).encode(), "wild.csv")
    (found,) = workspace.suggestions()
    assert found.event.first == pd.Timestamp("2018-05-01")
    monkeypatch.setattr("ui.noticed.suggest", None)
    workspace.mark(found.event)
    assert workspace.suggestions() == ()
    workspace.unmark(found.event)
    assert workspace.suggestions() == (found,)


def adopted(workspace, *identities):
    for identity in identities:
        workspace.job = finished(identity, training())
        workspace.adopt()
    return workspace.runs


def test_a_run_is_called_what_its_person_says(workspace):
    first, _ = adopted(workspace, "a", "b")
    workspace.rename(first, "  short\n window ")
    assert workspace.runs[0].label == "Run 1: short window"
    assert workspace.runs[1].label.startswith("Run 2: LSTM, window ")
    workspace.rename(workspace.runs[0], "x" * 99)
    assert len(workspace.runs[0].name) == 60
    workspace.rename(workspace.runs[0], "")
    assert workspace.runs[0].label == first.label


def test_a_renamed_run_keeps_its_answers(workspace):
    (run,) = adopted(workspace, "a")
    run.answers.append("known")
    workspace.rename(run, "mine")
    assert workspace.runs[0].of(str) == ["known"]


def test_a_deleted_run_can_be_had_back_until_another_is_trained(workspace):
    adopted(workspace, "a", "b", "c")
    workspace.selected = "b"
    whole = workspace.size
    workspace.delete(workspace.run())
    assert [run.id for run in workspace.runs] == ["a", "c"]
    assert workspace.run().id == "c"
    assert workspace.size == whole
    workspace.restore()
    assert [run.id for run in workspace.runs] == ["a", "b", "c"]
    assert workspace.run().id == "b"
    workspace.delete(workspace.run())
    adopted(workspace, "d")
    workspace.restore()
    assert [run.number for run in workspace.runs] == [1, 3, 4]


def test_a_run_another_tab_has_changed_is_still_renamed_deleted_and_had_back(workspace):
    seen, _ = adopted(workspace, "a", "b")
    # Another tab chooses a measure, which makes other objects of all runs.
    workspace.decide("rmse")
    workspace.rename(seen, "mine")
    assert [run.name for run in workspace.runs] == ["mine", ""]
    workspace.delete(seen)
    workspace.delete(seen)
    assert [run.id for run in workspace.runs] == ["b"]
    workspace.decide("smape")
    workspace.restore()
    workspace.restore()
    assert [(run.id, run.name, run.measure) for run in workspace.runs] == [
        ("a", "mine", "smape"), ("b", "", "smape")
    ]  # fmt: skip


def test_the_only_run_can_be_deleted(workspace):
    adopted(workspace, "a")
    workspace.delete(workspace.run())
    assert workspace.run() is None
    workspace.restore()
    assert workspace.run().id == "a"


def test_answers_count_for_the_memory_a_run_takes(workspace):
    (run,) = adopted(workspace, "a")
    before = run.size
    run.answers.append(run.trained)
    assert run.size > before + run.trained.backtest.predictions.memory_usage(deep=True).sum()


def test_files_of_budgets_are_as_many_as_there_may_be_runs_the_newest(workspace, monkeypatch):
    monkeypatch.setenv("LOOKBACK_MAX_RUNS", "2")
    ts = workspace.loaded.reading.series
    for name in ("a", "b", "a", "c"):
        workspace.give_budget_file(replace(ts, name=name), (f"{name}.csv", b"1"))
    assert [file for file, _ in workspace.budget_files.values()] == ["a.csv", "c.csv"]
