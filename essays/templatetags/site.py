"""What every page needs of the site: its name, full addresses, and stored HTML."""

from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.http import HttpRequest
from django.utils.encoding import escape_uri_path
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from essays.models.site_settings import Logo, shown_settings
from people.pagination import page_path

register = template.Library()


def absolute_url(request: HttpRequest | None, path: str) -> str:
    """The full address of a path: under ``SITE_URL``, or where that is not set under the host that was asked."""
    if settings.SITE_URL or request is None:
        return f"{settings.SITE_URL}{path}"
    return request.build_absolute_uri(path)


@register.simple_tag
def site_name() -> str:
    return shown_settings().name


@register.simple_tag
def site_logo() -> Logo | None:
    """What stands for the name in the head of each page; None where the name itself does."""
    return shown_settings().shown_logo


@register.simple_tag
def site_description() -> str:
    """What the site is, in its own words; empty where nobody wrote any."""
    return shown_settings().description


@register.simple_tag
def footer_pages() -> tuple[tuple[str, str], ...]:
    """Titles and addresses of the fixed pages that stand in the foot of each page."""
    return shown_settings().footer


@register.simple_tag(takes_context=True)
def site_menu(context: Any) -> list[dict[str, Any]]:
    """The entries of the menu; ``is_here`` of the one whose pages the shown one is among."""
    path = context["request"].path if "request" in context else ""
    return [
        {"words": entry.words, "address": entry.address, "is_here": _is_under(path, entry.address)}
        for entry in shown_settings().menu_entries()
    ]


def _is_under(path: str, address: str) -> bool:
    return path == address if address == "/" else bool(address) and path.startswith(address)


@register.simple_tag
def site_language() -> str:
    """The language of the site's own words as ``lang`` says it: of British English only that it is English."""
    return (get_language() or settings.LANGUAGE_CODE).partition("-")[0]


@register.simple_tag(takes_context=True)
def canonical_url(context: Any) -> str:
    """The one full address of the page being shown; of a numbered page, with its number."""
    request = context.get("request")
    if request is None:
        return ""
    return absolute_url(request, escape_uri_path(request.path))


@register.simple_tag(takes_context=True)
def page_address(context: Any, number: int) -> str:
    """The address of another page of the list that is shown, with what was chosen of it."""
    request = context["request"]
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return f"{page_path(request, number)}{query}"


@register.inclusion_tag("essays/_pages.html", takes_context=True)
def pages(context: Any, page: Page[Any]) -> dict[str, Any]:
    """The numbers of a list's pages as links: the first, the last and those about the one shown."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {"page": page, "numbers": list(numbers), "request": context["request"]}


@register.filter
def stored_html(html: str) -> SafeString:
    """Rendered HTML as it stands.

    Safe, because it is an essay's body after ``clean_body`` (one allow-list, at every save) with nothing added but
    tags, ids and addresses that ``essays.rendering`` wrote and escaped.
    """
    return mark_safe(html)  # noqa: S308 - see above: the only place where stored HTML enters a template
