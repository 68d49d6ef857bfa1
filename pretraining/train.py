"""Train the practised network on made-up series.

    python -m pretraining.train [--cell lstm|gru|lstm-peephole|rnn] [--series N] [--seed S]
                                [--units U] [--layers L] [--rate R] [--to FOLDER]
                                [--without PART,...]

Stop it whenever you like: the same command goes on from the last checkpoint, and ends with the
same weights as if it had not been stopped. Weights and their card are written to --to at the end;
the checkpoint lies in pretraining/checkpoints/ until then. --without makes series that lack some
parts of the prior, to see what each is good for.
"""

import argparse
import json
import math
import pickle
import time
from dataclasses import asdict, fields, replace
from pathlib import Path

import numpy as np

from core.models.net.descent import Descent
from core.models.net.sequence import Sequence
from core.models.net.training import Trainer
from core.models.practised.forward import LAYERS
from core.models.practised.inputs import NAMES
from core.models.practised.quantiles import QUANTILES
from core.models.practised.weights import FOLDER, write
from pretraining.curriculum import batch, planned
from pretraining.generator import VERSION, Prior

BATCH = 256
WARM_UP = 200
"""Batches until the learning rate has reached its height."""

LEAST = 0.005
"""Share of that height which is left at the end."""

KEPT_EVERY = 500
"""Batches between two checkpoints."""

FOLDER_OF_CHECKPOINTS = Path(__file__).resolve().parent / "checkpoints"


def main() -> None:
    """Train, telling how far it is, and write the weights."""
    wish = _arguments()
    prior = _prior(wish.without)
    network = Sequence(
        wish.cell, wish.layers, wish.units, len(NAMES), NAMES.index("future"), len(QUANTILES)
    )
    trainer = Trainer.of(network, Descent(loss="quantiles"))
    last = math.ceil(wish.series / BATCH)
    settings = {
        "cell": wish.cell,
        "layers": wish.layers,
        "units": wish.units,
        "series": last * BATCH,
        "seed": wish.seed,
        "learning_rate": wish.rate,
        "generator": VERSION,
        "prior": asdict(prior),
    }
    kept = FOLDER_OF_CHECKPOINTS / f"{_label(wish)}.pickle"
    done, rng, smooth, spent = _begin(trainer, wish.seed, kept, settings)
    began = time.monotonic() - spent
    while done < last:
        inputs, labels = batch(rng, prior, planned(rng), BATCH)
        loss = trainer.step(inputs[None], labels[None], _rate(wish.rate, done, last), 1.0)
        if not math.isfinite(loss):
            raise SystemExit(f"The loss is no longer a number after {done * BATCH:,} series.")
        smooth = loss if smooth is None else 0.998 * smooth + 0.002 * loss
        done += 1
        if done % KEPT_EVERY == 0 or done == last:
            spent = time.monotonic() - began
            left = spent / done * (last - done)
            print(
                f"{done * BATCH:,} of {last * BATCH:,} series, loss {smooth:.4f}, "
                f"{spent / 60:.1f} min, {left / 60:.1f} min left",
                flush=True,
            )
            _keep(kept, settings, trainer, done, rng, smooth, spent)
    card = settings | {
        "features": list(NAMES),
        "quantiles": list(QUANTILES),
        "minutes": round((time.monotonic() - began) / 60, 1),
        "loss": None if smooth is None else round(smooth, 4),
    }
    write(wish.to, wish.cell, trainer.weights(0), card)
    kept.unlink()
    print(json.dumps(card))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m pretraining.train")
    parser.add_argument("--cell", choices=tuple(LAYERS), default="lstm")
    parser.add_argument("--series", type=int, default=9_000_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--units", type=int, default=96)
    parser.add_argument("--layers", type=int, default=2)
    parser.add_argument("--rate", type=float, default=8e-3, help="height of the learning rate")
    parser.add_argument("--to", type=Path, default=FOLDER)
    parser.add_argument("--without", default="", help="parts of the prior, with commas between")
    return parser.parse_args()


def _prior(without: str) -> Prior:
    names = [name for name in without.split(",") if name]
    known = {each.name for each in fields(Prior)}
    if unknown := set(names) - known:
        raise SystemExit(
            f"--without: no {', '.join(sorted(unknown))}; there are {', '.join(sorted(known))}"
        )
    return replace(Prior(), **dict.fromkeys(names, 0.0))


def _label(wish: argparse.Namespace) -> str:
    parts = [wish.cell, f"{wish.layers}x{wish.units}", str(wish.series), str(wish.seed)]
    return "-".join([*parts, *filter(None, wish.without.split(","))])


def _rate(height: float, done: int, last: int) -> float:
    """Learning rate of a batch: a warm-up, then half a cosine down to nearly 0."""
    fallen = LEAST + (1 - LEAST) * (1 + math.cos(math.pi * done / last)) / 2
    return height * min(1.0, (done + 1) / WARM_UP) * fallen


def _begin(
    trainer: Trainer, seed: int, kept: Path, settings: dict[str, object]
) -> tuple[int, np.random.Generator, float | None, float]:
    """Where to go on: batches done, random numbers, smoothed loss, seconds spent."""
    trainer.start(seed)
    if not kept.exists():
        return 0, np.random.default_rng(seed), None, 0.0
    # A file of this command's own, in its own folder.
    state = pickle.loads(kept.read_bytes())
    if state["settings"] != settings:
        raise SystemExit(f"{kept} was made with other settings; remove it to begin again.")
    trainer.state = state["trainer"]
    print(f"going on after {state['done'] * BATCH:,} series", flush=True)
    return state["done"], state["rng"], state["smooth"], state["spent"]


def _keep(
    kept: Path,
    settings: dict[str, object],
    trainer: Trainer,
    done: int,
    rng: np.random.Generator,
    smooth: float | None,
    spent: float,
) -> None:
    kept.parent.mkdir(exist_ok=True)
    state = {
        "settings": settings,
        "trainer": trainer.state,
        "done": done,
        "rng": rng,
        "smooth": smooth,
        "spent": spent,
    }
    fresh = kept.with_suffix(".new")
    fresh.write_bytes(pickle.dumps(state))
    fresh.replace(kept)


if __name__ == "__main__":
    main()
