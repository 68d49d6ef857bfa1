"""What a person does with Lookback, in a real browser."""

import contextlib
import csv
import io
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import TimeoutError

from tests.browser.conftest import Person

pytestmark = [pytest.mark.browser, pytest.mark.engine]

PAGES = {"/": "Will a neural", "/data": "Data", "/train": "Train", "/compare": "Compare",
         "/forecast": "Forecast", "/portfolio": "Portfolio"}  # fmt: skip
TRAINING_MS = 300_000


def sales(months=60, name="Sales"):
    rows = [f"{2018 + i // 12}-{i % 12 + 1:02d}-01,{100 + i + 20 * (i % 12 == 11)}"
            for i in range(months)]  # fmt: skip
    return "\n".join([f"Month,{name}", *rows]).encode()


def set_number(someone, label, value):
    field = someone.page.get_by_label(label, exact=True)
    field.fill(str(value))
    field.press("Tab")
    someone.settle()


def set_long(someone, epochs):
    """Settings of a training that lasts long enough to be watched on any machine."""
    set_number(someone, "Epochs", epochs)
    someone.page.get_by_text("Advanced").click()
    set_number(someone, "Patience", 500)
    set_number(someone, "Networks", 4)


def type_into_cell(someone, table, row, share, text):
    """Type into a cell of a table that can be edited.

    Args:
        someone: Who.
        table: Where the table is, as a selector.
        row: Of the cell, from 0.
        share: Where the cell lies from left to right, 0 to 1.
        text: What is typed in place of what there was.
    """
    page = someone.page
    grid = page.locator(f"{table} canvas").first
    grid.wait_for()
    grid.evaluate("each => each.scrollIntoView({block: 'center'})")
    someone.settle()
    editor = page.locator("#portal textarea, #portal input").first
    for _ in range(5):
        # What is drawn lies under a pane that scrolls, and takes a click only once it is quiet.
        place = {"x": grid.bounding_box()["width"] * share, "y": 52 + 35 * row}
        grid.click(position=place, force=True)
        page.keyboard.press("Enter")
        with contextlib.suppress(TimeoutError):
            editor.wait_for(timeout=5_000)
            break
    editor.fill(text)
    page.keyboard.press("Enter")


def trained(someone):
    someone.page.get_by_role("link", name="Compare the models").wait_for(timeout=TRAINING_MS)
    someone.settle()


def train_on_years(someone):
    """From Data through a training that is over soon: without a season ARIMA is found at once."""
    rows = [f"{1964 + k},{100 + 2 * k + k * 7 % 11}" for k in range(60)]
    someone.upload("sales.csv", "\n".join(["Year,Sales", *rows]).encode())
    someone.page.get_by_text("60 years").first.wait_for()
    someone.go("Train")
    for label, value in (("Window length", 4), ("Epochs", 2), ("Horizon", 4)):
        set_number(someone, label, value)
    someone.page.get_by_text("Advanced").click()
    set_number(someone, "Networks", 1)
    set_number(someone, "Folds", 5)
    someone.click("Train")
    trained(someone)


def test_a_sample_is_three_clicks_from_its_first_forecast(person):
    someone = person().open()
    someone.page.get_by_role("button", name=re.compile("^Try it on")).click()
    someone.heading("Train")
    someone.click("Train")
    trained(someone)
    someone.click("Compare the models", role="link")
    someone.heading("Compare")
    said = (
        r"(beat|was ahead of) .*: it missed by|Too close to call|No clear winner|Neither .* beats"
    )
    assert re.search(said, someone.text())
    assert "Seasonal naive" in someone.text()
    assert someone.foreign == []


def test_upload_train_cancel_train_again_compare_forecast_download(person):
    someone = person().open("/data")
    someone.upload("sales.csv", sales())
    someone.page.get_by_text("60 months from January 2018 to December 2022").wait_for()
    someone.go("Train")
    set_long(someone, 500)
    someone.click("Train")
    main = someone.page.get_by_test_id("stMain")
    main.get_by_text(re.compile(r"fold 1 of 3, epoch \d+")).wait_for(timeout=TRAINING_MS)
    main.get_by_role("button", name="Cancel").click()
    main.get_by_text("Training was cancelled").wait_for()

    set_number(someone, "Epochs", 5)
    someone.click("Train")
    trained(someone)
    someone.go("Compare")
    assert "of 3" in someone.text()
    someone.go("Forecast")
    assert "January 2023" in someone.text()
    with someone.page.expect_download() as download:
        someone.click("Download CSV")
    rows = list(csv.reader(io.StringIO(download.value.path().read_text("utf-8-sig"))))
    assert rows[0][:4] == ["series", "unit", "model", "date"]
    assert rows[1][0] == "Sales"
    assert rows[1][3] == "2023-01-01"
    assert rows[0][-1] == "event"
    assert all(float(cell) for cell in rows[1][4:-1])


def test_a_reload_in_mid_training_finds_everything_again(person):
    someone = person().open("/data")
    someone.upload("sales.csv", sales(name="Umbrellas"))
    someone.page.get_by_text("60 months").first.wait_for()
    someone.go("Train")
    set_long(someone, 143)
    someone.click("Train")
    someone.page.get_by_test_id("stMain").get_by_text(re.compile(r"fold \d of 3")).first.wait_for(
        timeout=TRAINING_MS
    )
    someone.page.reload()
    someone.heading("Train")
    assert someone.page.get_by_label("Epochs", exact=True).input_value() == "143"
    assert "Umbrellas" in someone.text()
    trained(someone)
    someone.page.reload()
    trained(someone)
    assert someone.token() not in someone.page.url
    someone.go("Compare")
    assert "Seasonal naive" in someone.text()


def test_nobody_finds_what_another_has(person):
    mine, theirs = person().open("/data"), person().open("/data")
    mine.upload("secret.csv", sales(name="Secret"))
    mine.page.get_by_text("60 months").first.wait_for()
    theirs.page.reload()
    theirs.heading("Data")
    assert "Secret" not in theirs.page.content()
    assert mine.token() != theirs.token()
    # A copied link carries nothing: it opens an empty workspace elsewhere.
    copied = person()
    copied.page.goto(mine.page.url)
    copied.heading("Data")
    assert "Secret" not in copied.page.content()
    assert mine.token() not in mine.page.url


def test_a_token_made_up_by_someone_is_not_taken_on(person, server):
    someone = person()
    someone.context.add_cookies(
        [{"name": "lookback_session", "value": "chosen", "url": server.url}]
    )
    someone.open()
    someone.page.wait_for_function("!document.cookie.includes('lookback_session=chosen')")
    assert len(someone.token()) >= 43


@pytest.mark.parametrize("path", PAGES)
def test_a_deep_link_works_on_a_fresh_server(fresh_server, person, path):
    someone = person(fresh_server.url).open(path)
    someone.heading(PAGES[path])
    assert "Traceback" not in someone.page.content()
    assert someone.page.get_by_test_id("stSidebar").get_by_role("link", name="Compare").count() == 1


def test_a_bad_file_leaves_the_one_before_in_place(person):
    someone = person().open("/data")
    someone.upload("good.csv", sales(name="Good"))
    someone.page.get_by_text("60 months").first.wait_for()
    someone.upload("bad.csv", b"\x89PNG\r\n\x1a\n" + b"\x00" * 100)
    someone.page.get_by_text("is a PNG image").wait_for()
    assert "The data from before is kept." in someone.text()
    assert "60 months" in someone.text()


WIDTHS = pytest.mark.parametrize("width", [1440, 390])


def at(person, width):
    return person(viewport={"width": width, "height": 900}).open("/data")


def fits(someone):
    wide = someone.page.evaluate(
        "document.querySelector('[data-testid=stMain]').scrollWidth - window.innerWidth"
    )
    return wide <= 0


@WIDTHS
def test_dates_with_two_readings_are_asked_about_and_the_answer_is_used(person, width):
    someone = at(person, width)
    rows = "\n".join(f"01/{month:02}/2020,{month * 10}" for month in range(1, 13))
    someone.upload("dates.csv", f"Date,Sales\n{rows}".encode())
    someone.page.get_by_text("Does the day or the month come first").wait_for()
    someone.page.get_by_text("'01/02/2020' is 2 January 2020").first.wait_for()
    someone.page.get_by_text("12 months from January 2020").first.wait_for()
    text = someone.text()
    assert "'01/02/2020' is 1 February 2020" in text
    assert "'01/02/2020' is 2 January 2020" in text
    assert "12 months from January 2020 to December 2020" in text
    assert fits(someone)
    someone.page.get_by_text("'01/02/2020' is 2 January 2020").first.click()
    someone.page.get_by_text("12 days from 1 January 2020 to 12 January 2020").wait_for()
    assert "Does the day or the month" not in someone.text()


@WIDTHS
def test_a_sheet_with_a_column_for_each_month_is_added_up_or_one_row_is_chosen(person, width):
    someone = at(person, width)
    months = [f"{2021 + k // 12}-{k % 12 + 1:02}" for k in range(36)]
    rows = [
        ["Sales by shop", *[""] * 36],
        ["Shop", *months],
        ["North", *range(100, 136)],
        ["South", *range(200, 236)],
        ["Total", *range(300, 372, 2)],
    ]
    text = "\n".join(",".join(map(str, row)) for row in rows) + "\nSource: the tills"
    someone.upload("wide.csv", text.encode())
    someone.page.get_by_text("36 months from January 2021 to December 2023").first.wait_for()
    someone.settle()
    someone.page.get_by_text("Receipt: every change").click()
    someone.page.get_by_text("Totals left out", exact=True).wait_for()
    # Of 300, 302 and so on to 370, once.
    assert "Total before = total after: 12,060." in someone.text()
    someone.choose("Series", "South")
    someone.page.get_by_text("Value, South").first.wait_for()
    assert fits(someone)


@WIDTHS
def test_order_lines_are_added_up_by_the_measure_and_period_chosen(person, width):
    someone = at(person, width)
    rows = "\n".join(
        f"{1000 + k},2022-{k // 300 + 1:02}-{k % 28 + 1:02} {k % 12 + 8:02}:15,{k % 3 + 1},2.50"
        for k in range(3600)
    )
    someone.upload("orders.csv", f"Order,Time,Quantity,Unit price\n{rows}".encode())
    someone.page.get_by_text("The rows are order lines; this").wait_for()
    someone.choose("Frequency", "monthly")
    someone.page.get_by_text("12 months from January 2022 to December 2022").wait_for()
    someone.choose("Value column", "(number of rows)")
    someone.page.get_by_text("Lowest 300, mean 300, highest 300").wait_for()
    assert fits(someone)


def test_a_repair_is_changed_and_taken_back(person):
    someone = person().open("/data")
    someone.upload("twice.csv", sales() + b"\n2018-01-01,300")
    someone.page.get_by_text("60 months").first.wait_for()
    someone.settle()
    someone.page.get_by_text("Receipt: every change").click()
    someone.page.get_by_text("1 row shared the date of an earlier row").wait_for()
    assert "Total before = total after" in someone.text()
    someone.choose("Repeated dates", "take the last")
    someone.page.get_by_text("it differs by -100 because step 2").wait_for()
    someone.click("Undo: repeated dates")
    someone.page.get_by_text("Total before = total after").wait_for()


def test_an_event_is_marked_with_the_mouse_and_another_by_keyboard(person):
    someone = person().open("/data")
    someone.upload("sales.csv", sales())
    someone.page.get_by_text("60 months").first.wait_for()
    someone.settle()
    page, chart = someone.page, someone.page.locator("[class*=st-key-series] .nsewdrag")
    box = chart.bounding_box()
    page.mouse.move(box["x"] + 0.395 * box["width"], box["y"] + 80)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.46 * box["width"], box["y"] + 120, steps=6)
    page.mouse.up()
    page.get_by_text("Models don't learn from them, and they are not scored.").wait_for()
    someone.click("Mark this")
    # Of 60 months from January 2018 on, from the 24th to the 27th or 28th.
    page.get_by_text(re.compile(r"January 2020 to (March|April) 2020; ignore")).wait_for()
    page.locator("[class*=st-key-series]").get_by_text("Stock-out").wait_for()

    someone.settle()
    page.get_by_role("spinbutton", name="year, From").focus()
    page.keyboard.type("20210501")
    # Past the button that opens the calendar, to the other date.
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.get_by_test_id("stCaptionContainer").get_by_text("May 2021").wait_for()
    page.keyboard.type("20210601")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText.includes('Mark this')"):
            break
    page.keyboard.press("Enter")
    page.get_by_text("May 2021 to June 2021; ignore").wait_for()

    someone.page.reload()
    page.get_by_text("May 2021 to June 2021; ignore").wait_for()
    someone.click("Remove")
    page.get_by_text(re.compile(r"January 2020 to")).wait_for(state="detached")
    assert "May 2021 to June 2021; ignore" in someone.text()


def test_everything_can_be_reached_by_keyboard(person):
    someone = person().open()
    someone.page.get_by_role("button", name=re.compile("^Try it on")).focus()
    someone.page.keyboard.press("Enter")
    someone.heading("Train")
    # Controls come in one by one: each kind is loaded when it is first drawn.
    fields = {"Window length", "Cell type", "Epochs", "Horizon"}
    for field in fields:
        someone.page.get_by_label(field, exact=True).wait_for()
    reached = set()
    for _ in range(40):
        someone.page.keyboard.press("Tab")
        reached.add(
            someone.page.evaluate(
                "document.activeElement.getAttribute('aria-label')"
                " || document.activeElement.innerText.trim()"
            )
        )
    assert fields | {"Advanced", "Train"} <= {text.split("\n")[-1] for text in reached if text}


# Faults of the framework's own markup, not of these pages.
FRAMEWORK_FAULTS = frozenset()


def faults(page):
    """What keeps some people from reading a page, by WCAG 2.1 AA."""
    result = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
    return [
        (violation["id"], node["target"], node["html"][:120])
        for violation in result.response["violations"]
        if violation["id"] not in FRAMEWORK_FAULTS
        for node in violation["nodes"]
    ]


@pytest.fixture(scope="module")
def after_training(browser, server):
    """Cookies of someone who has trained on a sample."""
    someone = Person(browser, server.url).open()
    someone.page.get_by_role("button", name=re.compile("^Try it on")).click()
    someone.heading("Train")
    set_number(someone, "Epochs", 2)
    someone.click("Train")
    trained(someone)
    cookies = someone.context.cookies()
    someone.context.close()
    return cookies


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_pages_are_accessible_and_fit(person, after_training, scheme, width):
    someone = person(color_scheme=scheme, viewport={"width": width, "height": 900})
    someone.context.add_cookies(after_training)
    someone.open()
    # Nothing lies over the two buttons that lead here.
    someone.page.get_by_role("button", name=re.compile("^Try it on")).click(trial=True)
    someone.open("/train").heading("Train")
    someone.page.get_by_role("button", name="Train", exact=True).click(trial=True)
    problems = []
    for path, heading in PAGES.items():
        someone.open(path)
        someone.heading(heading)
        someone.still()
        problems += [(path, *fault) for fault in faults(someone.page)]
        wide = someone.page.evaluate(
            "document.querySelector('[data-testid=stMain]').scrollWidth - window.innerWidth"
        )
        assert wide <= 0, f"{path} scrolls sideways by {wide} px"
    assert not problems, "\n".join(map(str, problems))


def test_a_dropped_connection_comes_back_to_the_same_training(person):
    someone = person()
    sockets = []

    def through(socket):
        socket.connect_to_server()
        sockets.append(socket)

    someone.page.route_web_socket(re.compile("_stcore/stream"), through)
    someone.open("/data")
    someone.upload("sales.csv", sales(name="Gloves"))
    someone.page.get_by_text("60 months").first.wait_for()
    someone.go("Train")
    someone.click("Train")
    someone.page.get_by_test_id("stMain").get_by_text(re.compile(r"fold \d of 3")).first.wait_for(
        timeout=TRAINING_MS
    )
    before = len(sockets)
    sockets[-1].close()
    trained(someone)
    assert len(sockets) > before
    assert "Gloves" in someone.text()
