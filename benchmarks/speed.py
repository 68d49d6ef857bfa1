"""How long the same training takes in Keras, in PyTorch, in neuralforecast and here.

    python -m benchmarks.speed [--runs 5] [--json]

One network, one set of windows, as many epochs of as many batches in each, 50 epochs of batches
of 32, Adam, absolute loss, 12 steps answered at once; each run in a fresh process, from windows
in memory to trained weights, compiling included and imports not. Medians of --runs. PyTorch and
neuralforecast are timed where they are installed, null elsewhere. `loss` is the training loss of
the last epoch in Keras and here.

ensemble5_over_1 is the time of five networks over that of one in the first case, and
`ensembles` the same for every case. other_cells times SimpleRNN, peephole LSTM and GRU.
train_to_verdict_s is the airline sample with the app's defaults from Train to the verdict, in a
warm engine. grown_mb is what 200 trainings add to a process after the tenth, traces how often
graphs were traced in them.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from core.training import Training

SAMPLES = Path(__file__).resolve().parent.parent / "sample_data"

CASES = {
    "144 months, lookback 24, 32 units": (144, 24, 32),
    "325 months, lookback 24, 64 units": (325, 24, 64),
    "1500 days, lookback 28, 64 units": (1500, 28, 64),
}
HORIZON, EPOCHS, BATCH, RATE = 12, 50, 32, 0.003
FIRST = next(iter(CASES))


def main() -> None:
    """Time everything, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="print one JSON line at the end")
    parser.add_argument("--child", nargs="+", help=argparse.SUPPRESS)
    wish = parser.parse_args()
    if wish.child:
        print(json.dumps(CHILDREN[wish.child[0]](*wish.child[1:])))
        return
    found = {
        "cases": [_case(name, wish.runs) for name in CASES],
        "ensemble5_over_1": None,
        "ensembles": {},
        "other_cells": {},
        "train_to_verdict_s": _timed("verdict", wish.runs)["seconds"],
        **_timed("repeat", 1),
    }
    for case in found["cases"]:
        five = _timed("lookback", wish.runs, case["name"], "lstm", "5")["seconds"]
        found["ensembles"][case["name"]] = round(five / case["lookback_s"], 2)
    found["ensemble5_over_1"] = found["ensembles"][FIRST]
    for cell in ("rnn", "lstm-peephole", "gru"):
        found["other_cells"][cell] = {
            name: round(_timed("lookback", wish.runs, name, cell, "1")["seconds"], 3)
            for name in CASES
        }
    print(json.dumps(found, indent=2))
    if wish.json:
        print(json.dumps(found))


def _case(name: str, runs: int) -> dict[str, Any]:
    keras = _timed("keras", runs, name)
    ours = _timed("lookback", runs, name, "lstm", "1")
    torch, other = _timed("torch", runs, name), _timed("neuralforecast", runs, name)
    return {
        "name": name,
        "keras_fit_s": round(keras["seconds"], 3),
        "lookback_s": round(ours["seconds"], 3),
        "ratio": round(keras["seconds"] / ours["seconds"], 2),
        "torch_s": torch["seconds"],
        "neuralforecast_s": other["seconds"],
        "keras_loss": round(keras["loss"], 4),
        "lookback_loss": round(ours["loss"], 4),
    }


def _timed(what: str, runs: int, *arguments: str) -> dict[str, Any]:
    """Medians over fresh processes of what a child prints."""
    told = []
    for _ in range(runs):
        command = [sys.executable, "-m", "benchmarks.speed", "--child", what, *arguments]
        quiet = os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3"}
        done = subprocess.run(
            command, env=quiet, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True
        )
        told.append(json.loads(done.stdout.splitlines()[-1]))
        print(f"[{what} {' '.join(arguments)}: {told[-1]}]", file=sys.stderr, flush=True)
    if None in told[0].values():
        return told[0]
    return {key: round(statistics.median(each[key] for each in told), 4) for key in told[0]}


def _windows(name: str) -> tuple[np.ndarray, np.ndarray]:
    """A noisy season with a trend, in windows and labels, (w, lookback) and (w, horizon)."""
    n, lookback, _ = CASES[name]
    steps = np.arange(n)
    noise = np.random.default_rng(0).normal(0, 0.3, n)
    values = (steps / n + np.sin(2 * np.pi * steps / 12) + noise).astype(np.float32)
    both = np.lib.stride_tricks.sliding_window_view(values, lookback + HORIZON)
    return both[:, :lookback].copy(), both[:, lookback:].copy()


def _keras(name: str) -> dict[str, float]:
    import keras
    import tensorflow as tf

    x, y = _windows(name)
    tf.reduce_sum(tf.ones(1))
    keras.utils.set_random_seed(0)
    began = time.perf_counter()
    layers = [keras.layers.LSTM(CASES[name][2]), keras.layers.Dense(HORIZON)]
    network = keras.Sequential([keras.layers.Input((x.shape[1], 1)), *layers])
    network.compile(keras.optimizers.Adam(RATE), "mae")
    history = network.fit(x[..., None], y, epochs=EPOCHS, batch_size=BATCH, verbose=0)
    seconds = time.perf_counter() - began
    return {"seconds": seconds, "loss": history.history["loss"][-1]}


def _lookback(name: str, cell: str, members: str) -> dict[str, float]:
    from core.models.net.descent import Descent
    from core.models.net.network import Architecture
    from core.models.net.training import Trainer, tf

    x, y = _windows(name)
    x, y = (np.repeat(each[None], int(members), 0) for each in (x, y))
    tf.reduce_sum(tf.ones(1))
    _, lookback, units = CASES[name]
    heard: list[Any] = []
    began = time.perf_counter()
    network = Architecture(cell, 1, units, "tanh", "none", 0.0, lookback, HORIZON, 1, int(members))
    descent = Descent(learning_rate=RATE, batch_size=BATCH, epochs=EPOCHS, clipping="none")
    trainer = Trainer.of(network, descent)
    trainer.start(0)
    trainer.train(x, y, descent, heard.append)
    return {"seconds": time.perf_counter() - began, "loss": heard[-1].loss}


def _torch(name: str) -> dict[str, float | None]:
    try:
        import torch
    except ImportError:
        return {"seconds": None}
    x, y = (torch.from_numpy(each) for each in _windows(name))
    torch.zeros(1).sum()
    began = time.perf_counter()
    cell = torch.nn.LSTM(1, CASES[name][2], batch_first=True)
    head = torch.nn.Linear(CASES[name][2], HORIZON)
    adam = torch.optim.Adam([*cell.parameters(), *head.parameters()], RATE)
    for _ in range(EPOCHS):
        for rows in torch.randperm(len(x)).split(BATCH):
            adam.zero_grad()
            said = head(cell(x[rows, :, None])[0][:, -1])
            torch.nn.functional.l1_loss(said, y[rows]).backward()
            adam.step()
    return {"seconds": time.perf_counter() - began}


def _neuralforecast(name: str) -> dict[str, float | None]:
    try:
        import pandas as pd
        from neuralforecast import NeuralForecast
        from neuralforecast.models import LSTM
    except ImportError:
        return {"seconds": None}
    n, lookback, units = CASES[name]
    x, y = _windows(name)
    values = np.concatenate([x[0], y[:, 0], y[-1, 1:]])
    dates = pd.date_range("2000-01-01", periods=n, freq="D")
    frame = pd.DataFrame({"unique_id": "series", "ds": dates, "y": values})
    began = time.perf_counter()
    model = LSTM(
        HORIZON,
        input_size=lookback,
        encoder_hidden_size=units,
        encoder_n_layers=1,
        windows_batch_size=BATCH,
        max_steps=EPOCHS * -(-len(x) // BATCH),
        enable_progress_bar=False,
        logger=False,
    )
    NeuralForecast([model], "D").fit(frame)
    return {"seconds": time.perf_counter() - began}


def _airline() -> "Training":
    """What Train asks for with the airline sample and untouched settings."""
    from core.folds import RollingOrigin
    from core.models import Arima, Ets, Recurrent, SeasonalNaive, Theta
    from core.profile import recommend
    from core.reading import interpret, open_table
    from core.training import Training

    file = SAMPLES / "airline_passengers.csv"
    series = interpret(open_table(file.read_bytes(), file.name)).series
    advice = recommend(series)
    network = Recurrent(lookback=advice.lookback, epochs=advice.epochs)
    plan = RollingOrigin(horizon=advice.horizon, folds=advice.folds)
    return Training(series, (network, Arima(), Ets(), Theta(), SeasonalNaive()), plan)


def _verdict() -> dict[str, float]:
    """From pressing Train to the verdict, in an engine that has done it before."""
    from core.engine.client import Engine

    engine = Engine()
    try:
        for _ in range(2):
            job = engine.submit(_airline())
            began = time.perf_counter()
            while not job.over:
                job.touch()
                time.sleep(0.01)
            seconds = time.perf_counter() - began
        if job.result is None:
            raise RuntimeError(f"The training ended as {job.state}: {job.error}")
        return {"seconds": seconds}
    finally:
        engine.close()


def _repeat() -> dict[str, float]:
    """What 200 trainings of one kind add to a process."""
    import psutil

    from core.models.net.fit import Work

    training = _airline()
    spec, series, horizon = training.network, training.ts, training.plan.horizon
    trainer, process = Work(spec, series, horizon).trainer, psutil.Process()
    used, traced = [], []
    for _ in range(200):
        spec.fit(series, horizon)
        used.append(process.memory_full_info().uss / 2**20)
        traced.append(trainer.traces)
    return {"grown_mb": round(used[-1] - used[9], 1), "traces": traced[-1] - traced[9]}


CHILDREN = {
    "keras": _keras,
    "lookback": _lookback,
    "torch": _torch,
    "neuralforecast": _neuralforecast,
    "verdict": _verdict,
    "repeat": _repeat,
}

if __name__ == "__main__":
    main()
