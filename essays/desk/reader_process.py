"""How a process that reads documents begins and ends. It imports no model: the process has no settings before."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading

import django


def begin_reading() -> None:
    """What a reader does first. Ctrl-C is the storing process's to answer; when that one ends, a reader ends too."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    django.setup()


def _end_with_the_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
