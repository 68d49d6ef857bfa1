"""How much memory things take."""

import sys


def memory(*parts: object) -> int:
    """Bytes these take; pandas objects count their text too."""
    return sum(sys.getsizeof(part) for part in parts)
