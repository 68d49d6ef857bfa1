"""What kind of series it is, looked at in a browser."""

import pytest

from tests.browser.test_journeys import faults, sales

pytestmark = [pytest.mark.browser, pytest.mark.engine]


def test_two_pictures_of_the_profile_are_seen_and_can_be_read_by_anyone(person):
    someone = person().open("/data")
    page = someone.page
    someone.upload("sales.csv", sales())
    page.get_by_text("60 months").first.wait_for()
    someone.settle()
    page.get_by_text("Choose a picture; it is computed then.").wait_for()

    page.get_by_role("radio", name="Trend and season").click()
    page.get_by_text("A strong yearly pattern, a rising level and little noise").wait_for()
    page.locator("[class*=st-key-profile-decomposition-chart] .main-svg").first.wait_for()
    someone.still()
    assert faults(page) == []

    page.get_by_role("radio", name="Box plots").click()
    page.get_by_text("December is typically 13% above the level around it").wait_for()
    page.locator("[class*=st-key-profile-boxes] .main-svg").first.wait_for()
    page.locator("[class*=st-key-profile-decomposition-chart]").wait_for(state="detached")
    someone.still()
    assert faults(page) == []
    assert someone.foreign == []
