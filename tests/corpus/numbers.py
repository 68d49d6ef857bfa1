"""Values written as numbers."""

from collections.abc import Callable

import numpy as np

from tests.corpus.axes import Combination
from tests.corpus.cells import BLANK, Cell

Writer = Callable[[int], Cell]


def number_writer(
    combination: Combination, decimals: int, rng: np.random.Generator
) -> tuple[Writer, Cell]:
    """What writes a value, given in units of its last decimal; and the cell for a missing one."""
    sign, unit = combination["sign"], combination["unit"]
    group, point = _marks(combination, rng)
    around = _units(unit, rng)
    bare = unit in ("bare", "heading")
    native = combination["marks"] == "1234.5" and bare and sign in ("positive", "minus")

    def write(units: int) -> Cell:
        whole, part = divmod(abs(units), 10**decimals)
        digits = f"{whole:,}".replace(",", group)
        if decimals:
            digits += f"{point}{part:0{decimals}d}"
        return Cell(around(digits, sign, units < 0), units / 10**decimals if native else None)

    marker = combination["missing"]
    return write, BLANK if marker in ("whole", "empty", "no row") else Cell(marker)


def _marks(combination: Combination, rng: np.random.Generator) -> tuple[str, str]:
    match combination["marks"]:
        case "1,234.5":
            return ",", "."
        case "1.234,5":
            return ".", ","
        case "1 234,5":
            # Windows-1252 has no narrow blank.
            most = 2 if combination["encoding"] == "cp1252" else 3
            return (" ", "\u00a0", "\u202f")[int(rng.integers(most))], ","
        case "1'234.5":
            return ("'", "’")[int(rng.integers(2))], "."
        case "1234,5":
            return "", ","
    return "", "."


def _units(unit: str, rng: np.random.Generator) -> Callable[[str, str, bool], str]:
    """What puts unit and sign around digits."""
    before, after = {
        "bare": ("", ""),
        "heading": ("", ""),
        "$": ("$", ""),
        "€": ("", " €"),
        "EUR": (("EUR ", ""), ("", " EUR"))[int(rng.integers(2))],
        "%": ("", ("%", " %")[int(rng.integers(2))]),
    }[unit]

    def around(digits: str, sign: str, negative: bool) -> str:
        if not negative:
            return f"{before}{digits}{after}"
        if sign == "parentheses":
            return f"({before}{digits}{after})"
        if sign == "trailing":
            return f"{digits}-"
        if before == "EUR ":
            return f"{before}-{digits}"
        return f"-{before}{digits}{after}"

    return around
