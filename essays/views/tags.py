"""Pages of tags: the list, and one tag with what carries it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from essays.models import Essay, Film, public_tags
from essays.models.leanings import newest_of, tags_beside, with_rows
from people.keeping import kept
from people.models import Person, Tag
from people.moving import moved_to
from people.pagination import numbered_page

TAGS_A_PAGE = 200
ESSAYS_A_PAGE = 20
RECORDS_SHOWN = 60  # films, and people, under one tag; the lists of films and people hold the rest


def tag_list(request: HttpRequest) -> HttpResponse:
    tags = public_tags().order_by("kind", "name")
    return render(request, "essays/tag_list.html", {"page": numbered_page(request, tags, size=TAGS_A_PAGE)})


def tag_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """What carries a tag; former addresses and synonyms lead to it, one that nothing public carries is not found."""
    tags = public_tags()
    tag = tags.prefetch_related("synonyms").filter(slug=slug).first()
    if tag is None:
        moved = tags.filter(former_slugs__slug=slug).first()
        return moved_to(moved or get_object_or_404(tags, synonyms__key=slug.replace("-", " ")))
    essays = Essay.objects.published().filter(taggings__tag=tag)
    beside = kept(request, f"tags beside {tag.pk}", lambda: tags_beside(tag, newest_of(essays)))
    films = Film.objects.public().filter(taggings__tag=tag).for_listing()
    people = Person.objects.public().filter(taggings__tag=tag).most_named()
    return render(
        request,
        "essays/tag_detail.html",
        {
            "tag": tag,
            "page": numbered_page(request, essays.for_listing().newest_first(), size=ESSAYS_A_PAGE),
            "films": films[:RECORDS_SHOWN],
            "people": people[:RECORDS_SHOWN],
            "beside": with_rows(beside, Tag.objects.all()),
        },
    )
