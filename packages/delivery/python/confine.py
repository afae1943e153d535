"""What every Python process of delivery does to itself before it runs anything of a patch."""

import contextlib


def die_with_parent() -> None:
    """On Linux, be killed when the process that started this one dies: nobody is left to read the answers."""
    with contextlib.suppress(Exception):
        import ctypes

        ctypes.CDLL(None).prctl(1, 9)  # PR_SET_PDEATHSIG, SIGKILL
