"""Looking closer on Compare in a real browser: the replay by keyboard, ranges recalibrated."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.test_journeys import train_on_years

pytestmark = [pytest.mark.browser, pytest.mark.engine]

CHART = "[class*=st-key-replay] .js-plotly-plot"
# What the chart shows as known: its last date.
KNOWN = f"""() => {{
  const drawn = document.querySelector('{CHART}')._fullData;
  return String(drawn.find((trace) => trace.name === 'Known then').x.at(-1)).slice(0, 4);
}}"""


def test_the_past_is_replayed_by_keyboard_and_ranges_are_recalibrated(person):
    someone = person(reduced_motion="reduce")
    page = someone.open("/data").page
    train_on_years(someone)
    someone.go("Compare")

    page.get_by_role("radio", name="Replay").or_(page.get_by_role("button", name="Replay")).click()
    words = page.locator("[data-part=words]")
    words.get_by_text("Known up to 2003").wait_for()
    assert re.search(r"ARIMA missed by [\d.]+ on average \([\d.]+% of the actual\)",
                     words.inner_text())  # fmt: skip
    page.locator(CHART).wait_for()
    # Nothing moves by itself; a step of the slider jumps to the next cutoff.
    slider = page.get_by_role("slider", name="Past cutoff")
    slider.focus()
    page.keyboard.press("ArrowRight")
    words.get_by_text("Known up to 2007").wait_for()
    page.wait_for_function(f"({KNOWN})() === '2007'")
    assert slider.get_attribute("aria-valuetext") == "Known up to 2007"
    page.keyboard.press("End")
    words.get_by_text("Known up to 2019").wait_for()
    page.keyboard.press("ArrowLeft")
    play = page.get_by_role("button", name="Play")
    play.focus()
    page.keyboard.press("Enter")
    words.get_by_text("Known up to 2019").wait_for()
    page.wait_for_function(f"({KNOWN})() === '2019'")
    # At the end it stops, and begins anew when asked to.
    play.wait_for()
    page.keyboard.press("Enter")
    words.get_by_text("Known up to 2003").wait_for()
    page.get_by_role("button", name="Pause").click()

    faults = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
    assert not [each["id"] for each in faults.response["violations"]]
    someone.settle()
    ranges = "Can the ranges be believed?"
    page.get_by_role("radio", name=ranges).or_(page.get_by_role("button", name=ranges)).click()
    page.get_by_text("Recalibrate the ranges of").first.click()
    page.get_by_text("were recalibrated on 5 past folds").wait_for()
    someone.click("See them on Forecast", role="link")
    someone.heading("Forecast")
    page.get_by_text("It was recalibrated: on the past cutoffs").wait_for()
    page.get_by_role("button", name=re.compile("^Use the ranges as")).click()
    page.get_by_text("were recalibrated on").wait_for(state="detached")
    assert someone.foreign == []
