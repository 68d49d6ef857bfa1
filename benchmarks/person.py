"""Someone at a browser, with a clock inside the page.

Times are taken by a script in the page, not by this process: what Playwright takes to notice
something is not in them.
"""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import TimeoutError as TooLate

HEADINGS = {
    "home": "Will a neural",
    "data": "Data",
    "train": "Train",
    "compare": "Compare",
    "forecast": "Forecast",
}
DEFAULTS = "Trains the LSTM 7 times: 6 folds"
"""What Train says of the airline sample when no setting was touched."""

TRAINING_MS = 300_000
PAUSE_MS = 150
"""Between two reruns, so that the browser has drawn the one before."""

UNSEEN_MS = 10_000
"""After so long an answer was missed."""

QUIET_MS = 300
"""Without a change for so long a chart is drawn."""

_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)

# `asked` and `answered` are set by the keys that rerun and move sliders, `drawn` by every change of
# the page's text and charts, `clicked` by the Train button, `dropped` by whoever hands over a file.
_CLOCK = """
window.clock = {asked: 0, answered: 0, drawn: 0, clicked: 0, dropped: 0, busy: false};
document.addEventListener("keydown", event => {
  if (event.key !== "r" && !event.key.startsWith("Arrow")) return;
  Object.assign(clock, {asked: performance.now(), answered: 0, drawn: 0, busy: false});
}, true);
document.addEventListener("click", event => {
  const button = event.target.closest("button");
  if (button && button.innerText.trim().endsWith("Train")) clock.clicked = performance.now();
}, true);
new MutationObserver(() => {
  const app = document.querySelector("[data-testid=stApp]");
  const state = app && app.getAttribute("data-test-script-state");
  // A quick script is over before the page has shown it as running; as asked for, always.
  if (state !== "notRunning") clock.busy = true;
  else if (clock.busy && !clock.answered) clock.answered = performance.now();
}).observe(document, {
  subtree: true, attributes: true, attributeFilter: ["data-test-script-state"]
});
"""

# Charts are drawn after the script is over, and nobody says when they are done.
_WATCH = """() => {
  const main = document.querySelector("[data-testid=stMain]");
  new MutationObserver(() => { clock.drawn = performance.now(); }).observe(main, {
    subtree: true, childList: true, characterData: true, attributes: true,
    attributeFilter: ["d", "transform", "points"]
  });
}"""

_DRAWN = f"""clock.answered > clock.asked
  && performance.now() - Math.max(clock.answered, clock.drawn) > {QUIET_MS}"""

_SHOWN = """heading => {
  const app = document.querySelector("[data-testid=stApp]");
  const title = document.querySelector("[data-testid=stMain] h1");
  return app && app.getAttribute("data-test-script-state") === "notRunning"
    && title && title.innerText.startsWith(heading);
}"""

# While a job runs, Train has its Cancel button and no subheader.
_VERDICT = """() => {
  const main = document.querySelector("[data-testid=stMain]");
  const sentence = main.querySelector("h3");
  const live = main.querySelector(".st-key-cancel-live");
  if (live && !sentence) clock.live = true;
  if (!clock.live || !sentence || !sentence.innerText.trim()) return null;
  return {ms: performance.now() - clock.clicked, sentence: sentence.innerText.trim()};
}"""


# Bands and line of the first look, drawn. Another file's chart is gone when this one's is there.
_LOOK = """name => {
  const drawn = document.querySelector("[class*=st-key-look-] .scatterlayer .trace");
  const hand = document.querySelector("[data-testid=stSidebar]").innerText;
  return drawn && hand.includes(name) && clock.dropped ? performance.now() - clock.dropped : null;
}"""


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    """A Chromium: the system's, else Playwright's own."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=list(_ARGUMENTS))
        try:
            yield started
        finally:
            started.close()


class Person:
    """Someone who has never been here: an empty cache, no cookie."""

    def __init__(self, browser: Browser, url: str) -> None:
        self._context = browser.new_context(viewport={"width": 1280, "height": 900})
        self._context.set_default_timeout(120_000)
        self._context.add_init_script(_CLOCK)
        self._page: Page = self._context.new_page()
        self._url = url

    def open(self) -> None:
        """Open Home, until all of it is there."""
        self._page.goto(self._url, wait_until="commit")
        self._see("home")

    def take_sample(self) -> None:
        """Load the airline sample, by the button of Home that leads to Train."""
        self.go("home")
        self._page.get_by_role("button", name="Try it on airline passengers").click()
        self._see("train")

    def drop(self, file: Path) -> float:
        """Upload a file on Data; seconds from the drop to its first look on the page."""
        self.go("data")
        self._page.evaluate("clock.dropped = performance.now()")
        self._page.locator("input[type=file]").first.set_input_files(file)
        seen = self._page.wait_for_function(_LOOK, arg=file.name).json_value()
        return float(seen) / 1000

    def go(self, page: str) -> None:
        """Open a page by the sidebar."""
        sidebar = self._page.get_by_test_id("stSidebar")
        sidebar.get_by_role("link", name=page.capitalize()).first.click()
        self._see(page)
        # Charts load a script of their own, and are drawn after the page has come to rest.
        self._page.wait_for_load_state("networkidle")

    def train(self) -> tuple[float, str]:
        """Press Train on Train; seconds from the click to the verdict, and the verdict.

        Raises:
            RuntimeError: If Train is not about to do what is to be measured.
        """
        self._page.evaluate("clock.live = false")
        main = self._page.get_by_test_id("stMain")
        if DEFAULTS not in main.inner_text():
            raise RuntimeError(f'Train is not at its defaults: it does not say "{DEFAULTS}".')
        main.get_by_role("button", name="Train", exact=True).click()
        seen = self._page.wait_for_function(_VERDICT, timeout=TRAINING_MS).json_value()
        self._see("train")
        return seen["ms"] / 1000, seen["sentence"]

    def rerun(self) -> float:
        """Have the page run again, by the key R; milliseconds until the page rests again."""
        self._page.wait_for_timeout(PAUSE_MS)
        self._page.evaluate("document.activeElement.blur()")
        self._page.keyboard.press("r")
        self._page.wait_for_function("clock.answered > clock.asked")
        return float(self._page.evaluate("clock.answered - clock.asked"))

    def lesson(self, key: str, picture: str = "") -> None:
        """Open a lesson of Learn by its address, and one of its pictures by its pill."""
        self._page.goto(f"{self._url}/learn?lesson={key}", wait_until="commit")
        self._page.wait_for_function(_SHOWN, arg="Learn")
        self._page.wait_for_load_state("networkidle")
        if picture:
            main = self._page.get_by_test_id("stMain")
            pill = main.get_by_role("radio", name=picture, exact=True)
            pill.or_(main.get_by_role("button", name=picture, exact=True)).first.click()
            self._page.wait_for_timeout(PAUSE_MS)
            self._page.wait_for_function(_SHOWN, arg="Learn")
            self._page.wait_for_load_state("networkidle")
        self._page.evaluate(_WATCH)

    def move(self, times: int) -> tuple[str, list[float]]:
        """Move the first slider step by step, to its end and back, by the keyboard.

        Returns:
            Its name, and for each move the milliseconds until its answer was drawn.
        """
        slider = self._page.get_by_test_id("stMain").get_by_role("slider").first
        key, took, unseen = "ArrowRight", [], 0
        while len(took) < times:
            now, least, most = slider.evaluate("e => [e.value, e.min, e.max].map(Number)")
            key = "ArrowLeft" if now >= most else "ArrowRight" if now <= least else key
            self._page.wait_for_timeout(PAUSE_MS)
            slider.press(key)
            try:
                self._page.wait_for_function(_DRAWN, timeout=UNSEEN_MS)
            except TooLate:
                # Once in some hundred moves the page never shows that its script ran.
                unseen += 1
                if unseen > times // 4:
                    raise
                continue
            answer = "(clock.drawn || clock.answered) - clock.asked"
            took.append(float(self._page.evaluate(answer)))
        return slider.get_attribute("aria-label") or "", took

    def leave(self) -> None:
        """Close the browser's window."""
        self._context.close()

    def _see(self, page: str) -> None:
        self._page.wait_for_function(_SHOWN, arg=HEADINGS[page])
