"""What a person does with Lookback, in a real browser."""

import csv
import io
import re

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.engine]

PAGES = {"/": "Will a neural", "/data": "Data", "/train": "Train", "/compare": "Compare",
         "/forecast": "Forecast"}  # fmt: skip
TRAINING_MS = 120_000


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


def trained(someone):
    someone.page.get_by_role("link", name="Compare the models").wait_for(timeout=TRAINING_MS)
    someone.settle()


def test_a_sample_is_three_clicks_from_its_first_forecast(person):
    someone = person().open()
    someone.page.get_by_role("button", name=re.compile("^Try it on")).click()
    someone.heading("Train")
    someone.click("Train")
    trained(someone)
    someone.click("Compare the models", role="link")
    someone.heading("Compare")
    assert re.search(r"beat .*: it missed by|Too close to call", someone.text())
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
    main.get_by_text("Training was cancelled").wait_for(timeout=5_000)

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
    set_long(someone, 423)
    someone.click("Train")
    someone.page.get_by_test_id("stMain").get_by_text(re.compile(r"fold \d of 3")).first.wait_for(
        timeout=TRAINING_MS
    )
    someone.page.reload()
    someone.heading("Train")
    assert someone.page.get_by_label("Epochs", exact=True).input_value() == "423"
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_pages_are_accessible_and_fit(person, scheme, width):
    someone = person(color_scheme=scheme, viewport={"width": width, "height": 900}).open()
    someone.page.get_by_role("button", name=re.compile("^Try it on")).click()
    someone.heading("Train")
    set_number(someone, "Epochs", 2)
    someone.click("Train")
    trained(someone)
    problems = []
    for path, heading in PAGES.items():
        someone.open(path)
        someone.heading(heading)
        someone.still()
        result = Axe().run(
            someone.page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
        )
        for violation in result.response["violations"]:
            for node in violation["nodes"]:
                problems.append((path, violation["id"], node["target"], node["html"][:120]))
        wide = someone.page.evaluate(
            "document.querySelector('[data-testid=stMain]').scrollWidth - window.innerWidth"
        )
        assert wide <= 0, f"{path} scrolls sideways by {wide} px"
    left = [problem for problem in problems if problem[1] not in FRAMEWORK_FAULTS]
    assert not left, "\n".join(map(str, left))


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
