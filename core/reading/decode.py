"""From bytes to text: which encoding, and how we know."""

import re

from charset_normalizer import from_bytes

from core.errors import DataError
from core.reading.choices import Detection
from core.reading.month_names import MONTH_NUMBERS
from core.settings import check_choice
from core.wording import number

# Longest first: the mark of UTF-32 begins with that of UTF-16.
_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
    "cp1252": "Windows-1252",
    "latin-1": "Latin-1",
    "cp1251": "Windows-1251",
    "cp1253": "Windows-1253",
    "cp1250": "Windows-1250",
    "cp1254": "Windows-1254",
    "mac-roman": "Mac Roman",
    "cp850": "DOS 850",
    "shift_jis": "Shift JIS",
    "gb18030": "GB 18030",
}
ENCODINGS = {
    "UTF-8": "utf-8-sig",
    **{name: encoding for encoding, name in _NAMES.items() if name not in ("UTF-8", "UTF-32")},
    "UTF-16": "utf-16",
}
"""Encodings that may be chosen, by name, with Python's name for each."""

_SAMPLE = 20_000
# What no text holds: control characters other than tab, line ends and the escape of old files.
_CONTROLS = re.compile(r"[\x01-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
# Letters of ASCII, and those that code pages have beyond it.
_WORDS = re.compile(rb"[A-Za-z\xc0-\xff]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_YEAR_AND_MONTH = ("年", "月")


def decode(data: bytes, chosen: str | None = None) -> tuple[str, Detection]:
    """The text of a file.

    Args:
        data: The file's bytes, not empty.
        chosen: Name of the encoding; found out if None.

    Raises:
        DataError: If the bytes are not text, or not in the encoding chosen.
        SettingError: If there is no such encoding.
    """
    if chosen is None:
        encoding, reason = _encoding(data)
        name = _NAMES[encoding]
    else:
        check_choice("Encoding", chosen, list(ENCODINGS))
        encoding, reason, name = ENCODINGS[chosen], "chosen by you", chosen
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        if chosen is not None:
            raise DataError(f"The file can't be read as {name}; choose another encoding.") from None
        raise DataError(
            f"The file begins like {name} text but can't be read as such; it may be "
            "damaged. Save it again as CSV (UTF-8) and upload that."
        ) from None
    _refuse_binary(text)
    options = tuple(dict.fromkeys((*ENCODINGS, name)))
    return text, Detection("encoding", "Encoding", name, reason, options)


def _encoding(data: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, "the file begins with this encoding's mark"
    sides = data[0:_SAMPLE:2], data[1:_SAMPLE:2]
    for side, encoding in zip(sides, ("utf-16-be", "utf-16-le"), strict=True):
        # In UTF-16, half of the bytes of plain Latin text are NUL.
        if len(data) >= 4 and side.count(0) > 0.7 * len(side):
            return encoding, "every second byte is empty, as in this encoding"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(data)
    if data.isascii():
        return "utf-8", "the file holds plain characters only"
    return "utf-8", "all of its characters are valid in this encoding"


def _legacy(data: bytes) -> tuple[str, str]:
    """An encoding from before Unicode; its letters are told apart by their statistics."""
    lines = [line for line in data.splitlines() if not line.isascii()]
    sample = b"\n".join(lines)[:_SAMPLE]
    # Told apart by letters, the Latin pages of Windows are too alike on a few words; the
    # western one is by far the most common.
    best = from_bytes(sample, cp_isolation=["cp1252", "cp1251", "cp1253"]).best()
    other_script = best is not None and best.encoding in ("cp1251", "cp1253")
    if best is not None and other_script and _mostly_beyond_ascii(sample):
        script = "Cyrillic" if best.encoding == "cp1251" else "Greek"
        return best.encoding, f"the file is not valid UTF-8, and its letters read as {script}"
    named = _by_names_of_months(sample)
    if named and named != "cp1252" and _decodes(data, named):
        return named, "the file is not valid UTF-8, and read so it names months"
    if not _decodes(data, "cp1252"):
        return "latin-1", "the file is valid neither as UTF-8 nor as Windows-1252"
    return "cp1252", "the file is not valid UTF-8, and its letters read as western European"


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _by_names_of_months(sample: bytes) -> str:
    """The encoding in which most letters beyond ASCII are part of names of months; "" for none."""
    counts = {}
    for encoding in ("cp1252", "cp1250", "cp1254", "mac-roman", "cp850", "shift_jis", "gb18030"):
        words = _LETTERS.findall(sample.decode(encoding, "ignore").lower())
        counts[encoding] = sum(
            not word.isascii() and (word in MONTH_NUMBERS or word in _YEAR_AND_MONTH)
            for word in words
        )
    best = max(counts, key=lambda encoding: counts[encoding])
    return best if counts[best] else ""


def _mostly_beyond_ascii(sample: bytes) -> bool:
    """Whether words that hold letters beyond ASCII hold hardly others, as in Cyrillic or Greek.

    A few words are too little for statistics: an "ä" among Latin letters may pass for Cyrillic.
    """
    letters = b"".join(word for word in _WORDS.findall(sample) if not word.isascii())
    return 2 * sum(byte > 0x7F for byte in letters) > len(letters)


def _refuse_binary(text: str) -> None:
    nul = text.find("\x00")
    if nul >= 0:
        line = text.count("\n", 0, nul) + 1
        raise DataError(
            f"Line {number(line)} holds a NUL byte, which no text table has. The file is damaged "
            "or is not a text file; export it again as CSV."
        )
    controls = len(_CONTROLS.findall(text[:_SAMPLE]))
    if controls > 0.02 * min(len(text), _SAMPLE):
        raise DataError(
            "This is not a text file: it is full of control characters. "
            "Save the table as CSV and upload that."
        )
