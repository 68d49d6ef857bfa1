"""Whatever is uploaded: a reading, or an error written for people; never anything else."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import LookbackError
from core.profile import facts, plain, recommend
from core.reading import interpret, open_table

pytestmark = pytest.mark.slow

FILES = (
    b"date,weekday,holiday,rest1,total\n1/1/2016,Fri,1,65,296\n1/2/2016,Sat,0,24,191\n"
    b"1/3/2016,Sun,0,24,202\n1/14/2016,Mon,0,,\n",
    b'"Year","Month","Make","Quantity","Pct"\n2007,1,"Kia",2884,22.7\n2007,1,"VW",2521,19.9\n'
    b'2007,2,"Kia",1029,8.1\n2007,2,"VW",3,1\n2007,3,"VW",3,1\n',
    b'"Month","Sales"\n"1-01",266.0\n"1-02",145.9\n"1-03",183.1\n"2-01",3\n',
    "Datum;Umsätze\n01.02.2020;1.234,5\n02.02.2020;-3\n13.02.2020;NA\n".encode("cp1252"),
    b"ts\tval\n2020-01-01T00:00:00Z\t1\n2020-01-01T00:30Z\t2e5\n2020-01-01T01:00+02:00\tinf\n",
    b"when,y\n2020Q1,1\n2020Q2,(3)\nQ3 2020,$4\nJan 2021,5\n",
)
PIECES = (b",", b";", b"\t", b'"', b"\n", b"\r", b"\x00", b"9", b"-", b"/", b".", b"NA", b"inf",
          b"2999", b"1e400", b"\xff", b" ", b"0", b"12345678901234567890", b"Q1", b"31", b"1e99",
          b"0/1/2999", b"--", b"\xe2\x88\x9e")  # fmt: skip
QUIET = {
    "deadline": None,
    "derandomize": True,
    "suppress_health_check": list(HealthCheck),
    "database": None,
}


@st.composite
def damaged(draw):
    data = bytearray(draw(st.sampled_from(FILES)))
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(data)))
        cut = draw(st.integers(0, 5))
        data[at : at + cut] = draw(st.sampled_from((b"", *PIECES)))
    return bytes(data)


def check(data):
    try:
        reading = interpret(open_table(data, "upload.csv"))
    except LookbackError:
        return
    assert plain(facts(reading))
    assert recommend(reading.series).lookback >= 2
    after = reading.receipt.steps[-1].total_after
    assert reading.series.y.sum() == pytest.approx(after, rel=1e-6, abs=1e-6 * (1 + abs(after)))


@settings(max_examples=300, **QUIET)
@given(st.binary(max_size=200))
def test_any_bytes_give_a_reading_or_words(data):
    check(data)


@settings(max_examples=300, **QUIET)
@given(damaged())
def test_damaged_files_give_a_reading_or_words(data):
    check(data)
