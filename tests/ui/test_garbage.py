"""Objects set aside from garbage collection are quick to pass over, and not lost for good."""

import gc
import weakref

import pytest

from ui import garbage


class Knot:
    """Something that only garbage collection can free."""

    def __init__(self):
        self.itself = self


@pytest.fixture
def clock(monkeypatch):
    """Seconds, to be moved on; nothing is set aside before or after."""
    now = [1000.0]
    monkeypatch.setattr(garbage.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(garbage, "_next", 0.0)
    gc.unfreeze()
    yield now
    gc.unfreeze()


@pytest.mark.slow
def test_what_was_set_aside_is_not_looked_at_again_for_a_while(clock):
    garbage.set_aside()
    aside = gc.get_freeze_count()
    assert aside > len(gc.get_objects())
    kept = Knot()
    clock[0] += garbage.EVERY_S - 1
    garbage.set_aside()
    assert gc.get_freeze_count() <= aside
    assert kept.itself is kept


@pytest.mark.slow
def test_new_garbage_is_collected_at_once_and_what_was_set_aside_by_the_next_look(clock):
    old = Knot()
    found = weakref.ref(old)
    garbage.set_aside()
    new = weakref.ref(Knot())
    del old
    gc.collect()
    assert new() is None
    assert found() is not None
    clock[0] += garbage.EVERY_S
    garbage.set_aside()
    assert found() is None
