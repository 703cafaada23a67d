"""Speed and size, measured on the real program beside a peer in the same run.

    python -m tests.bench [NAME…] [--runs N]

Every module here that has a `measure(runs) -> list[Figure]` is a benchmark of its name.
"""
