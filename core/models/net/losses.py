"""How far an answer is from the truth, where there is one."""

import tensorflow as tf

from core.models.shapes import ANSWERED, outputs

HUBER = 1.0
"""Errors up to this, in scaled units, count by their square, larger ones by their size."""


def losses(loss: str, said: tf.Tensor, wanted: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """Each member's total loss, and over how many labels it is one.

    Args:
        loss: "absolute", "quadratic", "huber" (Huber 1964), or "pinball" or "quantiles" (Koenker
            and Bassett 1978), the mean over what `ANSWERED` has for it.
        said: Answers, shape (members, batch, steps * outputs).
        wanted: Labels, shape (members, batch, steps), NaN where not known.

    Returns:
        Two of shape (members,).
    """
    known = tf.logical_not(tf.math.is_nan(wanted))
    each = tf.reshape(said, tf.concat([tf.shape(wanted), [outputs(loss)]], 0))
    # Not-a-number must not enter the difference: its gradient would be one too.
    miss = tf.where(known[..., None], wanted[..., None] - each, 0.0)
    size = tf.abs(miss)
    if loss == "absolute":
        cost = size
    elif loss == "quadratic":
        cost = miss**2
    elif loss == "huber":
        cost = tf.where(size <= HUBER, miss**2 / 2, HUBER * (size - HUBER / 2))
    else:
        share = tf.constant(ANSWERED[loss])
        cost = tf.maximum(share * miss, (share - 1) * miss)
    cost = tf.reduce_mean(cost, axis=-1)
    scored = tf.reduce_sum(tf.cast(known, tf.float32), axis=[1, 2])
    return tf.reduce_sum(cost, axis=[1, 2]), scored
