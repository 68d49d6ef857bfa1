"""A run's forecast as a Python script that gives the same numbers again."""

from core.script.choosing import to_script

__all__ = ["to_script"]
