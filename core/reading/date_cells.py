"""All cells of a column of dates, each read as what it says."""

import numpy as np

from core.reading.date_kinds import KINDS, NO_ZONE, Written
from core.reading.date_text import read_date

_MANY = 20_000
"""Different cells from which on they are read by halves."""


def read_cells(cells: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Which cells are dates, shape (n,), and what each says, shape (n, 6), as `Written`."""
    return _read_by_halves(cells) if len(cells) > _MANY else _read_all(cells)


def _read_all(cells: list[str]) -> tuple[np.ndarray, np.ndarray]:
    written: list[Written | None] = []
    likely = 0
    for cell in cells:
        one = read_date(cell, likely)
        likely = one.kind if one else likely
        written.append(one)
    known = np.array([one is not None for one in written], dtype=bool)
    parts = np.array([one or (0, 0, 0, 0, 0, NO_ZONE) for one in written], dtype=np.int64)
    return known, parts.reshape(-1, 6)


def _read_by_halves(cells: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """The same for many cells: days and times of day are far fewer than both together."""
    days: dict[str, int] = {}
    clocks: dict[str, int] = {}
    halves = np.empty((len(cells), 2), dtype=np.int64)
    for row, cell in enumerate(cells):
        colon = cell.find(":")
        cut = cell.rfind(" ", 0, colon) if colon > 0 else len(cell)
        if cut < 0:
            cut = max(cell.upper().rfind("T", 0, colon), 0)
        halves[row] = (
            days.setdefault(cell[:cut], len(days)),
            clocks.setdefault(cell[cut:], len(clocks)),
        )
    day_known, day_parts = _read_all(list(days))
    clock_known, clock_parts = _read_all([f"2000-01-01{clock}" for clock in clocks])
    timed = np.array(["H" in kind.pattern.groupindex for kind in KINDS])
    day, clock = halves.T
    known = day_known[day] & clock_known[clock]
    has_clock = np.array([bool(text) for text in clocks])[clock]
    known &= ~has_clock | timed[day_parts[day, 0]]
    parts = day_parts[day]
    parts[has_clock, 4:] = clock_parts[clock[has_clock], 4:]
    # Commas between day and time, and the like: read whole.
    for row in np.flatnonzero(~known).tolist():
        whole, said = _read_all([cells[row]])
        known[row], parts[row] = whole[0], said[0]
    return known, parts
