import numpy as np

from core.windows import masked_windows, sliding_windows


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


def test_a_window_ends_at_every_step_and_labels_end_with_the_series():
    inputs, labels = masked_windows(np.arange(4.0), lookback=3, horizon=2)
    np.testing.assert_array_equal(inputs, [[0, 0, 0], [0, 0, 1], [0, 1, 2], [1, 2, 3]])
    np.testing.assert_array_equal(labels, [[1, 2], [2, 3], [3, np.nan], [np.nan, np.nan]])
