"""Addresses as text: the one form in which an old address is stored and asked for. No Django."""

import re
import unicodedata
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

PATH_MAX_LENGTH = 700  # code points; WordPress cuts a slug at 200, three parts before it are rare
MAX_FIELDS = 30  # of a query; an old address has one or two
# What is added to a link on its way and is no part of where it leads.
TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|replytocom")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffd]")
RESERVED = str.maketrans({"%": "%25", "?": "%3F", "#": "%23"})


class PathError(ValueError):
    """An address that none of this site can be; the message says why and what to write."""


def normal_address(address: str) -> str:
    """An address as an editor or an export writes it, "/2009/06/Red-Heat/?p=12", in the form that is stored.

    Small letters, no slash at the end, no escapes but of "%", "?" and "#", the fields of a query in order; giving it
    again changes nothing. Raises PathError.
    """
    address = address.strip(" ")
    if CONTROL.search(address):
        raise PathError("An address has no control characters. Write it again by hand.")
    if not address.startswith("/"):
        if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", address):
            raise PathError("Leave out the host: of https://films.example/2009/red-heat/ write /2009/red-heat/.")
        raise PathError("An address begins with a slash: /2009/red-heat/.")
    path, _, query = address.partition("?")
    if "#" in address:
        raise PathError("What follows # is never asked of a site. Leave it out.")
    normal = stored_form(unquote(path, errors="replace"), query)
    if normal is None:
        raise PathError(_why_not(unquote(path, errors="replace"), query))
    return normal


def stored_form(path: str, query: str = "") -> str | None:
    """The stored form of a path whose escapes are resolved, and a query as it was sent; None where there is none."""
    if _why_not(path, query):
        return None
    path = unicodedata.normalize("NFC", path.lower()).translate(RESERVED).rstrip("/") or "/"
    fields = sorted((name.lower(), value.lower()) for name, value in _fields(query) if not TRACKING.fullmatch(name))
    normal = f"{path}?{urlencode(fields)}" if fields else path
    return normal if len(normal) <= PATH_MAX_LENGTH else None


def path_of(link: str) -> str:
    """Path and query of a link that may name a host: "/2009/red-heat/?p=12"; empty where it has none or is broken."""
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return ""
    if not parts.path and not parts.query:
        return ""
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _fields(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query, keep_blank_values=True, errors="replace", max_num_fields=MAX_FIELDS)


def _why_not(path: str, query: str) -> str:
    """Why this is no address of a site, as a sentence; empty where it is one."""
    if CONTROL.search(path):
        return "An address has no control characters. Write it again by hand."
    if "//" in path or "\\" in path:
        return "An address has single slashes between its parts: /2009/red-heat/."
    if {".", ".."} & set(path.split("/")):
        return "An address has no parts that are dots alone. Write the whole address."
    try:
        fields = _fields(query)
    except ValueError:
        return f"An address has at most {MAX_FIELDS} fields after its question mark."
    if any(CONTROL.search(name + value) for name, value in fields):
        return "An address has no control characters. Write it again by hand."
    if len(path) + len(query) > PATH_MAX_LENGTH:
        return f"An address here has at most {PATH_MAX_LENGTH} characters."
    return ""
