"""The order in which words wait for an editor: in one essay, or over all that they reach, narrowed by filters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse

from essays.admin.account import at_desk_of
from essays.models import Essay, FilmKey, Mention, Subject
from people.names import name_key

Place = tuple[int, int, int]  # where a mention stands in the order: its essay, where its words begin, its id
FILTERS = ("kind", "headline", "subject")


@dataclass(frozen=True, slots=True)
class Queue:
    """What an editor works through: one essay's words, or those of many, by kind, headline and subject film."""

    essay_id: int | None = None
    kind: str = ""
    headline: str = ""
    subject: str = ""

    @classmethod
    def asked_for(cls, request: HttpRequest) -> Queue:
        """The queue over all essays with the filters of the address."""
        given = {name: " ".join(request.GET.get(name, "").split()) for name in FILTERS}
        kind = given["kind"] if given["kind"] in Mention.Kind.values else ""
        return cls(kind=kind, headline=given["headline"], subject=given["subject"])

    @property
    def filters(self) -> dict[str, str]:
        return {name: value for name in FILTERS if (value := getattr(self, name))}

    def address(self, **query: Any) -> str:
        """The address of this queue's screen, opened at what ``query`` says."""
        if self.essay_id is not None:
            path = reverse("admin:essays_mention_decide_essay", args=[self.essay_id])
        else:
            path = reverse("admin:essays_mention_decide")
        given = self.filters | {name: value for name, value in query.items() if value not in (None, "")}
        return f"{path}?{urlencode(given)}" if given else path

    def waiting(self, request: HttpRequest) -> Any:
        """The mentions that wait, in order: the newest essay first, and in an essay as its text goes."""
        mentions = at_desk_of(request, Mention.objects.open()).filter(essay__discarded_at__isnull=True)
        if self.essay_id is not None:
            mentions = mentions.filter(essay=self.essay_id)
        if self.kind:
            mentions = mentions.filter(kind=self.kind)
        if self.headline:
            mentions = mentions.filter(essay__in=Essay.objects.filter(headline__icontains=self.headline).values("pk"))
        if self.subject:
            films = FilmKey.objects.filter(key__contains=name_key(self.subject)).values("film")
            mentions = mentions.filter(essay__in=Subject.objects.filter(film__in=films).values("essay"))
        return mentions.annotate(place=Coalesce("start", 0)).order_by("-essay_id", "place", "pk")

    def after(self, mentions: Any, place: Place) -> Mention | None:
        """The first of ``mentions``, which ``waiting`` gave, after ``place``; past the end the first of all."""
        essay, start, pk = place
        later = Q(essay__lt=essay) | Q(essay=essay, place__gt=start) | Q(essay=essay, place=start, pk__gt=pk)
        found: Mention | None = mentions.filter(later).first() or mentions.first()
        return found

    def before(self, mentions: Any, place: Place) -> Mention | None:
        """The last of ``mentions`` before ``place``; past the beginning the last of all."""
        essay, start, pk = place
        earlier = Q(essay__gt=essay) | Q(essay=essay, place__lt=start) | Q(essay=essay, place=start, pk__lt=pk)
        backwards = mentions.reverse()
        found: Mention | None = backwards.filter(earlier).first() or backwards.first()
        return found


def place_of(mention: Mention) -> Place:
    return mention.essay_id, mention.start or 0, mention.pk
