"""What made-up series are put together from, many at once.

Each function gives one part for `count` series of `n` steps, shape (count, n), in the units of
a logarithm unless it says otherwise. Sizes are drawn log-uniformly: 1% and 2% are as far apart
as 10% and 20%.
"""

import numpy as np

Rng = np.random.Generator


def log_uniform(rng: Rng, low: float, high: float, size: int | tuple[int, ...]) -> np.ndarray:
    """Numbers whose logarithms are uniform."""
    return np.exp(rng.uniform(np.log(low), np.log(high), size))


def chosen(rng: Rng, share: float, count: int) -> np.ndarray:
    """Which series have a part, shape (count, 1), `share` of them."""
    return rng.random((count, 1)) < share


def noise(rng: Rng, count: int, n: int, *, wandering: float = 0.15) -> np.ndarray:
    """ARMA(1, 1) errors of spread 1, a third of them heavy-tailed.

    Args:
        rng: Random numbers.
        count: Series.
        n: Steps.
        wandering: Share of series whose spread changes with time.
    """
    heavy = chosen(rng, 0.35, count)
    shocks = rng.standard_normal((count, n))
    if heavy.any():
        rows = heavy[:, 0]
        shocks[rows] = rng.standard_t(3, (int(rows.sum()), n)) / np.sqrt(3)
    phi = np.where(rng.random(count) < 0.5, rng.uniform(-0.5, 0.9, count), 0)
    theta = np.where(rng.random(count) < 0.3, rng.uniform(-0.6, 0.6, count), 0)
    errors = np.ascontiguousarray(shocks.T)
    before = np.zeros(count)
    for t in range(1, n):
        pushed = phi * errors[t - 1] + theta * before
        before = errors[t].copy()
        errors[t] += pushed
    errors = errors.T / np.maximum(errors.std(0), 1e-6)[:, None]
    spread = np.cumsum(rng.standard_normal((count, n)) * 0.15, axis=1)
    spread -= spread.mean(1, keepdims=True)
    factor = np.where(chosen(rng, wandering, count), np.exp(np.clip(spread, -2, 2)), 1.0)
    return np.asarray(errors * factor)


def trend(
    rng: Rng,
    count: int,
    n: int,
    period: int,
    sigma: np.ndarray,
    *,
    breaks: float = 0.1,
    momentum: float = 0.35,
    growth: float = 0.5,
) -> np.ndarray:
    """A wandering level with a slope that fades towards its home.

    Args:
        rng: Random numbers.
        count: Series.
        n: Steps.
        period: Steps in a season; slopes are drawn for a year, taken as a season or 3 steps.
        sigma: Spread of the noise, shape (count,): levels wander in proportion.
        breaks: Share of series whose slope changes once.
        momentum: Share of series whose wandering goes on in the same direction for a while.
        growth: How far slopes lean upwards, in spreads of a slope: most things sold grow.
    """
    year = period if period > 1 else 3
    wander = np.where(rng.random(count) < 0.25, 0, log_uniform(rng, 0.02, 2.5, count)) * sigma
    bend = np.where(rng.random(count) < 0.5, 0, log_uniform(rng, 0.002, 0.15, count)) * sigma
    damping = np.where(rng.random(count) < 0.5, 1.0, rng.uniform(0.8, 0.99, count))
    slope = (rng.standard_normal(count) + growth) * log_uniform(rng, 0.002, 0.25, count) / year
    slope = np.where(rng.random(count) < 0.2, 0, slope)
    home = slope * (rng.random(count) < 0.5)
    broken = np.where(rng.random(count) < breaks, rng.integers(0, n, count), -1)
    turned = (rng.standard_normal(count) + growth) * log_uniform(rng, 0.002, 0.25, count) / year
    steps = wander * rng.standard_normal((n, count))
    lasting = np.where(rng.random(count) < momentum, rng.uniform(0.2, 0.9, count), 0)
    for t in range(1, n):
        steps[t] += lasting * steps[t - 1]
    bends = bend * rng.standard_normal((n, count))
    level = np.zeros(count)
    out = np.empty((n, count))
    for t in range(n):
        level = level + slope + steps[t]
        slope = home + damping * (slope - home) + bends[t]
        now = broken == t
        if now.any():
            slope, home = np.where(now, turned, slope), np.where(now, turned, home)
        out[t] = level
    return np.ascontiguousarray(out.T)


def season(rng: Rng, count: int, n: int, period: int, sigma: np.ndarray) -> np.ndarray:
    """Patterns that come again: waves, free shapes or spikes, often changing from season to season.

    Args:
        rng: Random numbers.
        count: Series.
        n: Steps.
        period: Steps in a season; zeros with 1.
        sigma: Spread of the noise, shape (count,): patterns are in proportion, within bounds.
    """
    if period == 1:
        return np.zeros((count, n))
    waves = np.arange(1, period // 2 + 1)
    angle = 2 * np.pi * np.outer(waves, np.arange(period)) / period
    decay = waves ** -rng.uniform(0, 2.2, (count, 1))
    smooth = (rng.standard_normal((count, waves.size)) * decay) @ np.cos(angle)
    smooth += (rng.standard_normal((count, waves.size)) * decay) @ np.sin(angle)
    free = rng.standard_normal((count, period))
    spikes = 0.3 * free
    for _ in range(2):
        spikes[np.arange(count), rng.integers(0, period, count)] += rng.normal(2.5, 1, count)
    kind = rng.random((count, 1))
    pattern = _unit(np.where(kind < 0.5, _unit(smooth), np.where(kind < 0.8, free, spikes)))
    changing = np.where(chosen(rng, 0.5, count), 0, log_uniform(rng, 0.01, 0.25, (count, 1)))
    seasons = -(-n // period)
    moves = rng.standard_normal((seasons, count, period)) * changing
    moves[0] = 0
    patterns = pattern + np.cumsum(moves, axis=0)
    size = np.minimum(log_uniform(rng, 0.3, 12, count) * sigma, log_uniform(rng, 0.02, 0.8, count))
    size = np.where(rng.random(count) < 0.25, 0, size)
    return np.moveaxis(patterns, 0, 1).reshape(count, -1)[:, :n] * size[:, None]


def cycle(rng: Rng, count: int, n: int) -> np.ndarray:
    """Slow waves of height about 1 that no calendar knows of; half of them lose their beat."""
    turn = 2 * np.pi / log_uniform(rng, 8, 80, count)
    start = rng.uniform(0, 2 * np.pi, count)
    pushes = 0.35 * np.sqrt(turn) * (rng.random(count) < 0.5)
    moves = rng.standard_normal((n, 2, count)) * pushes
    # A point that turns about the origin and is drawn back to the circle, pushed at every step.
    x, y = np.cos(start), np.sin(start)
    cos, sin = np.cos(turn), np.sin(turn)
    out = np.empty((n, count))
    for t in range(n):
        out[t] = y
        x, y = x * cos - y * sin + moves[t, 0], x * sin + y * cos + moves[t, 1]
        size = np.sqrt(x**2 + y**2) + 1e-9
        home = 1 + (1 / size - 1) * np.minimum(turn, 0.3)
        x, y = x * home, y * home
    return np.ascontiguousarray(out.T)


def life(rng: Rng, count: int, n: int) -> np.ndarray:
    """Births and ends: levels that rise to a plateau, or rise and fall; height about 1."""
    at = rng.uniform(-0.2, 1.1, (count, 1)) * n
    width = log_uniform(rng, 0.05, 0.5, (count, 1)) * n
    far = (np.arange(n) - at) / width
    plateau = 1 / (1 + np.exp(np.clip(-4 * far, -50, 50)))
    return np.asarray(np.where(rng.random((count, 1)) < 0.5, plateau, np.exp(-(far**2))))


def shifts(rng: Rng, count: int, n: int) -> np.ndarray:
    """One jump of the level each, of spread 1."""
    return (np.arange(n) >= rng.integers(2, n, (count, 1))) * rng.standard_normal((count, 1))


def spikes(rng: Rng, count: int, n: int, share: float) -> np.ndarray:
    """Lonely values of spread 1 in `share` of the steps."""
    return (rng.random((count, n)) < share) * rng.standard_normal((count, n))


def _unit(pattern: np.ndarray) -> np.ndarray:
    """Mean 0, spread 1 for each row."""
    apart = pattern - pattern.mean(1, keepdims=True)
    return np.asarray(apart / np.maximum(apart.std(1, keepdims=True), 1e-6))
