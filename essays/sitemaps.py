"""The sitemaps: what readers may open, a section for each kind of page."""

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from essays.models import Critic, Essay, Film, public_tags
from people.models import Person


class SiteSitemap(Sitemap):
    """A sitemap under ``SITE_URL``; where that is not set, under the host that was asked."""

    limit = 10_000  # addresses a file: a fifth of what is allowed, so that a file stays quick to make

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme or super().get_protocol(protocol)

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.SITE_URL).netloc or super().get_domain(site)


class EssaySitemap(SiteSitemap):
    def items(self) -> Any:
        return Essay.objects.published().only("slug", "updated_at", "published_at").order_by("pk")

    def lastmod(self, essay: Essay) -> dt.datetime:
        return max(essay.updated_at, essay.published_at or essay.updated_at)


class FilmSitemap(SiteSitemap):
    def items(self) -> Any:
        return Film.objects.public().only("slug", "updated_at").order_by("pk")

    def lastmod(self, film: Film) -> dt.datetime:
        return film.updated_at


class PersonSitemap(SiteSitemap):
    def items(self) -> Any:
        return Person.objects.public().only("slug", "updated_at").order_by("pk")

    def lastmod(self, person: Person) -> dt.datetime:
        return person.updated_at


class TagSitemap(SiteSitemap):
    def items(self) -> Any:
        return public_tags().order_by("pk")


class CriticSitemap(SiteSitemap):
    def items(self) -> Any:
        return Critic.objects.public().order_by("pk")


class ListSitemap(SiteSitemap):
    """The front page and the lists."""

    def items(self) -> list[str]:
        return [
            "essays:home",
            "essays:essay_list",
            "essays:film_list",
            "people:person_list",
            "essays:tag_list",
            "essays:critic_list",
        ]

    def location(self, name: str) -> str:
        return reverse(name)


SITEMAPS: dict[str, type[SiteSitemap]] = {
    "lists": ListSitemap,
    "essays": EssaySitemap,
    "films": FilmSitemap,
    "people": PersonSitemap,
    "tags": TagSitemap,
    "critics": CriticSitemap,
}
