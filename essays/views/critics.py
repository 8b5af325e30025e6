"""Pages of critics: the list, and what one critic signed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from essays.models import Critic, Essay, Film
from essays.models.leanings import newest_of, often_written_about, with_rows
from essays.views.years import listed_years
from people.keeping import kept
from people.models import Person
from people.moving import moved_to
from people.pagination import numbered_page

CRITICS_A_PAGE = 100
ESSAYS_A_PAGE = 20


def critic_list(request: HttpRequest) -> HttpResponse:
    page = numbered_page(request, Critic.objects.public(), size=CRITICS_A_PAGE)
    shown = Critic.objects.filter(pk__in=[critic.pk for critic in page])
    counts = kept(request, f"essays of critics, page {page.number}", shown.essay_counts)
    rows = [(critic, counts.get(critic.pk, 0)) for critic in page]
    return render(request, "essays/critic_list.html", {"page": page, "rows": rows})


def critic_detail(request: HttpRequest, slug: str) -> HttpResponse:
    critics = Critic.objects.public()
    critic = critics.prefetch_related("aliases").filter(slug=slug).first()
    if critic is None:
        return moved_to(get_object_or_404(critics, former_slugs__slug=slug))
    essays = Essay.objects.published().filter(bylines__critic=critic)
    page = numbered_page(request, essays.for_listing().newest_first(), size=ESSAYS_A_PAGE)
    name = f"critic {critic.pk}"
    directors, films = kept(request, f"often by {name}", lambda: often_written_about(newest_of(essays)))
    return render(
        request,
        "essays/critic_detail.html",
        {
            "critic": critic,
            "page": page,
            "years": listed_years(request, essays, name=name, size=ESSAYS_A_PAGE),
            "directors": with_rows(directors, Person.objects.public()),
            "films": with_rows(films, Film.objects.public()),
        },
    )
