"""Scripts from templates: what is written once, with places for what differs.

A template in `templates/` reads like the script it becomes. A line that ends in `#? lag` is there
only where "lag" is chosen, with `#? not lag` only where it is not, with `#? lag level` only where
both are. `$PLACES` are filled.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Template

_TAGGED = re.compile(r"(.*?)\s*#\? ([\w ]+)")
_WORD = re.compile(r"(not )?(\w+)")


def filled(name: str, chosen: Mapping[str, bool] | None = None, /, **places: str) -> str:
    """A template as source, without the newline at its end.

    Args:
        name: Name of its file, without ending.
        chosen: For each word of its lines, whether it is.
        places: Source for each of its places; what stands in one is not looked at again.
    """
    kept = []
    for line in _template(name):
        tagged = _TAGGED.fullmatch(line)
        if tagged is None:
            kept.append(line)
        elif all((chosen or {})[word] is not bool(no) for no, word in _WORD.findall(tagged[2])):
            kept.append(tagged[1])
    return Template("\n".join(kept)).substitute(places)


@cache
def _template(name: str) -> tuple[str, ...]:
    file = Path(__file__).with_name("templates") / f"{name}.txt"
    return tuple(file.read_text(encoding="utf-8").splitlines())
