"""Recurrent layers over TensorFlow's fused kernels for the processor.

A whole pass through an LSTM is one operation here, a step of a GRU another, where the formulas
of `cells` take a dozen for each step. Results and gradients are the same.
"""

from collections.abc import Callable

import tensorflow as tf

Weights = dict[str, tf.Tensor]


def usable(cell: str, activation: str) -> bool:
    """Whether there is a kernel for such a layer here; there is none for graphics cards."""
    if activation != "tanh" or cell not in LAYERS:
        return False
    return not tf.config.list_physical_devices("GPU")


def run(cell: str, weights: Weights, inputs: tf.Tensor) -> tf.Tensor:
    """Outputs of one layer with tanh; arguments and result as in `cells.run`."""
    layer = LAYERS[cell]
    if inputs.shape[0] == 1:
        # A kernel runs on one core; several members use the others by themselves.
        mine = {name: tf.squeeze(stacked, 0) for name, stacked in weights.items()}
        count = tf.shape(inputs)[2]
        # Each half needs a window: a kernel given none leaves its gradient as it finds it.
        least = tf.maximum(count, 2)
        enough = tf.pad(tf.squeeze(inputs, 0), [[0, 0], [0, least - count], [0, 0]])
        halves = tf.split(enough, [least // 2, least - least // 2], axis=1, num=2)
        told = tf.concat([layer(mine, half) for half in halves], 1)
        return tf.expand_dims(tf.split(told, [count, least - count], axis=1, num=2)[0], 0)
    apart = {name: tf.unstack(stacked) for name, stacked in weights.items()}
    return tf.stack(
        [
            layer({name: parts[k] for name, parts in apart.items()}, sequence)
            for k, sequence in enumerate(tf.unstack(inputs))
        ]
    )


def _lstm(weights: Weights, inputs: tf.Tensor) -> tf.Tensor:
    """One member's layer: inputs (steps, batch, features), result (steps, batch, units)."""
    kernel, recurrent = weights["kernel"], weights["recurrent"]
    if inputs.shape[2] % 2:
        # The kernel works on aligned memory only with an even number of features.
        inputs, kernel = tf.pad(inputs, [[0, 0], [0, 0], [0, 1]]), tf.pad(kernel, [[0, 1], [0, 0]])
    matrix = tf.concat([kernel, recurrent], 0)
    peepholes = weights.get("peepholes")
    seen = tf.zeros((3, recurrent.shape[0])) if peepholes is None else peepholes
    return _block_lstm(peepholes is not None)(inputs, matrix, weights["bias"][0], seen)


def _block_lstm(use_peephole: bool) -> Callable[..., tf.Tensor]:
    @tf.custom_gradient  # type: ignore[untyped-decorator]  # TensorFlow has no types
    def layer(
        inputs: tf.Tensor, matrix: tf.Tensor, bias: tf.Tensor, peepholes: tf.Tensor
    ) -> tuple[tf.Tensor, Callable[..., tuple[tf.Tensor, ...]]]:
        start = tf.zeros(tf.stack([tf.shape(inputs)[1], peepholes.shape[1]]))
        wci, wcf, wco = tf.unstack(peepholes)
        given = {
            "seq_len_max": tf.shape(inputs, out_type=tf.int64)[0],
            "x": inputs,
            "cs_prev": start,
            "h_prev": start,
            "w": matrix,
            "wci": wci,
            "wcf": wcf,
            "wco": wco,
            "b": bias,
            "use_peephole": use_peephole,
        }
        told = tf.raw_ops.BlockLSTMV2(**given, cell_clip=0.0)

        def gradient(slope: tf.Tensor) -> tuple[tf.Tensor, ...]:
            inner = told._asdict()
            found = tf.raw_ops.BlockLSTMGradV2(
                **given, **inner, cs_grad=tf.zeros_like(slope), h_grad=slope
            )
            seen = tf.stack([found.wci_grad, found.wcf_grad, found.wco_grad])
            return found.x_grad, found.w_grad, found.b_grad, seen

        return told.h, gradient

    kernel: Callable[..., tf.Tensor] = layer
    return kernel


def _gru(weights: Weights, inputs: tf.Tensor) -> tf.Tensor:
    """One member's layer: inputs (steps, batch, features), result (steps, batch, units)."""
    matrix = tf.concat([weights["kernel"], weights["recurrent"]], 0)
    units = weights["recurrent"].shape[0]
    z, r, new = tf.split(matrix, [units] * 3, axis=1)
    z_bias, r_bias, new_bias = tf.split(weights["bias"][0], [units] * 3)
    return _block_gru(inputs, tf.concat([r, z], 1), new, tf.concat([r_bias, z_bias], 0), new_bias)


@tf.custom_gradient  # type: ignore[untyped-decorator]
def _block_gru(
    inputs: tf.Tensor,
    gates: tf.Tensor,
    candidate: tf.Tensor,
    gates_bias: tf.Tensor,
    candidate_bias: tf.Tensor,
) -> tuple[tf.Tensor, Callable[..., tuple[tf.Tensor, ...]]]:
    steps = tf.shape(inputs)[0]
    given = {"w_ru": gates, "w_c": candidate, "b_ru": gates_bias, "b_c": candidate_bias}
    start = tf.zeros(tf.stack([tf.shape(inputs)[1], candidate.shape[1]]))

    def forward(t: tf.Tensor, h: tf.Tensor, *kept: tf.TensorArray) -> tuple[tf.Tensor, ...]:
        told = tf.raw_ops.GRUBlockCell(x=inputs[t], h_prev=h, **given)
        parts = (told.h, told.r, told.u, told.c)
        return t + 1, told.h, *(each.write(t, part) for each, part in zip(kept, parts, strict=True))

    _, _, *kept = tf.while_loop(lambda t, *_: t < steps, forward, (0, start, *_arrays(4, steps)))
    h, r, u, c = (each.stack() for each in kept)
    before = tf.concat([start[None], h[:-1]], 0)

    def gradient(slope: tf.Tensor) -> tuple[tf.Tensor, ...]:
        def backward(
            t: tf.Tensor, later: tf.Tensor, *found: tf.TensorArray
        ) -> tuple[tf.Tensor, ...]:
            step = tf.raw_ops.GRUBlockCellGrad(
                x=inputs[t], h_prev=before[t], **given, r=r[t], u=u[t], c=c[t], d_h=slope[t] + later
            )
            parts = (step.d_x, step.d_c_bar, step.d_r_bar_u_bar)
            written = (each.write(t, part) for each, part in zip(found, parts, strict=True))
            return t - 1, step.d_h_prev, *written

        _, _, *found = tf.while_loop(
            lambda t, *_: t >= 0, backward, (steps - 1, start, *_arrays(3, steps))
        )
        d_x, d_c, d_ru = (each.stack() for each in found)
        # The kernel leaves the sums over steps to its caller: one product for all of them.
        x, old, reset, d_c, d_ru = (
            tf.reshape(each, [-1, each.shape[-1]])
            for each in (inputs, before, r * before, d_c, d_ru)
        )
        return (
            d_x,
            tf.matmul(tf.concat([x, old], 1), d_ru, transpose_a=True),
            tf.matmul(tf.concat([x, reset], 1), d_c, transpose_a=True),
            tf.reduce_sum(d_ru, 0),
            tf.reduce_sum(d_c, 0),
        )

    return h, gradient


def _arrays(count: int, steps: tf.Tensor) -> tuple[tf.TensorArray, ...]:
    return tuple(tf.TensorArray(tf.float32, size=steps) for _ in range(count))


LAYERS: dict[str, Callable[[Weights, tf.Tensor], tf.Tensor]] = {
    "lstm": _lstm,
    "lstm-peephole": _lstm,
    "gru": _gru,
}
