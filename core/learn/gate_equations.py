"""The equations of each cell, with the numbers of one unit at one step."""

from core.learn.gates import Steps
from core.learn.sizes import factor


def equations(found: Steps, unit: int, step: int) -> tuple[tuple[str, ...], ...]:
    """Lines of maths: what gates and candidate are made of and were; then the memory added up.

    Args:
        found: The layer.
        unit: Which of its units.
        step: Which step, from 0.
    """
    now = {name: float(states[step, unit]) for name, states in found.states.items()}
    held, act = float(found.held[step, unit]), r"\tanh" if found.tanh else r"\varphi"
    if found.cell == "gru":
        z, r, new = now["update gate"], now["reset gate"], now["candidate"]
        return (
            (
                rf"z_t &= \sigma(W_z x_t + R_z h_{{t-1}} + b_z) = {z:.2f}",
                rf"r_t &= \sigma(W_r x_t + R_r h_{{t-1}} + b_r) = {r:.2f}",
                rf"n_t &= {act}(W_n x_t + R_n (r_t \odot h_{{t-1}}) + b_n) = {new:.2f}",
            ),
            (
                r"h_t &= z_t \odot h_{t-1} + (1 - z_t) \odot n_t",
                rf"&= {z:.2f} \cdot {factor(held)} + {1 - z:.2f} \cdot {factor(new)} "
                rf"= {now['hidden state']:.2f}",
            ),
        )
    peeps = found.cell == "lstm-peephole"
    see = {
        gate: rf" + p_{gate} \odot c_{{{when}}}" if peeps else ""
        for gate, when in (("f", "t-1"), ("i", "t-1"), ("o", "t"))
    }
    f, i, o, new = (now[name] for name in ("forget gate", "input gate", "output gate", "candidate"))
    c, h = now["cell state"], now["hidden state"]
    return (
        (
            rf"f_t &= \sigma(W_f x_t + R_f h_{{t-1}}{see['f']} + b_f) = {f:.2f}",
            rf"i_t &= \sigma(W_i x_t + R_i h_{{t-1}}{see['i']} + b_i) = {i:.2f}",
            rf"g_t &= {act}(W_g x_t + R_g h_{{t-1}} + b_g) = {new:.2f}",
        ),
        (
            r"c_t &= f_t \odot c_{t-1} + i_t \odot g_t",
            rf"&= {f:.2f} \cdot {factor(held)} + {i:.2f} \cdot {factor(new)} = {c:.2f}",
            rf"o_t &= \sigma(W_o x_t + R_o h_{{t-1}}{see['o']} + b_o) = {o:.2f}",
            rf"h_t &= o_t \odot {act}(c_t) = {h:.2f}",
        ),
    )
