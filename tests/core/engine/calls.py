"""Functions for a child process to run."""

import importlib
import os
import threading
import time

from core.errors import SeriesTooShort
from core.progress import Progress

LOADED_BY = threading.current_thread().name


def count(steps, report):
    for step in range(1, steps + 1):
        report(Progress(step, steps))
    return os.getpid()


def too_short(report):
    raise SeriesTooShort(5, 2, "so it is.")


def deaf(report):
    report(Progress(0, 1))
    time.sleep(60)


def polite(report):
    while True:
        report(Progress(0, 1))
        time.sleep(0.01)


def die(report):
    os._exit(3)


def chatty(report):
    print("not a message")
    os.write(1, b"nor this")
    return "quiet"


def loaded(name, report):
    """Import a module; whether that worked."""
    try:
        importlib.import_module(name)
    except ImportError:
        return False
    return True


def loaded_by(report):
    """The thread that imported this module."""
    return LOADED_BY
