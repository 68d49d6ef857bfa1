import shutil

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def pytest_addoption(parser):
    parser.addoption(
        "--browser",
        choices=("auto", "require", "skip"),
        default="auto",
        help="browser tests: where a Chromium is found, always, or never",
    )


def pytest_collection_modifyitems(config, items):
    wish = config.getoption("--browser")
    if wish == "require" and CHROMIUM is None:
        raise pytest.UsageError("--browser require: no Chromium was found on this machine")
    if _without_browser(config):
        left_out = [item for item in items if "browser" in item.keywords]
        items[:] = [item for item in items if "browser" not in item.keywords]
        config.hook.pytest_deselected(items=left_out)


def pytest_terminal_summary(terminalreporter, config):
    if _without_browser(config):
        why = "as asked" if config.getoption("--browser") == "skip" else "no Chromium was found"
        terminalreporter.write_line(f"Browser tests were left out: {why}.", yellow=True)


def _without_browser(config):
    wish = config.getoption("--browser")
    return wish == "skip" or (wish == "auto" and CHROMIUM is None)
