"""What is there for good, set aside from garbage collection.

Streamlit collects all garbage after every run of a page or of a part of it, and the page's last
messages wait for that. Among the objects of the libraries that Lookback imports, a quarter of a
million, it takes several times as long as the page's own script.
"""

import gc
import time

EVERY_S = 30
"""Seconds between two looks at everything."""

_next = 0.0


def set_aside() -> None:
    """Collect garbage, and set what is left aside, so that collecting is quick for a while.

    What was set aside and has become garbage meanwhile is found by the next look at everything.
    """
    global _next
    now = time.monotonic()
    if now < _next:
        return
    _next = now + EVERY_S
    gc.unfreeze()
    gc.collect()
    gc.freeze()
