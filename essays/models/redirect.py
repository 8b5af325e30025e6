"""Redirects: addresses that pages had elsewhere, on an older site, and the record or page each leads to."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import ResolverMatch, get_script_prefix
from django.utils import timezone

from essays.models.critic import Critic
from essays.models.essay import Essay
from essays.models.film import SOURCE_MAX_LENGTH, Film
from essays.models.fixed_page import page_at
from essays.models.public import public_records
from people.addresses import Addressed, path_of_page
from people.models import Person
from people.paths import PATH_MAX_LENGTH, PathError, normal_address, stored_form
from people.rows import Row
from people.tagging import Tag

RECORDS: dict[str, Any] = {"essay": Essay, "film": Film, "person": Person, "critic": Critic, "tag": Tag}
TARGETS = (*RECORDS, "to")


class RedirectQuerySet(models.QuerySet["Redirect"]):
    def asked_for(self, path: str, query: str, now: dt.datetime | None = None) -> Redirect | None:
        """The redirect of an address that was asked for, in one query; with ``leads`` and ``is_gone``.

        ``path`` has its escapes resolved, ``query`` is as it was sent. What a query adds to an address that is known
        without it makes no difference.
        """
        exact, bare = stored_form(path, query), stored_form(path)
        wanted = {known for known in (exact, bare) if known not in (None, "/")}
        if not wanted:
            return None
        found = {row.path: row for row in self.filter(path__in=wanted).with_what_it_leads_to(now)}
        return found.get(exact or "") or found.get(bare or "")

    def slugs_among(self, model: type[Addressed]) -> set[str]:
        """The slugs that no record of ``model`` may take, since the pages' addresses they would make lead elsewhere."""
        prefix = path_of_page(model.page_name, "x")[:-1]
        paths = self.filter(path__startswith=prefix).values_list("path", flat=True)
        return {path.removeprefix(prefix) for path in paths}

    def with_what_it_leads_to(self, now: dt.datetime | None = None) -> RedirectQuerySet:
        """Each with its record, ``leads``: whether a reader may open that, ``is_gone``: whether they once could."""
        now = now or timezone.now()
        leads = ~Q(to="")
        for name, rows in public_records(now).items():
            leads |= Q(Exists(rows.order_by().filter(pk=OuterRef(name))))
        gone = Exists(Essay.objects.withdrawn(now).order_by().filter(pk=OuterRef("essay")))
        is_so: Any = models.BooleanField()
        return (
            self.select_related(*RECORDS)
            .defer("essay__body", "essay__rendered")
            .annotate(leads=models.ExpressionWrapper(leads, output_field=is_so), is_gone=gone)
        )


def _one_target() -> Q:
    condition = Q()
    for chosen in TARGETS:
        others = {f"{name}__isnull": True for name in RECORDS if name != chosen}
        condition |= Q(**others) & (~Q(to="") if chosen == "to" else Q(to="", **{f"{chosen}__isnull": False}))
    return condition


class Redirect(Row):
    """An address that no page here has, and what it leads to: a record, wherever its page is, or an address."""

    path = models.CharField(
        "old address",
        max_length=PATH_MAX_LENGTH,
        unique=True,
        error_messages={"unique": "This address leads somewhere already. Change that redirect instead."},
        help_text="As it was after the host, with its question mark if it had one: /2009/06/red-heat/ or /?p=123.",
    )
    essay = models.ForeignKey(Essay, null=True, blank=True, on_delete=models.PROTECT, related_name="redirects")
    film = models.ForeignKey(Film, null=True, blank=True, on_delete=models.PROTECT, related_name="redirects")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="redirects")
    critic = models.ForeignKey(Critic, null=True, blank=True, on_delete=models.PROTECT, related_name="redirects")
    tag = models.ForeignKey(Tag, null=True, blank=True, on_delete=models.PROTECT, related_name="redirects")
    to = models.CharField(
        "another page",
        max_length=PATH_MAX_LENGTH,
        blank=True,
        help_text="For a page of this site that is none of these: /critics/.",
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    source = models.CharField(
        "from", max_length=SOURCE_MAX_LENGTH, blank=True, editable=False, help_text="The export that it came with."
    )

    objects = RedirectQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                condition=_one_target(),
                name="redirect_leads_to_one_page",
                violation_error_message="Choose one thing that the address leads to, and only one.",
            ),
            models.CheckConstraint(condition=Q(path__startswith="/"), name="redirect_path_begins_with_slash"),
        ]

    def __str__(self) -> str:
        return self.path

    @property
    def record(self) -> Any:
        """The record that it leads to; None where it leads to an address."""
        return next((row for name in RECORDS if (row := getattr(self, name)) is not None), None)

    def target_address(self) -> str:
        """Where it leads at present."""
        if (record := self.record) is not None:
            return str(record.get_absolute_url())
        return get_script_prefix() + self.to.lstrip("/")

    def clean(self) -> None:
        """Bring both addresses into the form that is stored; refuse what would never be used or lead in a circle."""
        super().clean()
        self.path = _normal(self.path, field="path")
        if why := why_answered(self.path):
            raise ValidationError({"path": why})
        leading_here = Redirect.objects.exclude(pk=self.pk).exclude(to="")
        for other in leading_here.filter(to__istartswith=self.path.partition("?")[0]):
            if _normal(other.to, field="path") == self.path:
                said = f"{other.path} leads here, and one redirect never leads to another. Change that one first."
                raise ValidationError({"path": said})
        if self.to:
            self._check_to()

    def _check_to(self) -> None:
        self.to = self.to.strip()
        normal = _normal(self.to, field="to")
        if normal == self.path:
            raise ValidationError({"to": "The address would lead to itself. Choose another page."})
        if Redirect.objects.filter(path=normal).exists():
            raise ValidationError({"to": "That address is a redirect itself. Choose the page that it leads to."})
        path = unquote(self.to.partition("?")[0])
        match = _match(path)
        if match is None and not path.startswith((settings.MEDIA_URL, settings.STATIC_URL)):
            raise ValidationError({"to": "No page of this site has that address. Copy it from the browser."})
        if match is not None and "admin" in match.app_names:
            raise ValidationError({"to": "Readers cannot open the desk. Choose a page of the site."})
        if match is not None and _model_of(match) is not None:
            raise ValidationError(
                {"to": "That is the page of a record. Choose the record instead: the address then follows it."}
            )


def why_answered(path: str) -> str:
    """Why a redirect of this stored path would never be used, since a page answers there; empty where none does."""
    if path == "/":
        return "That is the site's first page. Write what came after the host."
    bare, _, query = path.partition("?")
    if bare == "/" and query:
        return ""  # the first page takes no query: one that is known here is asked for before
    match = _match(unquote(bare))
    if match is None:
        return ""
    model = _model_of(match)
    if model is None:
        return "A page of the site has that address, so that the redirect would never be used."
    slug = match.kwargs["slug"]
    if owner := model.objects.filter(Q(slug=slug) | Q(former_slugs__slug=slug)).first():
        return f"That is or was the address of “{owner}” here, and leads there already."
    return ""


def _match(path: str) -> ResolverMatch | None:
    """The page that answers at a path, with or without a slash at its end."""
    for tried in (path, path.rstrip("/") + "/"):
        if (found := page_at(tried)) is not None:
            return found
    return None


def _model_of(match: ResolverMatch) -> Any:
    return next((model for model in RECORDS.values() if model.page_name == match.view_name), None)


def _normal(address: str, *, field: str) -> str:
    try:
        return normal_address(address)
    except PathError as error:
        raise ValidationError({field: str(error)}) from error
