"""Lookback's forecasting logic: from the bytes of a file to a verdict, with no Streamlit in it."""

__version__ = "0.1.0"
