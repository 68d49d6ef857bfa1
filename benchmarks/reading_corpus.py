"""How many files of known content come back from the file reader as they went in.

    python -m benchmarks.reading_corpus [--files 2000] [--seed 2024] [--json]

Known tables are written out in many ways (tests/corpus says which): every pair of levels of two
axes meets in some file, the rest are random combinations. Each file is read as the app reads it,
and every series in it is chosen in turn.

exact: the same periods, the same values to 1e-9, the same ones missing, and no question.
asked: a question. refused: an error in words. wrong: other periods or values, another column, or
    a guess where the file has two readings. These four add up to files.
one_reading: files that have only one reading; exact_share is the share of exact among them.
two_readings: the others; asked_rightly of them ask, and the true answer gives the truth.
    tests/corpus/readings.py states when a file truly has two readings.
asked_needlessly: questions about files with one reading.

Without --json, failures are grouped by what went wrong, each group with the levels that its files
share and the shortest file.
"""

import argparse
import gzip
import io
import json
import sys
import time
import zipfile
from collections import Counter, defaultdict

from tests.corpus.axes import AXES
from tests.corpus.files import File, corpus
from tests.corpus.judge import VERDICTS, Judgement, judge

SHOWN_LINES, SHOWN_WIDTH = 8, 110
_ENOUGH = 5
"""Failures from which on levels that none of them has say something."""

Judged = list[tuple[File, Judgement]]


def main() -> None:
    """Write, read, print."""
    parser = argparse.ArgumentParser(prog="benchmarks.reading_corpus")
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=2024)
    parser.add_argument("--json", action="store_true")
    wish = parser.parse_args()
    judged = run(wish.files, wish.seed)
    found = figures(judged)
    if wish.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:<18}{value:g}")
    show_failures(judged)


def run(files: int, seed: int) -> Judged:
    """Judge that many files, telling on the way how far it is."""
    began = time.perf_counter()
    judged: Judged = []
    for file in corpus(files, seed):
        judged.append((file, judge(file)))
        if len(judged) % 100 == 0:
            seconds = time.perf_counter() - began
            print(f"{len(judged):,} files, {seconds:.0f} s", file=sys.stderr)
    return judged


def figures(judged: Judged) -> dict[str, float]:
    """Counts, as the module's docstring explains them."""
    counts = Counter(judgement.verdict for _, judgement in judged)
    single = [judgement for file, judgement in judged if not file.asks]
    double = [judgement for file, judgement in judged if file.asks]
    return {
        "files": len(judged),
        **{verdict: counts[verdict] for verdict in VERDICTS},
        "one_reading": len(single),
        "exact_share": round(sum(one.right for one in single) / max(len(single), 1), 4),
        "asked_needlessly": sum(one.verdict == "asked" for one in single),
        "two_readings": len(double),
        "asked_rightly": sum(one.right for one in double),
    }


def show_failures(judged: Judged) -> None:
    """Print every way in which files fail, the most frequent first, with the shortest file."""
    groups: dict[tuple[str, str], Judged] = defaultdict(list)
    for file, judgement in judged:
        if not judgement.right:
            groups[judgement.verdict, judgement.why].append((file, judgement))
    for (verdict, why), failures in sorted(groups.items(), key=lambda group: -len(group[1])):
        print(f"\n{len(failures)} {verdict}: {why}")
        print(f"  {_shared([file for file, _ in failures])}")
        file, judgement = min(failures, key=lambda failure: len(failure[0].data))
        if judgement.detail:
            print(f"  {judgement.detail}")
        print(f"  {', '.join(f'{axis}: {level}' for axis, level in file.combination.items())}")
        for line in _lines(file)[:SHOWN_LINES]:
            print(f"  | {line[:SHOWN_WIDTH]}")


def _shared(files: list[File]) -> str:
    """The axes of which only some levels fail."""
    if len(files) < _ENOUGH:
        return "too few to tell what they share"
    found = []
    for axis, levels in AXES.items():
        seen = {file.combination[axis] for file in files}
        if 2 * len(seen) <= len(levels):
            found.append(f"{axis}: {', '.join(level for level in levels if level in seen)}")
    return "; ".join(found) or "they share no level"


def _lines(file: File) -> list[str]:
    """The lines of a text file; of others, that they are none."""
    data, kind = file.data, file.combination["kind"]
    if kind == "gz":
        data = gzip.decompress(data)
    elif kind == "zip":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = archive.read(archive.namelist()[0])
    elif kind != "csv":
        return [f"({kind})"]
    return data.decode(file.combination["encoding"]).splitlines()


if __name__ == "__main__":
    main()
