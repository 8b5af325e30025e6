"""Work that outlasts a request: handed to a worker where the site has one, else done at once for a while."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation

from essays.desk.delivering import carry_out
from essays.desk.failing import tell_of_a_fault, tell_of_failures
from essays.models import Delivery

SECONDS_IN_A_REQUEST = 20.0  # servers end a request after 30; what is left goes on when the editor says so


def _task() -> Callable[..., Any] | None:
    """Django's ``task`` (6.0 and newer), or that of the package that brings it to 5.2; None without either."""
    for module in ("django.tasks", "django_tasks"):
        try:
            found: Callable[..., Any] = import_module(module).task
        except ImportError:
            continue
        return found
    return None


def import_delivery(delivery_id: int) -> None:
    """Import a delivery that waits, for as long as it takes, and tell its editor by mail of what failed."""
    with translation.override(settings.DESK_LANGUAGE):  # of its report and its tables, as in the desk itself
        try:
            is_done = carry_out(delivery_id)
        except Exception:
            tell_of_a_fault(Delivery.objects.get(pk=delivery_id))
            raise
        if is_done:
            tell_of_failures(Delivery.objects.get(pk=delivery_id))


if settings.WORKER and (task := _task()) is not None:
    import_delivery = task(import_delivery)


def hand_over(delivery_id: int) -> None:
    """Have a delivery that waits imported: by the worker, once this transaction holds; without one, here and now."""
    enqueue = getattr(import_delivery, "enqueue", None)
    if enqueue is None:
        carry_out(delivery_id, seconds=SECONDS_IN_A_REQUEST)
    else:
        transaction.on_commit(lambda: enqueue(delivery_id))
