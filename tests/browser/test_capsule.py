"""A session saved as a file and opened by somebody with another browser."""

import re
from pathlib import Path

import pytest

from tests.browser.test_journeys import sales, set_number, trained

pytestmark = [pytest.mark.browser, pytest.mark.engine]


def headline(someone, page):
    someone.go(page)
    return someone.page.get_by_test_id("stMain").get_by_role("heading", level=3).first.inner_text()


def test_a_saved_session_opens_in_another_browser_as_it_was(person):
    someone = person().open("/data")
    someone.upload("umbrellas.csv", sales(name="Umbrellas"))
    someone.page.get_by_text("60 months").first.wait_for()
    someone.go("Train")
    set_number(someone, "Epochs", 2)
    set_number(someone, "Horizon", 6)
    someone.click("Train")
    trained(someone)
    before = {page: headline(someone, page) for page in ("Compare", "Forecast")}
    someone.page.get_by_test_id("stSidebar").get_by_role("link", name="Home").click()
    someone.heading("Where you stand")
    someone.page.get_by_text("Nothing is kept on this server.").first.wait_for()
    main = someone.page.get_by_test_id("stMain")
    with someone.page.expect_download() as download:
        main.get_by_role("button", name="Save this session").click()
    assert download.value.suggested_filename == "umbrellas.lookback"
    data = Path(download.value.path()).read_bytes()

    other = person(viewport={"width": 390, "height": 844}, color_scheme="dark").open("/data")
    other.upload("umbrellas.lookback", data)
    other.page.get_by_text(re.compile("Opened: umbrellas.csv, monthly, 1 run")).wait_for()
    for page, said in before.items():
        other.open(f"/{page.lower()}")
        heading = other.page.get_by_test_id("stMain").get_by_role("heading", level=3).first
        heading.get_by_text(said, exact=True).or_(heading).first.wait_for()
        other.settle()
        assert heading.inner_text() == said
    # Months later, with a newer file.
    other.open("/data")
    other.upload("newer.csv", sales(name="Umbrellas", months=64))
    other.page.get_by_text("goes on where the series of Run 1 ended").wait_for()
    other.open("/forecast")
    other.page.get_by_role("heading", name="What has come since").wait_for()
    other.page.get_by_text(re.compile(r"\d of 4 in the 80% range")).wait_for()
    assert someone.foreign == other.foreign == []


def test_a_damaged_file_says_what_is_wrong(person):
    someone = person().open("/data")
    someone.upload("old.lookback", b"PK\x03\x04" + bytes(500))
    someone.page.get_by_text("This is no capsule of Lookback").wait_for()
