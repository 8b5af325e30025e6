"""How a process that reads documents begins and ends. It imports no model: the process has no settings before."""

from __future__ import annotations

import multiprocessing
import os
import threading

import django

from essays.desk.collecting import collect_seldom


def begin_reading() -> None:
    """What a reader does first: see that it ends when the process that stores has ended, however that was."""
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    django.setup()
    collect_seldom()


def _end_with_the_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
