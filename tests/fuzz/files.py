"""Random byte strings and damaged files, as many as are asked for; the seed settles them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from tests.corpus.axes import AXES
from tests.corpus.covering import combination
from tests.corpus.files import write_file
from tests.fuzz.damage import damaged
from tests.fuzz.packing import as_file

KINDS = AXES["kind"]
_NAMES = {"csv": "table.csv", "gz": "table.csv.gz", "zip": "table.zip", "xlsx": "table.xlsx",
          "parquet": "table.parquet"}  # fmt: skip
_BEGINNINGS = (b"", b"", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1f\x8b\x08", b"PK\x03\x04", b"PAR1",
               b"PK\x05\x06", b"sep=;\n", b"a,b\n", b"date;value\n")  # fmt: skip
"""With one of these a file passes for one of some kind."""

_ALPHABETS = (
    bytes(range(256)), bytes(range(256)), bytes(range(32, 127)) + b"\n", b'0123456789,;."-/: \n',
    b"0123456789-\n,", b"date,value\n01-/.", "äöüß€ж\u202f;,\n12.".encode(),
)  # fmt: skip
_ODD = (
    b"date,weekday,holiday,rest1,total\n1/1/2016,Fri,1,65,296\n1/2/2016,Sat,0,24,191\n"
    b"1/3/2016,Sun,0,24,202\n1/14/2016,Mon,0,,\n",
    b'"Year","Month","Make","Quantity","Pct"\n2007,1,"Kia",2884,22.7\n2007,1,"VW",2521,19.9\n'
    b'2007,2,"Kia",1029,8.1\n2007,2,"VW",3,1\n2007,3,"VW",3,1\n',
    b'"Month","Sales"\n"1-01",266.0\n"1-02",145.9\n"1-03",183.1\n"2-01",3\n',
    "Datum;Umsätze\n01.02.2020;1.234,5\n02.02.2020;-3\n13.02.2020;NA\n".encode("cp1252"),
    b"ts\tval\n2020-01-01T00:00:00Z\t1\n2020-01-01T00:30Z\t2e5\n2020-01-01T01:00+02:00\tinf\n",
    b"when,y\n2020Q1,1\n2020Q2,(3)\nQ3 2020,$4\nJan 2021,5\n",
    b"order,day,item,qty,price\n1,2020-01-01,tea,2,1.5\n2,2020-01-01,tea,1,1.5\n3,2020-01-02,"
    b"milk,1,2\n3,2020-01-02,milk,1,2\n4,2020-01-05,tea,2,1.5\n" * 4,
    b"Year,Jan,Feb,Mar,Apr,May,Jun\n2019,1,2,3,4,5,6\n2020,2,3,4,5,6,7\n2021,3,4,,6,,\n",
    b"item,2020-01,2020-02,2020-03\ntea,1,2,3\nmilk,4,5,6\nTotal,5,7,9\n",
    b"FY,sales\nFY2018,1\nFY2019,2\n2019/20,3\nFY21,4\n",
    b"week ending,units\n2020-02-01,4\n2020-02-29,5\n2020-04-04,6\n2020-05-02,7\n2020-05-30,8\n",
    b"a\n1\n2\n4\n8\n",
    b"ts,y\n1577836800,1\n1577840400,2\n1577844000,3\n",
)
"""Short files with something unusual, beside those of the corpus."""


@dataclass(frozen=True)
class Odd:
    """A file that nobody means to upload.

    Attributes:
        kind: "random", or the kind of the file that was damaged.
        data: Its bytes.
        filename: Its name.
    """

    kind: str
    data: bytes = field(repr=False)
    filename: str


def random_strings(count: int, seed: int) -> Iterator[Odd]:
    """Bytes at random, many of them of the few that tables are made of."""
    rng = np.random.default_rng([seed, 0])
    for _ in range(count):
        alphabet = np.frombuffer(_ALPHABETS[int(rng.integers(len(_ALPHABETS)))], np.uint8)
        length = int(rng.choice([rng.integers(20), rng.integers(300), rng.integers(3_000)]))
        begin = _BEGINNINGS[int(rng.integers(len(_BEGINNINGS)))]
        data = begin + rng.choice(alphabet, length).tobytes()
        yield Odd("random", data, _NAMES[KINDS[int(rng.integers(len(KINDS)))]])


def damaged_files(count: int, seed: int) -> Iterator[Odd]:
    """Files of the corpus and some odd ones, of each kind alike many, damaged inside or outside."""
    rng = np.random.default_rng([seed, 1])
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        text = damaged(_whole(rng), rng)
        yield Odd(kind, as_file(kind, text, rng), _NAMES[kind])


def _whole(rng: np.random.Generator) -> bytes:
    """A text to be damaged."""
    if rng.random() < 0.3:
        return _ODD[int(rng.integers(len(_ODD)))]
    some = {"kind": "csv", "length": "short" if rng.random() < 0.8 else "medium"}
    if rng.random() < 0.9:
        # Of most others a byte more or less makes another text.
        some["encoding"] = "utf-8"
    levels = combination(some, rng)
    return write_file(levels, int(rng.integers(2**31))).data
