import numpy as np
import pytest

from core.windows import held_out_tail, sliding_windows


def test_the_course_example():
    inputs, labels = sliding_windows(np.arange(6.0), lookback=4, horizon=1)
    np.testing.assert_array_equal(inputs, [[0, 1, 2, 3], [1, 2, 3, 4]])
    np.testing.assert_array_equal(labels, [[4], [5]])


def test_longer_labels():
    inputs, labels = sliding_windows(np.arange(10.0), lookback=5, horizon=5)
    np.testing.assert_array_equal(inputs, [[0, 1, 2, 3, 4]])
    np.testing.assert_array_equal(labels, [[5, 6, 7, 8, 9]])


def test_a_series_shorter_than_one_window_gives_none():
    inputs, labels = sliding_windows(np.arange(5.0), lookback=4, horizon=2)
    assert inputs.shape == (0, 4)
    assert labels.shape == (0, 2)


def test_windows_are_copies():
    values = np.arange(6.0)
    inputs, _ = sliding_windows(values, 4, 1)
    inputs[:] = -1
    assert values[0] == 0


@pytest.mark.parametrize(("windows", "horizon"), [(60, 12), (10, 1), (4, 6), (2, 1), (200, 28)])
def test_no_training_label_reaches_into_validation_labels(windows, horizon):
    stop, start = held_out_tail(windows, horizon)
    assert 1 <= stop <= start < windows
    if stop > 1:
        # Window i is followed by labels i .. i + horizon - 1, counted from its own end.
        assert stop - 1 + horizon - 1 < start


def test_the_newest_fifth_is_held_out():
    assert held_out_tail(60, 1) == (48, 48)
