"""Where work runs: a Dask scheduler, its worker, and the processes that do the fitting.

    web process ── Engine ──TLS──> scheduler and worker ── Lane "network"    ── child (TensorFlow)
                                   (`python -m core.engine`) └ Lane "statistics" ── child (others)

A worker's task only passes messages on. Fits run in the worker's children, one per lane, so a
search that can't be interrupted from inside is stopped by ending its process, and nobody
else's work ends with it.
"""
