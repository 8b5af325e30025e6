"""The files of the media library, as they are kept: nothing but pictures of three kinds, for good."""

from __future__ import annotations

import re

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from essays.models.picture import FOLDER, NAME_LENGTH
from essays.rendering.pictures import CONTENT_TYPES

PATTERN = (
    rf"^{re.escape(settings.MEDIA_URL.strip('/'))}/{FOLDER}/(?P<folder>[0-9a-f]{{{NAME_LENGTH}}})/"
    rf"(?P<name>[0-9a-z-]{{1,60}})\.(?P<suffix>{'|'.join(CONTENT_TYPES)})$"
)
FOR_GOOD = "public, max-age=31536000, immutable"  # a file's name says what is in it: other bytes have another name


@require_safe
def picture_file(request: HttpRequest, folder: str, name: str, suffix: str) -> HttpResponseBase:
    """One file, of the type that its making gave it whatever it holds."""
    try:
        kept = default_storage.open(f"{FOLDER}/{folder}/{name}.{suffix}")
    except OSError as error:
        raise Http404("There is no such picture.") from error
    response = FileResponse(kept, content_type=CONTENT_TYPES[suffix])
    response["Cache-Control"] = FOR_GOOD
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
