"""The child process that can be stopped in the middle of a call."""

import os

import pytest

from core.engine.isolated import Isolated
from core.errors import Cancelled, EngineError, SeriesTooShort
from core.progress import Progress, silent
from tests.core.engine import calls

pytestmark = pytest.mark.slow


@pytest.fixture
def isolated():
    child = Isolated()
    yield child
    child.close()


def never():
    return False


def call(isolated, function, *args, report=silent, cancelled=never):
    return isolated.call(function, *args, report=report, cancelled=cancelled)


def test_it_runs_elsewhere_and_gives_the_result_and_the_reports(isolated):
    seen = []
    pid = call(isolated, calls.count, 3, report=seen.append)
    assert pid == isolated.pid
    assert pid != os.getpid()
    assert seen == [Progress(step, 3) for step in (1, 2, 3)]


def test_the_child_is_kept_for_the_next_call(isolated):
    assert call(isolated, calls.count, 1) == call(isolated, calls.count, 1)


def test_errors_of_data_come_back_as_they_are(isolated):
    with pytest.raises(SeriesTooShort, match="5 observations are needed, 2 are there"):
        call(isolated, calls.too_short)


def test_a_call_that_never_looks_up_is_stopped(isolated):
    seen = []
    with pytest.raises(Cancelled):
        call(isolated, calls.deaf, report=seen.append, cancelled=lambda: bool(seen))
    assert call(isolated, calls.count, 1) == isolated.pid


def test_a_call_that_looks_up_is_stopped_without_ending_its_process(isolated):
    seen = []
    call(isolated, calls.count, 1)
    before = isolated.pid
    with pytest.raises(Cancelled):
        call(isolated, calls.polite, report=seen.append, cancelled=lambda: bool(seen))
    assert isolated.pid == before


def test_a_child_that_dies_is_an_error_and_the_next_call_works(isolated):
    with pytest.raises(EngineError, match="ended unexpectedly"):
        call(isolated, calls.die)
    assert call(isolated, calls.count, 1) == isolated.pid


def test_what_a_library_prints_does_not_disturb(isolated):
    assert call(isolated, calls.chatty) == "quiet"


def test_a_call_loads_its_modules_after_those_asked_for_not_beside_them(isolated):
    # Two threads that import the same circle of modules can meet halves of them.
    assert call(isolated, calls.loaded_by) == "MainThread"


def test_a_call_that_can_not_be_opened_is_an_error_not_silence():
    child = Isolated((), without=("tests.core.engine.calls",))
    try:
        with pytest.raises(ModuleNotFoundError):
            call(child, calls.count, 1)
    finally:
        child.close()


def test_a_module_left_out_is_not_found_and_what_is_preloaded_does_without():
    child = Isolated(("pandas",), without=("pyarrow",))
    try:
        assert not call(child, calls.loaded, "pyarrow")
        assert call(child, calls.loaded, "pandas")
    finally:
        child.close()
