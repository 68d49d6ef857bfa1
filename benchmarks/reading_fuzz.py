"""Whether the file reader ever fails in any other way than with an error in words.

    python -m benchmarks.reading_fuzz [--count 5000] [--seed 2024] [--json]

Half of the files are random byte strings, half are good files of every kind with something broken
in them (tests/fuzz says how). Each is read as the app reads it, and once more with every choice
that the reading offers, one at a time; of a choice with more options the first 30.

files: how many; read, asked, refused and raised add up to it.
read: a series, and no question. asked: a question. refused: an error in words.
raised: any other error, then or with some choice, or a receipt whose total is not that of the
    series. The goal is none.
readings: all attempts, with each choice in turn. slowest_s: the longest of these.
peak_mb_over_idle: the most memory that this process had meanwhile.

Without --json, what was raised is grouped by where, each with the shortest file, and the slowest
files are named.
"""

import argparse
import json
import resource
import sys
import time
from collections import Counter, defaultdict
from itertools import chain

from tests.fuzz.files import Odd, damaged_files, random_strings
from tests.fuzz.outcome import VERDICTS, Outcome, outcome

SHOWN_BYTES = 600
SLOWEST = 5

Tried = list[tuple[Odd, Outcome]]


def main() -> None:
    """Make files, read them, print."""
    parser = argparse.ArgumentParser(prog="benchmarks.reading_fuzz")
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=2024)
    parser.add_argument("--json", action="store_true")
    wish = parser.parse_args()
    # The first reading loads what others use.
    outcome(next(damaged_files(1, wish.seed)))
    before = _most_memory()
    tried = run(wish.count, wish.seed)
    found = figures(tried) | {"peak_mb_over_idle": round((_most_memory() - before) / 1e6, 1)}
    if wish.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:<18}{value:g}")
    show_raised(tried)
    show_slowest(tried)


def run(count: int, seed: int) -> Tried:
    """Try that many files, telling on the way how far it is."""
    began = time.perf_counter()
    tried: Tried = []
    half = count // 2
    for file in chain(random_strings(half, seed), damaged_files(count - half, seed)):
        tried.append((file, outcome(file)))
        if len(tried) % 250 == 0:
            seconds = time.perf_counter() - began
            print(f"{len(tried):,} files, {seconds:.0f} s", file=sys.stderr)
    return tried


def figures(tried: Tried) -> dict[str, float]:
    """Counts, as the module's docstring explains them."""
    counts = Counter(one.verdict for _, one in tried)
    return {
        "files": len(tried),
        **{verdict: counts[verdict] for verdict in VERDICTS},
        "readings": sum(one.readings for _, one in tried),
        "slowest_s": round(max((one.seconds for _, one in tried), default=0.0), 2),
    }


def show_raised(tried: Tried) -> None:
    """Print every place that raised, the most frequent first, with the shortest file."""
    groups: dict[str, Tried] = defaultdict(list)
    for file, one in tried:
        if one.verdict == "raised":
            where = [line for line in one.detail.splitlines() if line.startswith("  File")][-1]
            groups[where].append((file, one))
    for where, some in sorted(groups.items(), key=lambda group: -len(group[1])):
        print(f"\n{len(some)} raised: {where.strip()}")
        file, one = min(some, key=lambda each: len(each[0].data))
        print(f"  {file.kind}, {len(file.data):,} bytes: {file.data[:SHOWN_BYTES]!r}")
        print(one.detail)


def show_slowest(tried: Tried) -> None:
    """Print the files that took longest."""
    print()
    for file, one in sorted(tried, key=lambda each: -each[1].seconds)[:SLOWEST]:
        chosen = {name: value for name, value in vars(one.choices).items() if value is not None}
        print(f"{one.seconds:.2f} s: {file.kind}, {len(file.data):,} bytes, chosen: {chosen}")


def _most_memory() -> int:
    # Linux counts in kilobytes, macOS in bytes.
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most * (1 if sys.platform == "darwin" else 1_024)


if __name__ == "__main__":
    main()
