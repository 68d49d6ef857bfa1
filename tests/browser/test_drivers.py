"""A price and a promotion that move sales, from the file to the forecast."""

import csv
import io
import re

import numpy as np
import pytest

from tests.browser.test_journeys import TRAINING_MS, set_number, trained, type_into_cell

pytestmark = [pytest.mark.browser, pytest.mark.engine]

MONTHS, TO_COME = 60, 12
PRICES = [4.5 + k * 7 % 5 * 0.25 for k in range(MONTHS + TO_COME)]
PROMOTED = [k % 12 in (2, 6, 10) if k % 3 else k % 7 == 0 for k in range(MONTHS + TO_COME)]
SOLD = [
    1000 + 6 * k + 150 * np.sin(k / 6 * np.pi) - 180 * (PRICES[k] - 5) + 260 * PROMOTED[k] + noise
    for k, noise in enumerate(np.random.default_rng(3).normal(0, 25, MONTHS + TO_COME))
]


def driven_sales():
    """Five years of sales, and the plans for a year more."""
    rows = [
        f"{2019 + k // 12}-{k % 12 + 1:02},{f'{SOLD[k]:.0f}' if k < MONTHS else ''},"
        f"{PRICES[k]:.2f},{'yes' if PROMOTED[k] else 'no'}"
        for k in range(MONTHS + TO_COME)
    ]
    return "\n".join(["Month,Sales,Price,Promotion", *rows]).encode()


def take_as_driver(someone, name):
    """Choose a column that moves the series; the file is read again with it."""
    someone.choose("Columns that move it", name)
    planned = someone.page.get_by_role("radiogroup", name=re.compile(f"know {name} ahead"))
    planned.get_by_role("radio", name="Yes, it is planned").and_(
        someone.page.locator(":checked")
    ).wait_for(state="attached")
    someone.page.get_by_test_id("stCaptionContainer").get_by_text(f"'{name}'").first.wait_for()
    someone.settle()


def downloaded(someone, which):
    file = someone.download(which)
    return list(csv.DictReader(io.StringIO(file.path().read_text("utf-8-sig"))))


def test_drivers_known_ahead_count_from_the_file_to_the_forecast(person):
    someone = person().open("/data")
    page = someone.page
    someone.upload("driven.csv", driven_sales())
    page.get_by_text("60 months from January 2019 to December 2023").wait_for()
    someone.settle()
    page.get_by_text("What moves it").click()
    take_as_driver(someone, "Price")
    take_as_driver(someone, "Promotion")
    captions = page.get_by_test_id("stCaptionContainer")
    captions.get_by_text("In 'Promotion', 'yes' counts as 1 and 'no' counts as 0.").wait_for()
    page.get_by_text("All are there, from the file or from you.").wait_for()
    page.get_by_text("Practised LSTM counts on 'Price' and 'Promotion'.").wait_for()

    someone.go("Train")
    page.get_by_text("Networks and ARIMA may count on 'Price' and 'Promotion'").wait_for()
    set_number(someone, "Epochs", 2)
    someone.click("Train")
    trained(someone)

    someone.go("Compare")
    page.get_by_text(
        re.compile(r"LSTM, Practised LSTM, ARIMA and Blend count on 'Price' and 'Promotion'")
    ).wait_for()
    page.get_by_text("'Price' and 'Promotion' were known ahead in every fold").wait_for()
    page.get_by_text("What each model decided").click()
    page.get_by_text(
        re.compile("'Promotion': yes instead of no goes with .* more")
    ).first.wait_for()

    someone.go("Forecast")
    ahead = sum(PROMOTED[MONTHS : MONTHS + 10])
    page.get_by_text(
        f"The 10 months to come have 'Price' at 4.5 to 5.5 and 'Promotion' in {ahead} of them"
    ).wait_for()
    page.get_by_text("Values of the drivers it was made with").click()
    table = page.get_by_test_id("stExpander").filter(has_text="Values of the drivers")
    made_with = downloaded(someone, table.get_by_role("button", name="Download CSV"))
    assert [float(row["Price"]) for row in made_with] == PRICES[MONTHS : MONTHS + 10]
    assert [float(row["Promotion"]) for row in made_with] == PROMOTED[MONTHS : MONTHS + 10]
    assert made_with[0]["date"] == "2024-01"

    forecast = downloaded(someone, page.get_by_role("button", name="Download CSV").last)
    missed = [float(row["point"]) - SOLD[MONTHS + k] for k, row in enumerate(forecast)]
    # A promotion is worth 260, and prices move sales by up to 180 besides.
    assert max(map(abs, missed)) < 130

    # What if the first month to come had a promotion?
    assert not PROMOTED[MONTHS]
    page.get_by_text("What if", exact=True).click()
    type_into_cell(someone, "[class*=st-key-what-if]", row=0, share=5 / 6, text="1")
    page.get_by_text("January 2024, Promotion: 0 to 1").wait_for()
    field = page.get_by_role("textbox", name="Name of the scenario")
    field.fill("Early promotion")
    field.press("Tab")
    someone.click("See what it changes")
    said = page.get_by_text(re.compile("^'Early promotion': over .* more"))
    said.wait_for(timeout=TRAINING_MS)
    page.get_by_text("it shows association").wait_for()
    page.get_by_text("The scenarios as a table").click()
    table = page.get_by_test_id("stExpander").filter(has_text="The scenarios as a table")
    supposed = downloaded(someone, table.get_by_role("button", name="Download CSV"))
    moved = [float(row["Early promotion, difference"]) for row in supposed]
    # What promotions were worth in the past, in that month alone.
    assert moved[0] == pytest.approx(260, abs=60)
    assert max(map(abs, moved[1:])) < 30
