"""Numbers of any size in words, and in formulas."""

from core.wording import number, rounded

_LARGE = 1e6


def sized(value: float) -> str:
    """A value to three significant figures; from a million on as "9.54e+06", to be taken in."""
    return number(value, ".2e") if _LARGE <= abs(value) < float("inf") else rounded(value)


def factor(value: float) -> str:
    """A number within a formula, to two decimals; in brackets where it is negative."""
    return f"({value:.2f})" if value < 0 else f"{value:.2f}"
