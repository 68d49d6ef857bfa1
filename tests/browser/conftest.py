"""A server of its own for the browser tests, and a browser."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import TimeoutError, sync_playwright

from tests.conftest import CHROMIUM

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_MS = 60_000
"""How long to wait for what a page shows: other tests may have the machine."""
SETTLED = "[data-testid=stApp][data-test-script-state=notRunning]"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


class Server:
    """A running Lookback."""

    def __init__(self, **variables):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        settings = {
            "STREAMLIT_SERVER_PORT": str(self.port),
            "STREAMLIT_SERVER_ADDRESS": "127.0.0.1",
            "STREAMLIT_SERVER_HEADLESS": "true",
            "STREAMLIT_SERVER_FILE_WATCHER_TYPE": "none",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "streamlit_app.py"],
            cwd=ROOT,
            env=os.environ | settings | variables,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def wait(self):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2):
                    return self
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the server did not answer within a minute")

    def stop(self):
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="session")
def server():
    server = Server().wait()
    yield server
    server.stop()


@pytest.fixture
def fresh_server():
    server = Server().wait()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


class Person:
    """Someone at a browser of their own."""

    def __init__(self, browser, url, **how):
        self.context = browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | how))
        self.context.set_default_timeout(PATIENCE_MS)
        self.page = self.context.new_page()
        self.url = url
        self.foreign = []
        self.page.on("request", self._note)

    def _note(self, request):
        if not request.url.startswith((self.url, self.url.replace("http", "ws"), "data:", "blob:")):
            self.foreign.append(request.url)

    def open(self, path="/"):
        self.page.goto(self.url + path)
        # Before its first run a page counts as settled, too.
        self.page.get_by_test_id("stMain").get_by_role("heading").first.wait_for()
        self.settle()
        return self

    def settle(self):
        self.page.wait_for_selector(SETTLED)

    def still(self):
        """Wait until the sidebar has its links and nothing is moving any more."""
        links = self.page.get_by_test_id("stSidebar").get_by_role("link", include_hidden=True)
        links.last.wait_for(state="attached")
        self.page.wait_for_function(
            "document.getAnimations().every(each => each.playState !== 'running'"
            " || each.effect.getComputedTiming().endTime === Infinity)"
        )

    def heading(self, name):
        self.page.get_by_role("heading", name=name).first.wait_for()
        self.settle()

    def click(self, name, role="button"):
        self.page.get_by_role(role, name=name, exact=True).first.click()

    def go(self, name):
        self.page.get_by_test_id("stSidebar").get_by_role("link", name=name).click()
        self.heading(name)

    def text(self):
        return self.page.get_by_test_id("stMain").inner_text()

    def upload(self, name, data):
        file = {"name": name, "mimeType": "text/csv", "buffer": data}
        self.page.locator("input[type=file]").first.set_input_files(file)

    def choose(self, label, option):
        """Choose from a box of the page."""
        box = self.page.get_by_role("combobox", name=re.compile(f"{re.escape(label)}$"))
        found = self.page.get_by_role("option", name=option, exact=True)
        self.settle()
        for patience_ms in (5_000, 5_000, PATIENCE_MS):
            box.click()
            try:
                found.click(timeout=patience_ms)
                break
            except TimeoutError:
                # What was still being drawn moved the box away, or took its open list with it.
                if patience_ms == PATIENCE_MS:
                    raise
        self.settle()

    def download(self, which):
        """Click until the file comes: what is still being drawn may swallow a click."""
        self.settle()
        for patience_ms in (15_000, 15_000, PATIENCE_MS):
            try:
                with self.page.expect_download(timeout=patience_ms) as download:
                    which.click()
                return download.value
            except TimeoutError:
                if patience_ms == PATIENCE_MS:
                    raise
        return None

    def token(self):
        cookies = self.context.cookies()
        return next((c["value"] for c in cookies if c["name"] == "lookback_session"), None)


@pytest.fixture
def person(browser, server):
    people = []

    def make(url=server.url, **how):
        people.append(Person(browser, url, **how))
        return people[-1]

    yield make
    for each in people:
        each.context.close()
