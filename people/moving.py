"""The answer where a page once was: one redirect to where it is now."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect


def moved_to(target: Any) -> HttpResponse:
    """A 301 to a record's page or an address.

    Browsers keep a 301 for as long as they like (RFC 9110, 15.4.2) unless told otherwise; a merge can be undone and an
    address changed again, so they are told to ask each time.
    """
    response = redirect(target, permanent=True)
    response["Cache-Control"] = "no-cache"
    return response
