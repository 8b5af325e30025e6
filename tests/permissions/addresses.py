"""What there is to press at the desk, asked of the site itself: addresses, actions of lists, buttons of forms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver

from essays.admin import delivery, essay, essay_actions


def addresses() -> dict[str, str]:
    """Each address under the desk's own: its name, or its pattern where it has none, and its pattern."""
    found = {}
    for route, name in _routes(get_resolver()):
        if route.startswith(f"{settings.ADMIN_PATH}/"):
            route = route.removeprefix(f"{settings.ADMIN_PATH}/")
            found[name or route] = route
    return found


def _routes(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, str | None]]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, pattern.name
        else:
            yield from _routes(pattern, route)


def actions() -> set[tuple[str, str]]:
    """The list and the name of each action that some list offers somebody."""
    return {
        (f"{model._meta.app_label}_{model._meta.model_name}_changelist", name)
        for model, screens in admin.site._registry.items()
        if screens.actions is not None
        for _, name, _ in _offered(screens)
    }


def _offered(screens: Any) -> list[tuple[Any, str, str]]:
    return list(screens._get_base_actions())


def steps() -> set[tuple[str, str]]:
    """The form and the name of each button beside “Save”."""
    of_essays = {("essays_essay_change", name) for name in (*essay_actions.STEPS, *essay.GOING_ON)}
    return of_essays | {("essays_delivery_change", name) for name in delivery.STEPS}
