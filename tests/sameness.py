"""Whether two things are the same to the last bit, each kind looked at in its own way."""

import dataclasses

import numpy as np
import pandas as pd


def same(one, other, where="it"):
    if isinstance(one, float):
        # NumPy's own float is one too.
        assert isinstance(other, float), where
        assert np.float64(one).tobytes() == np.float64(other).tobytes(), where
        return
    assert type(one) is type(other), where
    if dataclasses.is_dataclass(one):
        for each in dataclasses.fields(one):
            same(getattr(one, each.name), getattr(other, each.name), f"{where}.{each.name}")
    elif isinstance(one, dict):
        assert list(one) == list(other), where
        for key in one:
            same(one[key], other[key], f"{where}[{key}]")
    elif isinstance(one, tuple | list):
        assert len(one) == len(other), where
        for place, (first, second) in enumerate(zip(one, other, strict=True)):
            same(first, second, f"{where}[{place}]")
    elif isinstance(one, np.ndarray):
        assert (one.dtype, one.shape) == (other.dtype, other.shape), where
        assert other.flags.writeable, where
        assert (
            one.tolist() == other.tolist()
            if one.dtype == object
            else one.tobytes() == other.tobytes()
        ), where
    elif isinstance(one, pd.Index):
        assert (one.dtype, one.name) == (other.dtype, other.name), where
        assert getattr(one, "freq", None) == getattr(other, "freq", None), where
        assert one.equals(other), where
    elif isinstance(one, pd.Series):
        assert one.name == other.name, where
        same(one.index, other.index, f"{where}.index")
        same(one.to_numpy(copy=True), other.to_numpy(copy=True), where)
    elif isinstance(one, pd.DataFrame):
        assert one.columns.name == other.columns.name, where
        assert list(one.columns) == list(other.columns), where
        same(one.index, other.index, f"{where}.index")
        for name in one:
            same(one[name], other[name], f"{where}[{name}]")
    elif isinstance(one, pd.Timestamp):
        assert (one, one.unit) == (other, other.unit), where
    else:
        assert one == other, where
