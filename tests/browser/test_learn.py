"""All lessons, one after the other, by keyboard on a phone and as a whole on a desk."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from core.learn.lessons import LESSONS, text
from tests.browser.test_journeys import TRAINING_MS, sales

pytestmark = [pytest.mark.browser, pytest.mark.engine]

WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}


def shown(someone, lesson):
    """Wait until a lesson's words and picture are there."""
    main = someone.page.get_by_test_id("stMain")
    pieces = re.split(r"[*$\n]", text(lesson.key).body)
    main.get_by_text(next(piece.strip() for piece in pieces if len(piece) > 9)).first.wait_for()
    main.locator(".js-plotly-plot .main-svg, [data-testid=stCode]").first.wait_for()
    someone.settle()
    assert not main.get_by_test_id("stException").count()
    assert not main.get_by_text("Something unforeseen went wrong").count()


def test_every_lesson_follows_the_one_before_and_answers_to_the_keyboard(person, tmp_path):
    someone = person(viewport={"width": 390, "height": 844}, reduced_motion="reduce").open("/learn")
    page = someone.page
    for place, lesson in enumerate(LESSONS, start=1):
        shown(someone, lesson)
        assert page.evaluate(WIDER) <= 0
        slider = page.get_by_test_id("stMain").get_by_role("slider").first
        if slider.count() and slider.is_enabled():
            before = slider.input_value()
            slider.focus()
            page.keyboard.press("ArrowRight")
            someone.settle()
            if before != slider.get_attribute("max"):
                assert slider.input_value() != before
        page.screenshot(path=tmp_path / f"{place:02}-{lesson.key}.png", full_page=True)
        if place < len(LESSONS):
            page.get_by_role("link", name=f"Next: {LESSONS[place].title}").click()
    assert someone.foreign == []


def test_lessons_are_accessible_and_stay_when_reloaded(person):
    someone = person().open("/learn?lesson=backpropagation")
    for lesson in LESSONS:
        someone.open(f"/learn?lesson={lesson.key}")
        shown(someone, lesson)
        someone.still()
        faults = Axe().run(someone.page, options=WCAG).response["violations"]
        assert not [(lesson.key, each["id"]) for each in faults]


def test_a_sine_wave_is_trained_on_the_spot_on_a_series_of_ones_own(person):
    someone = person().open("/data")
    someone.upload("sales.csv", sales())
    someone.page.get_by_text("60 months").first.wait_for()
    someone.open("/learn?lesson=recurrent")
    main = someone.page.get_by_test_id("stMain")
    main.get_by_text("On your series, Sales.").wait_for()
    main.get_by_role("radio", name="Sine wave").or_(
        main.get_by_role("button", name="Sine wave")
    ).click()
    someone.click("Train a SimpleRNN on it")
    main.get_by_text("it misses by").wait_for(timeout=TRAINING_MS)
