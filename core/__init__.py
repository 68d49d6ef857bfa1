"""Lookback's forecasting logic: from the bytes of a file to a verdict, with no Streamlit in it."""

import sys

__version__ = "0.1.0"

if not (3, 11) <= sys.version_info[:2] <= (3, 13):  # pragma: no cover
    raise RuntimeError(
        "Lookback needs Python 3.11, 3.12 or 3.13; this is "
        + ".".join(map(str, sys.version_info[:2]))
    )
