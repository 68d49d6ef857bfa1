"""Bytes changed at random."""

from collections.abc import Iterator

import numpy as np

_PIECES = (
    b"", b",", b";", b"\t", b"|", b'"', b'""', b"\n", b"\r", b"\r\n\r\n", b"\x00", b"9", b"0", b"-",
    b"--", b"/", b".", b":", b"(", b")", b"%", b" ", b"'", b"=", b"\xff", b"\xe2\x88\x9e",
    b"\xe2\x80\xaf", b"\xd9\xa3", b"\xef\xbb\xbf", b"\xff\xfe", b"NA", b"inf", b"-inf", b"nan",
    b"1e400", b"1e99", b"-1e308", b"1e-320", b"12345678901234567890", b"2999", b"0000", b"9999",
    b"0/1/2999", b"31", b"31/02/2020", b"2020-02-30", b"2020-W54", b"2020-W53-7", b"Q1", b"Q5 2020",
    b"FY", b"FY99", b"2019/20", b"1/4", b"1-01", b"99-12", b"24:00", b"12:60", b"+99:99", b"-12:00",
    b"Z", b"1700-01-01", b"2200-12-31", b"0001-01-01", b"43831.99999", b"1999999999", b"Total",
    b"Source:", b" + ", b" \xc3\x97 ", b"sep=;\n", b"(rows in their order)", b"Value", b"Date",
)  # fmt: skip
_MOST = 200_000
"""Bytes that a stretch comes to at most when it is repeated."""


def damaged(whole: bytes, rng: np.random.Generator) -> bytes:
    """A copy with one to six things changed."""
    data = bytearray(whole)
    for _ in range(int(rng.integers(1, 7))):
        at = int(rng.integers(len(data) + 1))
        stretch = bytes(data[at : at + int(rng.integers(1, 60))])
        match rng.choice(["piece", "byte", "cut", "again", "elsewhere", "end", "often"], p=_SHARES):
            case "piece":
                data[at : at + int(rng.integers(6))] = _PIECES[int(rng.integers(len(_PIECES)))]
            case "byte":
                data[at : at + 1] = bytes([int(rng.integers(256))])
            case "cut":
                del data[at : at + len(stretch)]
            case "again":
                data[at:at] = stretch
            case "elsewhere":
                place = int(rng.integers(len(data) + 1))
                data[place:place] = stretch
            case "end":
                del data[at:]
            case "often":
                times = int(rng.choice([10, 1_000, 30_000]))
                data[at:at] = (stretch * times)[:_MOST]
    return bytes(data)


_SHARES = (0.5, 0.15, 0.1, 0.1, 0.1, 0.03, 0.02)
"""How often each way of damage comes; the last ones leave little of a file, or make it long."""


def damaged_copies(whole: bytes, count: int = 300) -> Iterator[bytes]:
    """`count` copies, each with three bytes after the first four changed; the same every time."""
    rng = np.random.default_rng(0)
    for _ in range(count):
        data = bytearray(whole)
        for place in rng.integers(4, len(data), size=3):
            data[place] = rng.integers(256)
        yield bytes(data)
