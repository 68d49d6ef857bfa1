"""What is taken away: the account, in words, as a workbook and as a page."""

import io
import json
import re
from dataclasses import replace

import numpy as np
import openpyxl
import pandas as pd
import pytest

from core import figures
from core.account import account
from core.backtest import backtest
from core.calibration import left_out, recalibration
from core.describe import describe
from core.folds import RollingOrigin
from core.measures import MEASURES
from core.models import Drift, Practised, SeasonalNaive, Theta
from core.report import to_html
from core.saved_charts import LONGEST_NAME, PICTURES, saved
from core.training import Training, train
from core.verdict import verdict
from core.workbook import to_workbook
from tests.builders import promoted, seasonal
from tests.doubles import Sketch, SketchedArima

EVIL = '=HYPERLINK("http://evil.example","<script>alert(1)</script>")'


@pytest.fixture(scope="module")
def trained():
    ts = seasonal(72, name=EVIL, unit="EUR")
    models = (Sketch(lookback=12), SketchedArima(), Theta(), SeasonalNaive(), Drift())
    return train(Training(ts, models, RollingOrigin(6, 3)))


def test_recalibrated_ranges_are_told_by_how_such_ranges_held(trained):
    ts, model = trained.training.ts, "ARIMA"
    five = backtest([SketchedArima()], ts, RollingOrigin(6, 5))
    such = left_out(five, model, ts)
    said = describe(
        trained,
        recalibration(five, model).apply(trained.forecasts[model]),
        verdict(trained.backtest, "LSTM", ts),
        recalibrated=such,
    )
    rows = such.predictions
    held = int(rows["y"].between(rows["lo-80"], rows["hi-80"]).sum())
    assert (
        f"Its 80% range, recalibrated at each of them on the others, held {held} of 30 values."
        in " ".join(said)
    )


def told(trained, model="ARIMA"):
    return describe(
        trained, trained.forecasts[model], verdict(trained.backtest, "LSTM", trained.training.ts)
    )


@pytest.fixture(scope="module")
def whole(trained):
    return account(trained, trained.forecasts, "ARIMA", told(trained), MEASURES["mae"])


@pytest.fixture(scope="module")
def book(whole):
    return openpyxl.load_workbook(io.BytesIO(to_workbook(whole)))


def test_it_is_told_with_dates_units_the_baseline_and_a_caution(trained):
    words = " ".join(told(trained))
    assert "monthly, January 2010 to December 2015: 72 months." in words
    point = trained.forecasts["ARIMA"].table["point"].iloc[0]
    assert f"January 2016: {point:.0f} EUR, likely between" in words
    assert "At 3 past cutoffs it missed by" in words
    assert "repeating the last season's value missed by" in words
    assert re.search(r"Its 80% range held \d+ of 18 values\.", words)
    assert "3 folds are too few" in words
    assert words.endswith("It knows nothing of what has never happened before.")


def test_the_highest_and_lowest_period_are_those_of_the_table(trained):
    table = trained.forecasts["Theta"].table
    sentence = next(part for part in told(trained, "Theta") if "highest" in part)
    assert f"{table['point'].idxmax():%B %Y} is expected to be the highest" in sentence
    assert f"and {table['point'].idxmin():%B %Y} the lowest" in sentence


def test_without_a_comparison_no_quality_is_claimed(trained):
    nothing = trained.backtest.predictions.assign(y=np.nan)
    blind = replace(trained, backtest=replace(trained.backtest, predictions=nothing))
    words = " ".join(
        describe(
            blind, blind.forecasts["ARIMA"], verdict(blind.backtest, "LSTM", blind.training.ts)
        )
    )
    assert "How good it is can't be told" in words
    assert "held" not in words


def test_the_workbook_holds_every_part(book):
    assert book.sheetnames == [
        "Summary", "Forecast", "Actuals", "Backtest", "Scores", "Settings", "Decisions"
    ]  # fmt: skip


def test_numbers_and_dates_of_the_workbook_are_numbers_and_dates(trained, book):
    rows = list(book["Forecast"].values)
    assert rows[0][:3] == ("Model", "Month", "Forecast (EUR)")
    mine = trained.forecasts["ARIMA"].table
    assert [row[0] for row in rows[1:7]] == ["ARIMA"] * 6
    assert [pd.Timestamp(row[1]) for row in rows[1:7]] == list(mine.index)
    np.testing.assert_allclose([row[2] for row in rows[1:7]], mine["point"])
    models = {row[0] for row in rows[1:]}
    assert models == set(trained.forecasts)
    heading, *rows = book["Scores"].values
    scores = {row[0]: row[heading.index("MAE (EUR)")] for row in rows}
    board = trained.backtest.leaderboard().set_index("model")["mae"]
    assert scores == pytest.approx(board.to_dict())


def test_whole_numbers_are_shown_whole_and_kept_in_full(trained, whole):
    shown = replace(whole, whole=True)
    cell = openpyxl.load_workbook(io.BytesIO(to_workbook(shown)))["Forecast"]["C2"]
    exact = trained.forecasts["ARIMA"].table["point"].iloc[0]
    assert cell.value == pytest.approx(exact)
    assert cell.number_format == "#,##0"
    page = to_html(shown, {}, "").decode()
    assert f'<td class="number">{exact:.0f}</td>' in page
    assert f'<td class="number">{exact:.2f}</td>' not in page


def test_a_missing_actual_is_an_empty_cell(trained):
    ts = trained.training.ts
    y = ts.y.copy()
    y.iloc[5] = np.nan
    holed = replace(trained, training=replace(trained.training, ts=replace(ts, y=y)))
    file = to_workbook(account(holed, holed.forecasts, "ARIMA", (), MEASURES["mae"]))
    cells = list(openpyxl.load_workbook(io.BytesIO(file))["Actuals"].values)
    assert cells[6][1] is None
    assert cells[7][1] == pytest.approx(y.iloc[6])


def test_nothing_in_the_workbook_is_a_formula(book):
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(EVIL in str(cell.value) for cell in cells)
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]


def test_the_workbook_draws_past_forecast_and_bounds_of_the_chosen_model(book):
    (chart,) = book["Forecast"]._charts
    values = [series.yVal.numRef.f for series in chart.series]
    assert values[0].startswith("Actuals!")
    assert values[1:] == [f"Forecast!${column}$2:${column}$7" for column in "CDEFG"]


@pytest.fixture(scope="module")
def page(trained, whole):
    ts = trained.training.ts
    figure = figures.forecast_figure(ts, {"ARIMA": trained.forecasts["ARIMA"]})
    return to_html(whole, {"Forecast": (figure, f"Forecast of {EVIL}")}, "Made today.").decode()


def test_the_page_needs_nothing_from_elsewhere(page):
    assert not re.search(r"<(script|img|iframe)[^>]*\ssrc=|<link|@import|url\(http", page)
    assert page.count("<script>") >= 2


def test_charts_on_the_page_can_be_saved_as_either_kind_and_sent_to_nobody(page):
    *_, before = page.partition("<body>")[0].split("<script>")
    assert json.dumps(PICTURES) in before
    assert "Plotly.setPlotConfig" in before
    # A chart is drawn with the buttons that were set up before it.
    drawn = page.partition("<body>")[2]
    assert '"showSendToCloud": false' in drawn
    assert '"filename": "Forecast-of-' in drawn
    assert "modeBarButtons" not in drawn


def test_names_of_the_file_are_text_on_the_page(page):
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_page_has_the_words_the_tables_and_the_chart(trained, page):
    for sentence in told(trained)[1:]:
        assert sentence.replace("'", "&#x27;") in page
    assert page.count("plotly-graph-div") == 1
    for heading in ("Forecast (ARIMA)", "Every model on the same past cutoffs", "Settings"):
        assert f"<summary>{heading}</summary>" in page
    assert "Receipt" not in page


def test_a_saved_chart_is_named_after_what_it_shows():
    assert saved("Sales/2020: \u00dcbersicht.", "svg")["filename"] == "Sales-2020-\u00dcbersicht"
    long = saved(" ".join(["January"] * 20), "png")
    assert long["format"] == "png"
    assert long["filename"] == "-".join(["January"] * 10)
    assert len(saved("a" * 200, "png")["filename"]) == LONGEST_NAME


def test_scores_stand_by_the_measure_that_decides_and_say_which(trained):
    for key in ("rmse", "bias"):
        made = account(trained, trained.forecasts, "ARIMA", (), MEASURES[key])
        order = trained.backtest.leaderboard(key)["model"].tolist()
        assert made.scores["Model"].tolist() == order
        (row,) = made.settings[made.settings["Part"] == "Verdict"].to_dict("records")
        assert (row["Setting"], row["Value"]) == ("Measure that decides", MEASURES[key].label)


@pytest.mark.slow
def test_drivers_travel_with_the_forecast_that_counts_on_them():
    ts = promoted(horizon=6)
    models = (Sketch(lookback=12), Practised(adaptation="off"), SeasonalNaive())
    made = train(Training(ts, models, RollingOrigin(6, 3)))
    told = account(made, made.forecasts, "Practised LSTM", (), MEASURES["mae"])
    sheets = openpyxl.load_workbook(io.BytesIO(to_workbook(told)))
    heading, *rows = sheets["Drivers to come"].values
    assert heading == ("Month", "Promotion")
    assert [pd.Timestamp(row[0]) for row in rows] == list(ts.future_index(6))
    assert [row[1] for row in rows] == ts.drivers.table["Promotion"].iloc[-6:].tolist()
    notes = [row[1] for row in sheets["Decisions"].values]
    assert "Practised LSTM counts on 'Promotion'." in notes
    assert any("known ahead in every fold" in note for note in notes)
    assert "<summary>Drivers to come</summary>" in to_html(told, {}, "").decode()
