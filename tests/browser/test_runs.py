"""Asking whether a result is luck, and keeping runs apart, in a real browser."""

import re

import pytest

from tests.browser.test_journeys import TRAINING_MS, set_number, trained

pytestmark = [pytest.mark.browser, pytest.mark.engine]


def section(someone, name):
    someone.page.get_by_role("radio", name=name, exact=True).click()
    someone.settle()


def test_a_run_is_checked_for_luck_named_and_started_again(person):
    someone = person().open()
    someone.page.get_by_role("button", name=re.compile("^Try it on")).click()
    someone.heading("Train")
    set_number(someone, "Epochs", 2)
    set_number(someone, "Horizon", 6)
    someone.click("Train")
    trained(someone)
    someone.go("Compare")

    section(someone, "Luck check")
    set_number(someone, "Seeds", 3)
    someone.page.get_by_text("Trains the LSTM with 2 more seeds").wait_for()
    someone.click("Check with 3 seeds")
    main = someone.page.get_by_test_id("stMain")
    main.get_by_text(re.compile(r"Luck check, \d+% done")).wait_for(timeout=TRAINING_MS)
    main.get_by_text(re.compile(r"of 3 seeds|all 3 seeds")).first.wait_for(timeout=TRAINING_MS)
    assert "the gap is" in someone.text()
    assert "The Practised LSTM has no seed" in someone.text()

    section(someone, "Runs")
    field = someone.page.get_by_role("textbox", name="Name of this run")
    field.fill("Two epochs")
    field.press("Enter")
    main.get_by_text("Run 1: Two epochs").first.wait_for()
    someone.click("Use these settings")
    someone.heading("Train")
    assert someone.page.get_by_label("Epochs", exact=True).input_value() == "2"
    # The answer stays with its run.
    someone.go("Compare")
    section(someone, "Luck check")
    main.get_by_text(re.compile(r"of 3 seeds|all 3 seeds")).first.wait_for()
    assert someone.foreign == []
