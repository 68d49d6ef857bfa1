import io
import json
import logging

import pytest

from core.log import configure


@pytest.fixture
def lines():
    """What `configure` writes, parsed; handlers of earlier tests set aside."""
    logger, stream = logging.getLogger("core"), io.StringIO()
    kept, logger.handlers = logger.handlers, []
    configure(stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logger.handlers = kept


def test_an_entry_is_one_json_object(lines):
    logging.getLogger("core.engine").info("job ended", extra={"job": "ab12"})
    entry = lines()[0]
    assert (entry["event"], entry["job"], entry["level"]) == ("job ended", "ab12", "info")


def test_an_exception_leaves_its_place_but_not_its_words(lines):
    try:
        raise ValueError("a value of 3.14")
    except ValueError:
        logging.getLogger("core").exception("fit failed", extra={"error_id": "cd34"})
    entry = lines()[0]
    assert entry["error"] == "ValueError"
    assert entry["error_id"] == "cd34"
    assert "test_log.py" in entry["where"][0]
    assert "3.14" not in json.dumps(entry)


def test_configuring_twice_logs_once(lines):
    configure(io.StringIO())
    logging.getLogger("core").info("once")
    assert len(lines()) == 1
