"""Numbers of any size in words, and in formulas."""

from core.wording import number, rounded

_LARGE = 1e6
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def sized(value: float) -> str:
    """A value to three significant figures; very large or small as "9.54 × 10⁶", to be taken in."""
    told = number(value, ".2e") if _LARGE <= abs(value) < float("inf") else rounded(value)
    digits, short, power = told.partition("e")
    return f"{digits} × 10{str(int(power)).translate(_RAISED)}" if short else told


def factor(value: float) -> str:
    """A number within a formula, to two decimals; in brackets where it is negative."""
    return f"({value:.2f})" if value < 0 else f"{value:.2f}"
