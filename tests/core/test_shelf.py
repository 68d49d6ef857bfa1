import multiprocessing
import os
import sqlite3

import pytest

from core import shelf
from core.errors import LimitError, StorageError
from core.shelf import Shelf

MB = 1_000_000


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "kept" / "here"


def test_what_is_added_is_listed_newest_first_and_read_back(folder):
    one = Shelf(folder).add("Sales", "Sales, monthly, 2 runs", b"first")
    other = Shelf(folder).add("Hats", "Hats, weekly, no runs", b"second")
    listed = Shelf(folder).listed()
    assert [each.name for each in listed] == ["Hats", "Sales"]
    assert listed == (other, one)
    assert one.words == "Sales, monthly, 2 runs"
    assert Shelf(folder).read(one.id, MB) == b"first"


def test_renaming_and_deleting_touch_that_one_alone(folder):
    kept = Shelf(folder)
    one, other = (kept.add(name, "", name.encode()) for name in ("a", "b"))
    kept.rename(one.id, "  New\nname ")
    kept.rename(other.id, "   ")
    assert {each.name for each in kept.listed()} == {"New name", "b"}
    kept.delete(one.id)
    kept.delete(one.id)
    assert [each.id for each in kept.listed()] == [other.id]
    with pytest.raises(StorageError, match="somebody deleted it"):
        kept.read(one.id, MB)
    with pytest.raises(StorageError, match="somebody deleted it"):
        kept.rename(one.id, "x")
    assert sorted(os.listdir(folder)) == sorted([f"{other.id}.lookback", shelf.INDEX])


@pytest.mark.parametrize(
    "name", ["../../up", "/etc/passwd", "a\x00b", "'; DROP TABLE capsules; --", "x" * 999, "☂"]
)
def test_a_name_is_no_part_of_a_path_or_a_statement(folder, name):
    kept = Shelf(folder).add(name, name, b"x")
    (found,) = Shelf(folder).listed()
    assert len(found.name) <= shelf.LONGEST_NAME
    assert {path.name for path in folder.iterdir()} == {f"{kept.id}.lookback", shelf.INDEX}


@pytest.mark.parametrize("key", ["", "../index", "..", "a/b", "A", "x" * 16])
def test_an_id_that_was_made_up_leads_nowhere(folder, key):
    Shelf(folder).add("a", "", b"x")
    with pytest.raises(StorageError):
        Shelf(folder).read(key, MB)


def test_a_file_taken_away_by_hand_is_listed_no_more(folder):
    kept = Shelf(folder).add("a", "", b"x")
    (folder / f"{kept.id}.lookback").unlink()
    assert Shelf(folder).listed() == ()


def test_a_file_larger_than_what_is_opened_here_is_not_read(folder):
    kept = Shelf(folder).add("a", "", bytes(2 * MB))
    with pytest.raises(LimitError, match="more than the 1 MB"):
        Shelf(folder).read(kept.id, MB)


def test_a_full_folder_takes_no_more(folder, monkeypatch):
    monkeypatch.setattr(shelf, "MOST", 1)
    Shelf(folder).add("a", "", b"x")
    with pytest.raises(LimitError, match="Delete one first"):
        Shelf(folder).add("b", "", b"x")
    assert len(Shelf(folder).listed()) == 1


def test_what_can_not_be_used_says_so_in_words(tmp_path, folder):
    file = tmp_path / "file"
    file.write_bytes(b"")
    with pytest.raises(StorageError, match="LOOKBACK_WORKSPACE"):
        Shelf(file).listed()
    folder.mkdir(parents=True)
    (folder / shelf.INDEX).write_bytes(b"no index at all" * 100)
    with pytest.raises(StorageError, match="LOOKBACK_WORKSPACE"):
        Shelf(folder).add("a", "", b"x")
    assert [path.name for path in folder.iterdir()] == [shelf.INDEX]


def test_a_disk_that_fails_leaves_nothing_half_written(folder, monkeypatch):
    def fail(_):
        raise OSError(28, "No space left on device")

    kept = Shelf(folder)
    kept.add("a", "", b"x")
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(StorageError):
        kept.add("b", "", b"y")
    assert [each.name for each in kept.listed()] == ["a"]
    assert len(list(folder.iterdir())) == 2


def test_an_index_in_use_for_too_long_says_so(folder, monkeypatch):
    kept = Shelf(folder)
    kept.add("a", "", b"x")
    monkeypatch.setattr(shelf, "_PATIENCE_S", 0.01)
    other = sqlite3.connect(folder / shelf.INDEX, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError):
        kept.listed()
    other.close()


def fill(folder, begin):
    kept = Shelf(folder)
    for place in range(20):
        added = kept.add(f"{begin}-{place}", "", f"{begin}-{place}".encode())
        if place % 4 == 0:
            kept.delete(added.id)


@pytest.mark.slow
def test_two_processes_use_one_folder(folder):
    context = multiprocessing.get_context("spawn")
    both = [context.Process(target=fill, args=(folder, name)) for name in "ab"]
    for each in both:
        each.start()
    for each in both:
        each.join(60)
        assert each.exitcode == 0
    listed = Shelf(folder).listed()
    assert len(listed) == 30
    assert all(Shelf(folder).read(each.id, MB) == each.name.encode() for each in listed)
