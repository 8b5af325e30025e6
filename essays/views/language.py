"""Which language an answer is in: readers get the site's, the desk is in English wholly."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

Answer = Callable[[HttpRequest], HttpResponse]


def desk_language_middleware(get_response: Answer) -> Answer:
    """Stands before whatever writes words. Most of the desk's are in English alone; none of Django's stand between."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(f"/{settings.ADMIN_PATH}/"):
            return get_response(request)
        with translation.override(settings.DESK_LANGUAGE):
            return get_response(request)

    return answer
