"""Folders that outlive a process, and those that don't."""

import gc
import os
import tempfile
import time

import pytest

from core.portfolio.folders import PortfolioFolder, folder_for, found, lasting_root, sweep

KEY = "0123456789abcdef" * 4


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.setenv("LOOKBACK_WORKSPACE", str(tmp_path))
    return tmp_path / "portfolios"


def test_without_a_word_of_who_runs_it_nothing_lasts(monkeypatch):
    monkeypatch.delenv("LOOKBACK_WORKSPACE", raising=False)
    monkeypatch.delenv("LOOKBACK_SCHEDULER", raising=False)
    folder = folder_for(KEY)
    assert not folder.lasts
    folder.keep(b"session")
    assert found(KEY) is None
    folder.remove()
    assert folder.session is None


def test_a_temporary_one_goes_with_who_holds_it(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    folder = PortfolioFolder()
    assert folder.job
    (made,) = tmp_path.iterdir()
    del folder
    gc.collect()
    assert not made.exists()


def test_with_a_cluster_it_lasts_where_only_its_user_sees_it(tmp_path, monkeypatch):
    monkeypatch.delenv("LOOKBACK_WORKSPACE", raising=False)
    monkeypatch.setenv("LOOKBACK_SCHEDULER", "tcp://somewhere:8786")
    monkeypatch.setenv("HOME", str(tmp_path))
    folder = folder_for(KEY)
    assert folder.lasts
    assert folder.job
    assert tmp_path in lasting_root().parents
    assert (lasting_root() / KEY).stat().st_mode & 0o077 == 0


def test_it_is_found_again_by_its_key_alone(root):
    folder = folder_for(KEY)
    job = folder.job
    assert found(KEY) is None
    folder.keep(b"session")
    folder.stopped = True
    again = found(KEY)
    assert (again.session, again.job, again.stopped) == (b"session", job, True)
    again.stopped = False
    assert not folder.stopped
    assert found("f" * 64) is None
    folder.remove()
    assert found(KEY) is None
    assert not list(root.iterdir())


@pytest.mark.parametrize("key", ["", "..", "../" + KEY, KEY[:-1], KEY + "/x", KEY.upper()])
def test_no_other_key_leads_anywhere(root, key):
    assert found(key) is None
    assert not folder_for(key).lasts


def test_what_nobody_came_back_for_is_deleted(root):
    old, new = folder_for(KEY), folder_for("f" * 64)
    for folder in (old, new):
        folder.keep((folder.job * 2).encode())
    long_ago = time.time() - 14 * 3600
    for path in (root / KEY, *(root / KEY).iterdir()):
        os.utime(path, (long_ago, long_ago))
    # Whose person still comes is kept, though nothing was written for long.
    old.touch()
    sweep()
    assert found(KEY) is not None
    os.utime(root / KEY, (long_ago, long_ago))
    sweep()
    assert found(KEY) is None
    assert found("f" * 64) is not None


def test_folders_of_the_same_path_are_the_same(tmp_path):
    assert PortfolioFolder(tmp_path).job == PortfolioFolder(tmp_path).job
