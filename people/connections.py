"""What the site asks of each new connection to its database."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper


def compile_no_questions(*, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Answer at once. A receiver of ``connection_created``.

    PostgreSQL compiles a question that its planner takes for a long one ("Just-in-Time Compilation" in its manual, on
    since version 12). For the desk's lists that is up to three seconds of compiling before milliseconds of work.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET jit = off")
