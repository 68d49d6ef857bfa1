"""An ARIMA as people read it: its order and coefficients in sentences, its equation in LaTeX."""

import numpy as np

from core.arima_numbers import ArimaNumbers, Coefficient
from core.calendar import Frequency
from core.number_style import THIN_SPACE
from core.regression import effect_in_words
from core.wording import counted, listed, rounded

MOVED = 10
"""What an earlier value or miss is taken to be off by, where a sentence says what follows."""


def order_in_words(numbers: ArimaNumbers, frequency: Frequency) -> str:
    """What it forecasts and from what: "... For the next one it uses the last 2 changes ..."."""
    p, _, q = numbers.order
    sp, _, sq = numbers.seasonal
    thing, parts = _thing(numbers), []
    if p:
        parts.append(f"the last {thing}" if p == 1 else f"the last {p} {thing}s")
    if sp:
        plural = "" if sp == 1 else "s"
        parts.append(f"the {thing}{plural} {_seasons_ago(sp, numbers, frequency)}")
    if q:
        parts.append("its last miss" if q == 1 else f"its last {q} misses")
    if sq:
        miss = "its miss" if sq == 1 else "its misses"
        parts.append(f"{miss} {_seasons_ago(sq, numbers, frequency)}")
    used = f"For the next one it uses {listed(parts)}" if parts else _repeats(numbers, frequency)
    besides = _besides(numbers, frequency)
    return f"{numbers.name} forecasts {_subject(numbers, frequency)}. {used}{besides}."


def readings(numbers: ArimaNumbers, frequency: Frequency, unit: str) -> dict[str, str]:
    """What each coefficient says, by its symbol; waves have one sentence together."""
    said = {
        each.symbol: f"{_reading(each, numbers, frequency, unit)}{_doubt(each)}"
        for each in numbers.coefficients
        if each.kind not in ("sine", "cosine")
    }
    if numbers.waves > 1:
        low, high = _reach(numbers)
        pairs = len(numbers.of("sine"))
        said["waves"] = (
            f"{counted(pairs, 'pair')} of sine and cosine {'draws' if pairs == 1 else 'draw'} the "
            "season of "
            f"{frequency.count(numbers.waves)}: from {rounded(-low, unit)} below the level to "
            f"{rounded(high, unit)} above it."
        )
    return said


def equation(numbers: ArimaNumbers) -> tuple[str, ...]:
    """The model in LaTeX, one line after the other.

    `y_t` is the series, `x_i` its drivers, `S_t` the waves of a season, `B` one step back and
    `e_t` the miss one step ahead. Where something is added to the ARIMA, `n_t` is what is left.
    """
    known = _known(numbers)
    lines = [f"y_t = {_sum([*known, 'n_t'])}"] if known else []
    left = (
        f"{_factors(numbers, ('ar', 'sar'), -1)}{_differences(numbers)} {'n_t' if known else 'y_t'}"
    )
    right = _factors(numbers, ("ma", "sma"), 1)
    sides = (left, f"= {right} e_t") if right else (f"{left} = e_t",)
    return (*lines, *(side.strip() for side in sides))


def _subject(numbers: ArimaNumbers, frequency: Frequency) -> str:
    """What the ARIMA is of."""
    d, season = numbers.order[1], numbers.seasonal[1]
    noun = frequency.noun
    if not d and not season:
        return "the values themselves"
    step = f"change from one {noun} to the next"
    if not season:
        return f"the {step}" if d == 1 else f"how the {step} itself changes"
    over = f"change over {frequency.count(numbers.period)}"
    return f"how the {over} moves from one {noun} to the next" if d else f"the {over}"


def _thing(numbers: ArimaNumbers) -> str:
    return "change" if numbers.order[1] or numbers.seasonal[1] else "value"


def _repeats(numbers: ArimaNumbers, frequency: Frequency) -> str:
    """What it does where it uses no earlier values and no misses."""
    d, season = numbers.order[1], numbers.seasonal[1]
    if not d and not season:
        return "It takes nothing from the past but its level"
    if season and d:
        return f"It takes the newest change over {frequency.count(numbers.period)} for the next"
    if season:
        return f"It takes the value {frequency.count(numbers.period)} before for the next"
    return "It takes the newest value for the next" if d == 1 else "It carries the last change on"


def _besides(numbers: ArimaNumbers, frequency: Frequency) -> str:
    """What is added to the ARIMA, as the end of a sentence."""
    known = []
    if numbers.of("level"):
        known.append("a steady level")
    if numbers.of("drift"):
        known.append("a steady drift")
    if drivers := numbers.of("driver"):
        known.append(counted(len(drivers), "driver"))
    if numbers.waves > 1:
        known.append(f"waves that draw the season of {frequency.count(numbers.waves)}")
    return f", around {listed(known)}" if known else ""


def _seasons_ago(many: int, numbers: ArimaNumbers, frequency: Frequency) -> str:
    """How long ago the last seasons were: "12 and 24 months before"."""
    *early, last = (numbers.period * place for place in range(1, many + 1))
    return f"{listed([*map(str, early), frequency.count(last)])} before"


def _reading(each: Coefficient, numbers: ArimaNumbers, frequency: Frequency, unit: str) -> str:
    thing, more = _thing(numbers), "higher" if each.value >= 0 else "lower"
    steps = each.place * (numbers.period if each.kind in ("sar", "sma") else 1)
    when = f"{frequency.count(steps)} before"
    follows = f"the next {thing} is forecast {rounded(MOVED * abs(each.value))} {more}"
    match each.kind:
        case "ar" | "sar":
            return f"Where the {thing} {when} was {MOVED} above the usual, {follows}."
        case "ma" | "sma":
            return f"Where the forecast {when} was {MOVED} too low, {follows}."
        case "level":
            where = " where drivers are what they usually are" if numbers.of("driver") else ""
            return f"The level it returns to{where}: {rounded(each.value, unit)}."
        case "drift":
            side = "up" if each.value >= 0 else "down"
            return f"A steady {rounded(abs(each.value), unit)} {side} each {frequency.noun}."
        case _:
            return effect_in_words(each.name, each.value, each.error, unit, yes_no=each.yes_no)


def _doubt(each: Coefficient) -> str:
    if not np.isfinite(each.error):
        return " How sure that is can't be told from this series."
    return "" if each.clear else " It does not stand out from 0, so chance alone may have made it."


def _reach(numbers: ArimaNumbers) -> tuple[float, float]:
    """How far its waves go below and above the level."""
    steps = np.arange(numbers.waves)
    total = np.zeros(numbers.waves)
    for each in numbers.of("sine", "cosine"):
        angles = 2 * np.pi * each.place * steps / numbers.waves
        total += each.value * (np.sin(angles) if each.kind == "sine" else np.cos(angles))
    return float(total.min()), float(total.max())


def _known(numbers: ArimaNumbers) -> list[str]:
    """What is added to the ARIMA, as terms of a sum."""
    terms = [_number(each.value) for each in numbers.of("level")]
    terms += [f"{_number(each.value)}\\,t" for each in numbers.of("drift")]
    for each in numbers.of("driver"):
        usual = _sum([f"x_{{{each.place},t}}", _number(-each.usual)])
        terms.append(f"{_number(each.value)}\\,({usual})")
    return [*terms, "S_t"] if numbers.waves > 1 else terms


def _sum(terms: list[str]) -> str:
    """Terms with their signs between them."""
    first, *rest = terms
    return first + "".join(
        f" - {term[1:]}" if term.startswith("-") else f" + {term}" for term in rest
    )


def _factors(numbers: ArimaNumbers, kinds: tuple[str, str], sign: int) -> str:
    """The polynomials of the two kinds in B, "" where there are none."""
    factors = ""
    for kind, step in zip(kinds, (1, numbers.period), strict=True):
        mine = [each for each in numbers.coefficients if each.kind == kind]
        terms = [f"{_number(sign * each.value)}{_back(each.place * step)}" for each in mine]
        factors += f"({_sum(['1', *terms])})" if terms else ""
    return factors


def _differences(numbers: ArimaNumbers) -> str:
    powers = (1, numbers.order[1]), (numbers.period, numbers.seasonal[1])
    return "".join(
        f"(1 - {_back(step)})" + (f"^{times}" if times > 1 else "")
        for step, times in powers
        if times
    )


def _back(steps: int) -> str:
    return "B" if steps == 1 else f"B^{{{steps}}}"


def _number(value: float) -> str:
    marks = {",": "{,}", "'": r"\text{'}", THIN_SPACE: r"\,"}
    return "".join(marks.get(sign, sign) for sign in rounded(value))
