"""A file of 60 series, forecast all at once."""

from pathlib import Path

import pytest

from tests.browser.test_journeys import TRAINING_MS, faults, fits

pytestmark = [pytest.mark.browser, pytest.mark.engine]

FILE = Path(__file__).resolve().parents[2] / "sample_data" / "shop_chain.csv"


def test_every_series_of_a_file_is_forecast_and_one_is_opened_on_compare(person):
    someone = person(viewport={"width": 1440, "height": 900}).open("/data")
    someone.upload(FILE.name, FILE.read_bytes())
    someone.page.get_by_text("60 months").first.wait_for()
    someone.go("Portfolio")
    main = someone.page.get_by_test_id("stMain")
    main.get_by_text("60 series of Units").wait_for()
    someone.click("Forecast all series")
    main.get_by_text("60 series shown").wait_for(timeout=TRAINING_MS)
    main.get_by_role("heading", name="of 60 series").wait_for()
    search = main.get_by_role("textbox", name="Search")
    search.fill("teapots")
    search.press("Enter")
    main.get_by_text("6 series shown").wait_for()
    someone.still()
    assert faults(someone.page) == []
    assert fits(someone)
    file = someone.download(main.get_by_role("button", name="Download CSV").first)
    rows = Path(file.path()).read_text("utf-8-sig").splitlines()
    assert rows[0].startswith("Region,Shop,Product,date,model,unit,point")
    # 60 series and what all come to.
    assert len(rows) == 1 + 61 * 10

    # The first row's box, at the left of the table.
    table = main.get_by_test_id("stDataFrame").first
    table.click(position={"x": 18, "y": 52})
    main.get_by_role("heading", name="/ Teapots").wait_for()
    someone.click("Compare models on this series")
    someone.heading("Compare")
    main.get_by_text("is being trained").wait_for()
    main.get_by_text("Models on the chart").wait_for(timeout=TRAINING_MS)

    # Away and back: all is still there.
    someone.go("Portfolio")
    main.get_by_text("60 series shown").wait_for()
    assert someone.foreign == []
