"""What the camera above a chart saves it as; the browser makes the file."""

import re
from typing import Any

PICTURES = {"png": "PNG (pixels)", "svg": "SVG (lines, to be edited or enlarged)"}
"""Kinds of files, each in words."""

LONGEST_NAME = 80
"""Characters of a file's name."""


def saved(alt: str, kind: str) -> dict[str, Any]:
    """Plotly's options for saving a chart: sharp, and named after what it shows.

    Args:
        alt: What it shows, in words.
        kind: A key of `PICTURES`.
    """
    name = re.sub(r"\W+", "-", alt).strip("-")
    if len(name) > LONGEST_NAME:
        name = name[: LONGEST_NAME + 1].rpartition("-")[0] or name[:LONGEST_NAME]
    return {"format": kind, "filename": name, "scale": 2}
