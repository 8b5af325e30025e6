"""Which colours a page is in: those that its reader chose, else those of the system."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()

COOKIE = "theme"
THEMES = ("light", "dark")
CHOICES = (("system", _("System")), ("light", _("Light")), ("dark", _("Dark")))
PAPER = {"light": "#fbfcfc", "dark": "#101417"}  # --paper in site.css


@register.simple_tag(takes_context=True)
def chosen_theme(context: Any) -> str:
    """ "light" or "dark" where the reader chose it, else ""."""
    request = context.get("request")
    chosen = request.COOKIES.get(COOKIE, "") if request is not None else ""
    return chosen if chosen in THEMES else ""


@register.filter
def paper(theme: str) -> str:
    """The colour of the page in a theme."""
    return PAPER[theme]


@register.inclusion_tag("essays/_theme.html", takes_context=True)
def theme_form(context: Any) -> dict[str, Any]:
    """The form that changes it; it leads back to the page that it stands on."""
    request = context.get("request")
    chosen = chosen_theme(context) or "system"
    return {
        "choices": [(word, name, word == chosen) for word, name in CHOICES],
        "back": request.get_full_path() if request is not None else "/",
    }
