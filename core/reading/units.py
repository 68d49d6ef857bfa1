"""What stands beside the digits of a number: currency, unit, thousands or millions, a flag."""

import re
from dataclasses import dataclass

from core.reading.cell_text import plain

CODES = (
    "USD|EUR|GBP|NOK|SEK|DKK|CHF|JPY|CNY|RMB|INR|AUD|CAD|NZD|PLN|CZK|HUF|RON|BGN|TRY|ISK|ZAR|BRL|"
    "MXN|KRW|SGD|HKD|TWD|THB|IDR|MYR|PHP|VND|ILS|AED|SAR|EGP|NGN|KES|RUB|UAH|ARS|CLP|COP|PEN"
)
SIGNS = r"(?:US|AU?|CA?|NZ|HK|S|MX|NT|R)?\$|[€£¥₹₩₺₪₽₫₴฿₦]"
CURRENCY = rf"{SIGNS}|(?:{CODES}|kr|Rs|Fr|zł|Kč|Ft|lei|лв|руб)\b\.?"
"""Pattern of a currency, in any case."""

_POWERS = {
    3: r"k|tsd|thousand|'?000s",
    5: "lakhs?|lacs?",
    6: "m|mn|mln|mio|million(?:s|en)?",
    7: "crores?",
    9: "b|bn|mrd|billions?|milliarden?",
}
"""Words and letters for a power of ten."""

_WORDS = (
    "units?|pcs?|pieces?|stk|stück|stck|ea|kg|g|lbs?|to?|tons?|tonnes?|l|ltr|hl|k?wh|[mgt]wh|[kmg]w|"
    "hrs?|hours?|h|mins?|days?|orders?|items?|boxes|box|cases?|pallets?|visits?|visitors?|"
    "passengers?|nights?"
)
_FRONT = re.compile(rf"(?:{CURRENCY})\s*|R\s?(?=\d[\d\s.,]*[.,]\d\d$)", re.I)
_BACK = re.compile(rf"\s*(?:%|{SIGNS}|\b(?:{CODES}|kr|Rs|Fr|zł|Kč|Ft|lei|лв|руб)\.?)$", re.I)
_WORD = re.compile(rf"(?<=\d)\s*(?P<word>{_WORDS})\.?$", re.I)
_POWER = re.compile(
    r"(?<=[\d.])\s*(?:" + "|".join(f"(?P<e{n}>{words})" for n, words in _POWERS.items()) + r")\.?$",
    re.I,
)
# Provisional, revised, estimated, a break in the series: as statistical offices mark them.
_FLAG = re.compile(
    r"(?<=\d)(?:\s*(?:\*+|†|\([a-z]{1,2}\)|\[\w{1,3}\])|[pre]|\s(?:[bcdefinprsuz]|[bdeis][bdeps]))$"
)
_NO_CENTS = re.compile(r"(?<=\d)[.,][-–—]+$")
_MINUS = re.compile(r"^[-−–—]\s*(?=[\d.,$€£¥(]|[a-z])", re.I)


@dataclass(frozen=True, slots=True)
class Bare:
    """A number without what stands around it.

    Attributes:
        digits: Its digits with their marks.
        negative: Whether a minus, or brackets, stood around it.
        power: Power of ten that a word or letter gave it.
        unit: Currency, percent sign or unit as in the cell; "" for none.
    """

    digits: str
    negative: bool
    power: int = 0
    unit: str = ""


def bare(text: str) -> Bare:
    """What is left of a cell once minus, brackets, currency, unit, power and flag are taken off."""
    cell = _NO_CENTS.sub("", _FLAG.sub("", plain(text)))
    cell, negative, unit = _inside(cell, False, "")
    if cell.startswith("(") and cell.endswith(")"):
        cell, negative, unit = _inside(cell[1:-1].strip(), True, unit)
    cell, power = _without_power(cell, unit)
    if word := _WORD.search(cell):
        cell, unit = cell[: word.start()], unit or word["word"]
    if cell[:1].isdigit() and cell.endswith(("-", "−")):
        # Ledgers and old systems write the minus last.
        return Bare(cell[:-1].rstrip(), True, power, unit) if not negative else Bare(cell, True)
    return Bare(cell.removeprefix("~"), negative, power, unit)


def has_flag(text: str) -> bool:
    """Whether a flag, such as the letter of a provisional figure, stands behind a number."""
    return not text[-1:].isdigit() and bool(_FLAG.search(text.strip()))


def _inside(cell: str, negative: bool, unit: str) -> tuple[str, bool, str]:
    """A cell without minus and currency in front, in either order, and without unit behind."""
    for _ in range(2):
        if (minus := _MINUS.match(cell)) and not negative:
            cell, negative = cell[minus.end() :], True
        if (front := _FRONT.match(cell)) and not unit:
            cell, unit = cell[front.end() :], front[0].strip()
    if (back := _BACK.search(cell)) and not unit:
        cell, unit = cell[: back.start()], back[0].strip()
    return cell, negative, unit


def _without_power(cell: str, unit: str) -> tuple[str, int]:
    found = _POWER.search(cell)
    if found is None:
        return cell, 0
    word = found[0].strip(" .")
    spaced = found[0][:1].isspace()
    # "12 m" are metres and "12 b" is flagged; 1.2b would be unclear too.
    unclear = word == "b" or (word == "m" and spaced)
    if unclear and not unit:
        return cell, 0
    return cell[: found.start()], int(str(found.lastgroup)[1:])
