"""Time zones as times name them: Z, UTC, +01:00, GMT+1, PST."""

import re

_AHEAD = {
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 60, "west": 60, "cet": 60, "cest": 120,
    "mez": 60, "mesz": 120, "eet": 120, "eest": 180, "msk": 180, "jst": 540, "kst": 540,
    "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780, "ast": -240, "adt": -180, "est": -300,
    "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
}  # fmt: skip
"""Minutes ahead of UTC, by name."""

ZONE = rf"(?:utc|gmt)?[+-]\d\d?(?::?\d\d)?|{'|'.join(_AHEAD)}"
"""Pattern of a zone."""

_OFFSET = re.compile(r"(?:utc|gmt)?([+-])(\d\d?):?(\d\d)?")


def minutes_ahead(zone: str) -> int:
    """Minutes that a zone, which `ZONE` matches, is ahead of UTC."""
    offset = _OFFSET.fullmatch(zone)
    if offset is None:
        return _AHEAD[zone]
    minutes = int(offset[2]) * 60 + int(offset[3] or 0)
    return -minutes if offset[1] == "-" else minutes
