"""Whatever is uploaded: a reading, or an error written for people; never anything else."""

import pytest

from core.errors import DataError
from tests.fuzz import outcome as outcomes
from tests.fuzz.files import KINDS, Odd, damaged_files, random_strings
from tests.fuzz.outcome import outcome

pytestmark = pytest.mark.slow

SEED = 2024
MONTHS = b"".join(b"2020-%02d-01,%d\n" % (month, month * 7) for month in range(1, 13))
WHOLE = Odd("csv", b"date,sales\n" + MONTHS, "table.csv")


def raised(files, every_choice=True):
    """What was raised, with the file that did it."""
    tried = [(file, outcome(file, every_choice)) for file in files]
    return [(file.data, one.detail) for file, one in tried if one.verdict == "raised"]


def test_any_bytes_give_a_reading_or_words():
    assert raised(random_strings(250, SEED)) == []


def test_damaged_files_give_a_reading_or_words():
    assert raised(damaged_files(60, SEED), every_choice=False) == []


def test_damaged_files_give_a_reading_or_words_with_every_choice_they_offer():
    assert raised(damaged_files(8, SEED + 1)) == []


def test_the_seed_settles_the_files_and_no_two_are_alike():
    for made in (random_strings, damaged_files):
        files = list(made(20, SEED))
        assert [file.data for file in files] == [file.data for file in made(20, SEED)]
        assert len({file.data for file in files}) > 15
    assert {file.kind for file in damaged_files(20, SEED)} == set(KINDS)


def test_damage_leaves_many_files_readable():
    verdicts = [outcome(file, every_choice=False).verdict for file in damaged_files(30, SEED)]
    assert 6 <= verdicts.count("refused") <= 20


def test_a_whole_file_is_read_with_each_choice():
    one = outcome(WHOLE)
    assert (one.verdict, one.detail) == ("read", "")
    assert one.readings > 10
    assert one.seconds > 0


def test_what_fits_two_ways_is_asked():
    twice = WHOLE.data.replace(b"2020-", b"").replace(b"-01,", b"/01/2020,")
    assert outcome(Odd("csv", twice, "table.csv")).verdict == "asked"


def test_errors_that_are_not_in_words_are_seen(monkeypatch):
    def fails(table, choices):
        raise DataError("refused") if choices.frequency is None else KeyError("yearly")

    monkeypatch.setattr(outcomes, "interpret", fails)
    assert outcome(WHOLE).verdict == "refused"
    monkeypatch.setattr(outcomes, "interpret", lambda table, choices: 1 / 0)
    one = outcome(WHOLE)
    assert one.verdict == "raised"
    assert "no choice" in one.detail
    assert "ZeroDivisionError" in one.detail


def test_a_total_that_is_not_that_of_the_series_is_seen(monkeypatch):
    real = outcomes.interpret

    def loses(table, choices):
        reading = real(table, choices)
        if choices.frequency == "quarterly":
            reading.series.y.iloc[0] += 1
        return reading

    monkeypatch.setattr(outcomes, "interpret", loses)
    one = outcome(WHOLE)
    assert one.verdict == "raised"
    assert "frequency: quarterly" in one.detail
