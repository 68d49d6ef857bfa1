"""A budget entered on Forecast, and the chance to meet it, in a real browser."""

import re

import pytest

from tests.browser.test_journeys import sales, set_number, trained, type_into_cell

pytestmark = [pytest.mark.browser, pytest.mark.engine]


def test_a_budget_is_typed_for_all_then_uploaded_for_each_month(person):
    someone = person().open("/data")
    someone.upload("sales.csv", sales())
    someone.page.get_by_text("60 months").first.wait_for()
    someone.go("Train")
    set_number(someone, "Epochs", 2)
    someone.click("Train")
    trained(someone)
    someone.go("Forecast")
    page, main = someone.page, someone.page.get_by_test_id("stMain")
    main.get_by_text(re.compile(r"\d+ months to \w+ 2023 together: ")).first.wait_for()
    main.get_by_text("Targets", exact=True).click()
    main.get_by_text("Shown at first: what it came to a year before").wait_for()
    set_number(someone, "Budget", 99999)
    main.get_by_text(
        re.compile(r"\d+ months to \w+ 2023, at least 99,999: the chance is less than 1 in 100")
    ).wait_for()

    main.get_by_text("For each period", exact=True).click()
    type_into_cell(someone, "[class*=st-key-target-each]", row=0, share=5 / 6, text="1")
    main.get_by_text(re.compile(r"January 2023, at least 1: the chance is more")).wait_for()

    main.get_by_text("From a file", exact=True).click()
    plan = "\n".join(["Month,Plan", *(f"2023-{month:02}-01,1" for month in range(1, 13))])
    file = {"name": "plan.csv", "mimeType": "text/csv", "buffer": plan.encode()}
    page.locator("input[type=file]").first.set_input_files(file)
    main.get_by_text("Budget for each month from column 'Plan'").wait_for()
    main.get_by_text(
        re.compile(r"\d+ months together, at least \d+: the chance is more")
    ).wait_for()
    assert someone.foreign == []
