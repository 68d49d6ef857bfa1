"""What the dashboard costs: time to start, memory, time to a verdict, time of a rerun.

    python -m benchmarks.app [--json] [--constrained]

All of it with the airline sample and the defaults (6 folds; LSTM, ARIMA, ETS, Theta, naive), on
a server that is started for the purpose, in a headless Chromium.

start_s: from starting `make run`, with .venv made, until a browser with an empty cache shows
    all of Home: files loaded, websocket open, script run. Median of 3, after one that is not
    counted. Without a .venv this Python's Streamlit is started; see `started_with`.
train_to_verdict_s: from the click on Train to the verdict's sentence on the page, on an engine
    that has trained once. Median of 5. Nothing samples memory meanwhile: it would cost time.
first_look_s: from the drop of a file on Data to the practised network's forecast, drawn;
    by file, once each, while the engine may still be loading.
rerun_ms: from the event in the browser that asks for a rerun to the page at rest with all of
    the answer in it. That is what a person waits for after each change of a widget: the way to
    the server, the script, the messages back, and React taking them in. It is asked for with
    Streamlit's key R, since that is the same on every page and changes none; with one run in
    the session. Median of 20.
web_mb, engine_mb_peak, total_mb_peak_*: the most that was seen in two trainings, the first
    one and the last of all, looked at every 50 ms. See `benchmarks.memory` for the measure.
web_mb_idle, engine_mb_idle: Home opened once and the engine loaded, nothing trained yet.

With --constrained this process and all it starts, the browser too, have one core between them.
"""

import argparse
import json
import signal
import statistics
import sys
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import Browser

from benchmarks import memory
from benchmarks.person import HEADINGS, Person, browser
from benchmarks.server import Server, mark, sweep

SAMPLES = Path(__file__).resolve().parent.parent / "sample_data"
DROPPED = ("airline_passengers.csv", "messy_stores.csv", "daily_visits.csv")
"""Files of 144, 1,000 and more rows, in the order in which they are dropped."""

STARTS, TRAININGS, RERUNS = 3, 5, 20
LIMIT_MB = 1200


def main() -> None:
    """Measure, print, and leave nothing running."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.app", description=_summary())
    parser.add_argument("--json", action="store_true", help="print one JSON line at the end")
    parser.add_argument(
        "--constrained", action="store_true", help=f"on one core; is it below {LIMIT_MB} MB?"
    )
    wish = parser.parse_args()
    if wish.constrained and not pin():
        parser.error("--constrained: this system cannot pin processes to a core")
    # As Ctrl-C: everything is closed on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    mark()
    try:
        with browser() as chromium:
            found = measure(chromium)
    finally:
        late = sweep()
    found["constrained"] = wish.constrained
    if wish.constrained:
        found["under_limit"] = found["total_mb_peak"] < LIMIT_MB
    found["had_to_be_killed"] = late
    print(json.dumps(found, ensure_ascii=False) if wish.json else table(found))


def pin() -> bool:
    """Keep this process, and all it starts, to one core; whether that can be done here."""
    process = psutil.Process()
    if not hasattr(process, "cpu_affinity"):
        return False
    process.cpu_affinity([process.cpu_affinity()[-1]])
    return True


def measure(chromium: Browser) -> dict[str, Any]:
    """Everything, in the order in which a person would come by."""
    starts = []
    say("starting, not counted")
    start(chromium, starts)
    starts.clear()
    for number in range(1, STARTS):
        say(f"start {number} of {STARTS}")
        start(chromium, starts)
    say(f"start {STARTS} of {STARTS}; this server stays")
    with Server() as server:
        someone = arrive(chromium, server, starts)
        found = {"start_s": median(starts), **use(server, someone)}
        someone.leave()
    return found | {"started_with": server.started_with, "start_s_all": rounded(starts)}


def start(chromium: Browser, starts: list[float]) -> None:
    """Start a server, look at it, stop it."""
    with Server() as server:
        arrive(chromium, server, starts).leave()


def arrive(chromium: Browser, server: Server, starts: list[float]) -> Person:
    """Open Home as soon as that can be done, and note when it was there."""
    someone = Person(chromium, server.url)
    server.wait()
    someone.open()
    starts.append(server.seconds())
    return someone


def use(server: Server, someone: Person) -> dict[str, Any]:
    """Train, look at every page, train again and again."""
    say("dropping files")
    looks = [someone.drop(SAMPLES / name) for name in DROPPED]
    say("waiting for the engine to be loaded")
    memory.wait_until_idle(server)
    idle = memory.look(server)
    someone.take_sample()
    say("first training, memory sampled")
    with memory.Sampler(server) as first:
        someone.train()
    reruns = {page: rerun(someone, page) for page in HEADINGS}
    someone.go("train")
    times = []
    for number in range(1, TRAININGS + 1):
        say(f"training {number} of {TRAININGS}")
        seconds, verdict = someone.train()
        times.append(seconds)
    say("last training, memory sampled")
    with memory.Sampler(server) as last:
        someone.train()
    memory.wait_until_idle(server)
    after = memory.look(server)
    samples = first.samples + last.samples
    pss = [sample.pss for sample in samples if sample.pss is not None]
    return {
        "web_mb": mb(max(sample.web for sample in samples)),
        "engine_mb_idle": mb(idle.engine),
        "engine_mb_peak": mb(max(sample.engine for sample in samples)),
        "train_to_verdict_s": median(times),
        "first_look_s": dict(zip(DROPPED, rounded(looks), strict=True)),
        "rerun_ms": {page: round(statistics.median(all_), 1) for page, all_ in reruns.items()},
        "memory_measure": memory.MEASURE,
        "total_mb_peak": mb(max(sample.total for sample in samples)),
        "total_mb_peak_pss": mb(max(pss)) if pss else None,
        "total_mb_peak_rss": mb(max(sample.rss for sample in samples)),
        "total_mb_peak_first": mb(max(sample.total for sample in first.samples)),
        "total_mb_peak_last": mb(max(sample.total for sample in last.samples)),
        "web_mb_idle": mb(idle.web),
        "total_mb_idle": mb(idle.total),
        "total_mb_after": mb(after.total),
        "samples": len(samples),
        "other_engines_running": memory.others(server),
        "train_to_verdict_s_all": rounded(times),
        "rerun_ms_worst": {page: round(max(all_), 1) for page, all_ in reruns.items()},
        "verdict": verdict,
    }


def rerun(someone: Person, page: str) -> list[float]:
    """All rerun times of one page; the first, which may load something, is not counted."""
    say(f"reruns of {page}")
    someone.go(page)
    someone.rerun()
    return [someone.rerun() for _ in range(RERUNS)]


def table(found: dict[str, Any]) -> str:
    """The same for people."""
    measure = found["memory_measure"].upper()
    lines = [
        ("Start to first page", f"{found['start_s']:.2f} s", found["started_with"]),
        ("Train to verdict", f"{found['train_to_verdict_s']:.2f} s", "engine warm"),
        *(("First look", f"{s:.2f} s", name) for name, s in found["first_look_s"].items()),
        *(
            (f"Rerun of {page}", f"{ms:.0f} ms", f"worst {found['rerun_ms_worst'][page]:.0f} ms")
            for page, ms in found["rerun_ms"].items()
        ),
        ("Web process", f"{found['web_mb']:.0f} MB", f"idle {found['web_mb_idle']:.0f} MB"),
        ("Engine, idle", f"{found['engine_mb_idle']:.0f} MB", measure),
        ("Engine, peak", f"{found['engine_mb_peak']:.0f} MB", measure),
        ("Total, peak", f"{found['total_mb_peak']:.0f} MB",
         f"{measure}; sum of RSS {found['total_mb_peak_rss']:.0f} MB"),
    ]  # fmt: skip
    if found["constrained"]:
        lines.append((f"Below {LIMIT_MB} MB", "yes" if found["under_limit"] else "no", "one core"))
    rows = [f"{name:<22}{value:>10}  {note}" for name, value, note in lines]
    if found["other_engines_running"]:
        rows.append("Another Lookback ran on this machine: pages shared with it count half in PSS.")
    return "\n".join(rows)


def median(values: list[float]) -> float:
    """Of seconds, to hundredths."""
    return round(statistics.median(values), 2)


def rounded(values: list[float]) -> list[float]:
    """Each to hundredths."""
    return [round(value, 2) for value in values]


def mb(value: float) -> float:
    """To tenths of a MB."""
    return round(value, 1)


def say(text: str) -> None:
    """Tell on standard error what goes on."""
    print(f"[{text}]", file=sys.stderr, flush=True)


def _summary() -> str:
    return (__doc__ or "").splitlines()[0]


if __name__ == "__main__":
    main()
