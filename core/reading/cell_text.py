"""Cells without what programs put around them: quotation marks, "=", signs that nobody sees."""

import re
import unicodedata

_QUOTED = re.compile(r"=?(?P<mark>[\"'])(?P<inside>.*?)(?P=mark)?")
_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


def plain(text: str) -> str:
    """The text inside '2020, "2020" and ="2020", in plain digits whatever the script's own.

    Spreadsheets write the first and last so that a number stays as it is typed.
    """
    cell = text.strip()
    if not cell.isascii():
        cell = "".join(map(_plain_sign, unicodedata.normalize("NFC", cell)))
    quoted = _QUOTED.fullmatch(cell)
    return quoted["inside"].strip() if quoted else cell


def without_hidden(text: str) -> str:
    """A text without marks of no width, such as those for the direction of writing."""
    return _HIDDEN.sub("", text) if not text.isascii() and _HIDDEN.search(text) else text


def _plain_sign(sign: str) -> str:
    """Digits of any script as 0 to 9, and wide signs of East Asian scripts as usual ones."""
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    if "\uff00" <= sign <= "\uffef":
        return unicodedata.normalize("NFKC", sign)
    return sign
