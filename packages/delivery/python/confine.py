"""What every Python process of delivery does to itself before it runs anything of a patch."""

import contextlib
import os


def die_with_parent() -> None:
    """On Linux, be killed when the process that started this one dies: nobody is left to read the answers."""
    with contextlib.suppress(Exception):
        import ctypes

        ctypes.CDLL(None).prctl(1, 9)  # PR_SET_PDEATHSIG, SIGKILL


def share_what_is_made() -> None:
    """Let every user change the files that are made.

    In a box this user is none of the machine's, whose own has to read and remove them. The folder that they are in is
    one that only the machine's user can enter.
    """
    os.umask(0)
