"""What is taken away opens elsewhere; and months later, a newer file beside the old forecast."""

import io
import re

import openpyxl
import pytest

from tests.browser.test_journeys import TRAINING_MS, sales, set_number, trained

pytestmark = [pytest.mark.browser, pytest.mark.engine]


def test_a_forecast_is_handed_on_then_held_against_what_came(person, browser, tmp_path):
    someone = person().open("/data")
    page = someone.page
    someone.upload("sales.csv", sales(months=60))
    page.get_by_text("60 months from January 2018 to December 2022").wait_for()
    someone.go("Train")
    set_number(someone, "Epochs", 2)
    set_number(someone, "Horizon", 6)
    someone.click("Train")
    trained(someone)
    someone.go("Forecast")
    page.get_by_text("Take away", exact=True).click()
    with page.expect_download() as download:
        someone.click("Report to print")
    report = tmp_path / "report.html"
    download.value.save_as(report)
    with page.expect_download() as download:
        someone.click("Excel workbook")
    book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
    assert book["Forecast"]["B2"].value.strftime("%Y-%m") == "2023-01"

    # The report, on a machine without a connection.
    context = browser.new_context(offline=True, viewport={"width": 390, "height": 800})
    reader = context.new_page()
    faults = []
    reader.on("pageerror", lambda fault: faults.append(fault))
    reader.goto(report.as_uri())
    reader.get_by_role("heading", name="Sales: forecast for 6 months ahead").wait_for()
    reader.locator(".js-plotly-plot .main-svg").first.wait_for()
    assert reader.locator(".js-plotly-plot").count() == 2
    assert reader.get_by_text("January 2023").first.is_visible()
    for kind, begins in (("SVG", b"<svg"), ("PNG", b"\x89PNG")):
        reader.locator(".js-plotly-plot").first.hover()
        with reader.expect_download() as picture:
            reader.get_by_role("button", name=f"Save as {kind}").first.click()
        name = picture.value.suggested_filename
        assert re.fullmatch(rf"Sales-so-far-and-the-next-6-months.*\.{kind.lower()}", name)
        assert picture.value.path().read_bytes().startswith(begins)
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert (faults, reader.evaluate(wider)) == ([], 0)
    context.close()

    # Three months later.
    someone.go("Data")
    someone.upload("newer.csv", sales(months=63))
    page.get_by_text("goes on where the series of Run 1 ended").wait_for()
    someone.click("See how its forecast did", role="link")
    someone.heading("Forecast")
    page.get_by_role("heading", name="What has come since").wait_for()
    assert "3 have come since." in someone.text()
    assert re.search(r"\d of 3 in the 80% range", someone.text())
    page.get_by_text("What the LSTM says now, without being trained again").click()
    page.get_by_text("No test on the past stands behind it").wait_for()
    assert page.get_by_text(re.compile("April 2023: .*, likely between")).first.is_visible()
    someone.click("Train again on the newer data")
    someone.page.get_by_role("link", name="Compare the models").wait_for(timeout=TRAINING_MS)
    someone.settle()
    someone.go("Forecast")
    page.get_by_text(re.compile("April 2023: ")).first.wait_for()
    assert "What has come since" not in someone.text()
    assert someone.foreign == []
