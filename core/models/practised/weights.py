"""The weights that come with Lookback: plain arrays, and a card that says what they are."""

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import ndtri

from core.errors import ForecastError
from core.models.practised.bands import GRID
from core.models.practised.inputs import NAMES
from core.models.practised.quantiles import QUANTILES

CELLS = ("lstm", "gru")
FOLDER = Path(__file__).resolve().parent.parent / "weights"


@dataclass(frozen=True, eq=False)
class Practice:
    """A network that has practised.

    Attributes:
        cell: A key of `forward.LAYERS`.
        weights: Arrays by name, float32.
        card: What they were trained on and how; see docs/model-card.md.
    """

    cell: str
    weights: dict[str, np.ndarray]
    card: dict[str, Any]


@lru_cache(maxsize=4)
def practice(cell: str, folder: Path = FOLDER) -> Practice:
    """The weights of a cell.

    Raises:
        ForecastError: If the files are missing, were changed, or belong to another version.
    """
    try:
        card = json.loads((folder / f"{cell}.json").read_text("utf-8"))
        data = (folder / f"{cell}.npz").read_bytes()
        told = card["features"], card["quantiles"], card["sha256"]
    except (ValueError, KeyError) as error:
        raise ForecastError(_damaged(cell)) from error
    except FileNotFoundError as error:
        raise ForecastError(
            f"The practised {cell.upper()}'s weights are not where Lookback was installed. "
            "Install it again."
        ) from error
    if told != (list(NAMES), list(QUANTILES), hashlib.sha256(data).hexdigest()):
        raise ForecastError(_damaged(cell))
    with np.load(BytesIO(data), allow_pickle=False) as arrays:
        weights = {name: arrays[name].astype(np.float32) for name in arrays.files}
    return Practice(cell, weights, card)


def _damaged(cell: str) -> str:
    return (
        f"The practised {cell.upper()}'s weights are damaged or of another version. "
        "Install Lookback again."
    )


def cells() -> tuple[str, ...]:
    """Cells that have practised."""
    return tuple(cell for cell in CELLS if (FOLDER / f"{cell}.json").exists())


def usual_places(practice: Practice, period: int) -> np.ndarray:
    """Sizes of the places of real values among its quantiles, at the shares `bands.GRID`.

    Those that its card has for this seasonal period; else as if it were sure of itself to the
    right degree.
    """
    mine = practice.card.get("places", {}).get(str(period))
    return np.asarray(mine) if mine else np.asarray(ndtri(0.5 + GRID / 2))


def calibrate(folder: Path, cell: str, found: dict[str, Any]) -> None:
    """Add to a card what was found on real series, `places` among it; see `usual_places`."""
    path = folder / f"{cell}.json"
    path.write_text(_printed(json.loads(path.read_text("utf-8")) | found), "utf-8")
    practice.cache_clear()


def write(folder: Path, cell: str, weights: dict[str, np.ndarray], card: dict[str, Any]) -> None:
    """Keep weights, in half precision, and their card.

    Half precision moves forecasts by far less than chance does; files are half as large.
    """
    folder.mkdir(parents=True, exist_ok=True)
    data = BytesIO()
    halves: dict[str, Any] = {name: array.astype(np.float16) for name, array in weights.items()}
    np.savez_compressed(data, **halves)
    (folder / f"{cell}.npz").write_bytes(data.getvalue())
    full = card | {"sha256": hashlib.sha256(data.getvalue()).hexdigest()}
    (folder / f"{cell}.json").write_text(_printed(full), "utf-8")


def _printed(card: dict[str, Any]) -> str:
    lines = ",\n".join(f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in card.items())
    return f"{{\n{lines}\n}}\n"
