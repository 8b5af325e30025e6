"""Answers that are worked out of many rows, kept until the site has another version.

A version is what ``request.made_of`` says; without one nothing is kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache import caches
from django.http import HttpRequest

KEPT_SECONDS = 24 * 60 * 60  # it only frees the place of what nobody asks for

Answer = TypeVar("Answer")


def kept(request: HttpRequest, name: str, work_out: Callable[[], Answer]) -> Answer:
    """What ``work_out`` gives, from the cache where it was worked out of what readers see now.

    ``name`` tells it from all other answers. Keep numbers and ids: rows grow old.
    """
    made_of: Any = getattr(request, "made_of", None)
    if made_of is None:
        return work_out()
    name = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()  # a name that every cache takes
    found = caches["answers"].get(name)
    if found is not None and found[0] == made_of:
        answer: Answer = found[1]
        return answer
    answer = work_out()
    caches["answers"].set(name, (made_of, answer), KEPT_SECONDS)
    return answer
