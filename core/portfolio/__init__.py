"""Hundreds of series at once: each forecast by the model that did best on its own past."""
