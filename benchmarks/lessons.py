"""How long a lesson of Learn takes to answer to a slider.

    python -m benchmarks.lessons [--json] [LESSON ...]

The airline sample, trained once with the defaults, on a server that is started for the purpose,
in a headless Chromium. In each picture of each lesson, or of those named, the first slider is
moved by the keyboard, step by step to its end and back.

slider_ms: from the key in the browser to the last change of text or chart that it brought about.
    That is what a person waits for: the way to the server, the computation, the messages back, and
    the chart drawn. Median of 20; `slider_ms_worst` has the slowest. Pictures without a slider are
    not in it.
within_goal: whether each median is below `goal_ms`.
"""

import argparse
import json
import signal
import sys
from typing import Any

from benchmarks import memory
from benchmarks.app import say
from benchmarks.person import Person, browser
from benchmarks.server import Server, mark, sweep
from benchmarks.times import summed_up, table
from core.learn.lessons import LESSONS

PICTURES = {
    "network": ("Fit a curve",),
    "cost": ("Values", "Yes or no", "One of three"),
    "descent": ("One weight", "Two weights", "A race"),
    "keras": ("The code", "Underfit and overfit"),
    "recurrent": ("One neuron", "A layer", "Sine wave", "Memory, untrained", "Memory, trained"),
}
"""Pictures with a slider, by their pill, of lessons with several."""

MOVES, GOAL_MS = 20, 300


def main() -> None:
    """Measure, print, and leave nothing running."""
    keys = [lesson.key for lesson in LESSONS]
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.lessons", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--json", action="store_true", help="print one JSON line at the end")
    parser.add_argument("lessons", nargs="*", metavar="LESSON", help=f"of {', '.join(keys)}")
    wish = parser.parse_args()
    if unknown := set(wish.lessons) - set(keys):
        parser.error(f"no such lesson: {', '.join(sorted(unknown))}")
    # As Ctrl-C: everything is closed on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    mark()
    try:
        found = measure(wish.lessons or keys)
    finally:
        late = sweep()
    found["had_to_be_killed"] = late
    shown = table("", "slider_ms", found)
    print(json.dumps(found, ensure_ascii=False) if wish.json else shown)


def measure(lessons: list[str]) -> dict[str, Any]:
    """Train once, then move the first slider of every picture."""
    times: dict[str, list[float]] = {}
    with browser() as chromium, Server() as server:
        someone = Person(chromium, server.url)
        server.wait()
        someone.open()
        say("waiting for the engine to be loaded")
        memory.wait_until_idle(server)
        someone.take_sample()
        say("training once")
        someone.train()
        memory.wait_until_idle(server)
        for lesson in lessons:
            for picture in PICTURES.get(lesson, ("",)):
                say(f"{lesson} {picture}".strip())
                someone.lesson(lesson, picture)
                slider, took = someone.move(MOVES)
                times[", ".join(filter(None, (lesson, picture, slider)))] = took
        someone.leave()
    return summed_up("slider_ms", times, GOAL_MS)


if __name__ == "__main__":
    main()
