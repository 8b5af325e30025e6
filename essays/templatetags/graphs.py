"""What each page shows, as values for the graph in its head: from the page's own context, without a query more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from essays.models.site_settings import site_settings
from essays.rendering import structured
from essays.rendering.structured import Graph, Node, Thing
from essays.templatetags.records import jobs
from essays.templatetags.site import absolute_url
from people.models import Person

ESSAYS_NAMED = 20  # essays in the graph of a film or person; the page holds the others
LISTS = {
    "essays:essay_list": _("Essays"),
    "essays:film_list": _("Films"),
    "people:person_list": _("People"),
    "essays:tag_list": _("Tags"),
    "essays:critic_list": _("Critics"),
}


class PageGraph:
    """The graph of the page that is being rendered; ``of`` names it by its address."""

    def __init__(self, context: Any) -> None:
        self.context = context
        self.request = context["request"]
        self.page = absolute_url(self.request, self.request.path)
        self.site = absolute_url(self.request, reverse("essays:home"))

    def of(self, view_name: str) -> Graph | None:
        """None for a page that has nothing to say to machines."""
        name = view_name.removesuffix("_page")
        logo = site_settings().shown_logo
        nodes = structured.site_nodes(
            site_settings().name,
            self.site,
            get_language() or settings.LANGUAGE_CODE,
            description=site_settings().description,
            logo=absolute_url(self.request, logo.address) if logo else "",
        )
        if name in _PAGES:
            return Graph([*nodes, *_PAGES[name](self)])
        if name in LISTS:
            return Graph([*nodes, *self.list_page(str(LISTS[name]))])
        if name == "essays:home":
            return Graph([*nodes, structured.page_node(self.page, site_settings().name, site=self.site)])
        return None

    def essay(self) -> list[Node]:
        essay, tickets = self.context["essay"], self.context["tickets"]
        subjects = tuple(self.film(ticket.film, is_public=ticket.is_public) for ticket in tickets)
        corrections = self.context["corrections"]
        corrected = [_begins(correction.corrected_on) for correction in corrections]
        about = {subject.id for subject in subjects}
        named = [self.film(film) for film in self.context["films"]]
        named += [self.person(person) for person in self.context["people"]]
        thing = self.essay_thing(essay)
        said = structured.EssaySaid(
            thing=thing,
            site=self.site,
            authors=tuple(self.critic(byline.critic) for byline in essay.bylines.all()),
            subjects=subjects,
            mentions=tuple(one for one in named if one.id not in about),
            published=essay.published_at,
            modified=max([essay.published_at, *corrected]),
            language=essay.language,
            standfirst=essay.standfirst,
            tags=tuple(tagging.tag.name for tagging in essay.taggings.all()),
            rating=None if essay.rating is None else float(essay.rating),
            best=site_settings().best,
            image=absolute_url(self.request, reverse("essays:essay_card", args=[essay.slug])),
            corrections=tuple((correction.corrected_on, correction.what_is) for correction in corrections),
        )
        crumbs = [(gettext("Essays"), self.full("essays:essay_list"))]
        if tickets and tickets[0].is_public:
            crumbs.append((str(tickets[0].film), subjects[0].page))
        return self.record_page(thing, structured.essay_node(said), crumbs)

    def film_page(self) -> list[Node]:
        film, context = self.context["film"], self.context
        public = context["public_people"]
        credits = [*context["cast"], *(credit for _, found in context["crew"] for credit in found)]
        essays = [essay for essay, _ in context["opinions"]]
        essays += [context["entry"][0]] if context["entry"] else []
        thing, whole = self.film(film), context["part_of"]
        said = structured.FilmSaid(
            thing=thing,
            other_titles=tuple(other.title for other in film.titles.all()),
            year=film.release_year,
            end_year=film.end_year,
            minutes=film.runtime_minutes,
            countries=tuple(film.countries),
            synopsis=film.synopsis,
            image=absolute_url(self.request, film.poster.jpeg) if film.poster else "",
            credits=tuple(
                (credit.job, self.person(credit.person, is_public=credit.person_id in public), credit.character)
                for credit in credits
            ),
            part_of=self.film(whole) if whole else None,
            essays=tuple(self.essay_thing(essay) for essay in essays[:ESSAYS_NAMED]),
            tags=tuple(tagging.tag.name for tagging in film.taggings.all() if tagging.tag.kind == "genre"),
        )
        return self.record_page(thing, structured.film_node(said), [(gettext("Films"), self.full("essays:film_list"))])

    def person_page(self) -> list[Node]:
        person, thing = self.context["person"], self.person(self.context["person"])
        said = structured.PersonSaid(
            thing=thing,
            other_names=tuple(alias.name for alias in person.aliases.all()),
            birth_year=person.birth_year,
            death_year=person.death_year,
            note=person.note,
            jobs=tuple(jobs(person)),
            essays=tuple(self.essay_thing(named.essay) for named in self.context["named_in"][:ESSAYS_NAMED]),
        )
        return self.record_page(
            thing, structured.person_node(said), [(gettext("People"), self.full("people:person_list"))]
        )

    def critic_page(self) -> list[Node]:
        critic, thing = self.context["critic"], self.critic(self.context["critic"])
        node = structured.person_node(structured.PersonSaid(thing=thing, note=critic.note))
        crumbs = [(gettext("Critics"), self.full("essays:critic_list"))]
        return [*self.record_page(thing, node, crumbs, kind="ProfilePage"), self.items(critic.name)]

    def tag_page(self) -> list[Node]:
        tag = self.context["tag"]
        thing = Thing("DefinedTerm", tag.name, absolute_url(self.request, tag.get_absolute_url()))
        synonyms = [synonym.name for synonym in tag.synonyms.all()]
        node = structured.tag_node(thing, description=tag.description, synonyms=synonyms)
        crumbs = [(gettext("Tags"), self.full("essays:tag_list"))]
        return [*self.record_page(thing, node, crumbs, kind="CollectionPage"), self.items(tag.name)]

    def list_page(self, name: str) -> list[Node]:
        page = structured.page_node(self.page, name, site=self.site, kind="CollectionPage", main=f"{self.page}#list")
        return [page, self.items(name)]

    def record_page(
        self, thing: Thing, node: Node, crumbs: list[tuple[str, str]], *, kind: str = "WebPage"
    ) -> list[Node]:
        crumbs = [*crumbs, (thing.name, self.page)]
        return [
            structured.page_node(self.page, thing.name, site=self.site, kind=kind, main=thing.id, crumbs=True),
            node,
            structured.breadcrumbs(self.page, crumbs),
        ]

    def items(self, name: str) -> Node:
        page = self.context["page"]
        listed = [(_called(record), self.address(record)) for record in page.object_list]
        return structured.item_list(self.page, name, listed, first=page.start_index() or 1)

    def film(self, film: Any, *, is_public: bool = True) -> Thing:
        return structured.film_thing(film.kind, film.title, self.address(film) if is_public else "")

    def person(self, person: Any, *, is_public: bool = True) -> Thing:
        return structured.person_thing(person.name, self.address(person) if is_public else "")

    def critic(self, critic: Any) -> Thing:
        return structured.critic_thing(critic.name, self.address(critic))

    def essay_thing(self, essay: Any) -> Thing:
        subjects = len(essay.subjects.all())
        return structured.essay_thing(essay.kind, essay.headline, self.address(essay), subjects=subjects)

    def address(self, record: Any) -> str:
        return absolute_url(self.request, record.get_absolute_url())

    def full(self, name: str) -> str:
        return absolute_url(self.request, reverse(name))


_PAGES: dict[str, Callable[[PageGraph], list[Node]]] = {
    "essays:essay_detail": PageGraph.essay,
    "essays:film_detail": PageGraph.film_page,
    "people:person_detail": PageGraph.person_page,
    "essays:critic_detail": PageGraph.critic_page,
    "essays:tag_detail": PageGraph.tag_page,
}


def _begins(day: dt.date) -> dt.datetime:
    """When a day begins, by the site's clock."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _called(record: Any) -> str:
    """What a list says of an essay, a film, a person (by surname), or whoever has a name."""
    if isinstance(record, Person):
        return record.sort_name
    return next(str(getattr(record, field)) for field in ("headline", "title", "name") if hasattr(record, field))
