"""Screens for sources: the document as it came, with what reading and linking made of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.html import format_html

from essays.admin.account import at_desk_of
from essays.models import Source
from essays.reading.decoding import DocumentError, decode
from essays.reading.formats import ending_of
from people.choosing import ReadOnlyInline

TEXT_SHOWN = 200_000  # code points; a longer document is cut on the screen and whole in the download
SET_ASIDE = frozenset({"boilerplate", "separator", "stray_mark"})


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a block, and what they were taken for: ``mark`` is "" where they are only words."""

    text: str
    mark: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class MarkedBlock:
    """One block of a document: its kind, whether it was set aside, and its words."""

    kind: str
    is_set_aside: bool
    pieces: tuple[Piece, ...]

    @property
    def name(self) -> str:
        return self.kind.replace("_", " ")


def marked_blocks(text: str, report: Mapping[str, Any]) -> list[MarkedBlock]:
    """The blocks of a document with the links, open questions and citations in them, in the order of the text.

    Blocks of white space alone are left out: on a screen they would be empty lines with a name. So is the white space
    around what stands between two blocks (a list's number, an ornament).
    """
    marks = _marks(report)
    blocks = []
    for row in report.get("blocks", ()):
        start, end = row["start"], min(row["end"], len(text))
        if start < end and text[start:end].strip():
            if row["kind"] == "separator":
                start += len(text[start:end]) - len(text[start:end].lstrip())
                end = start + len(text[start:end].rstrip())
            pieces = tuple(_pieces(text, start, end, marks))
            blocks.append(MarkedBlock(row["kind"], row["kind"] in SET_ASIDE, pieces))
    return blocks


def _marks(report: Mapping[str, Any]) -> list[tuple[int, int, str, str]]:
    """``(start, end, mark, title)`` in order, none laid over another."""
    found: list[tuple[int, int, str, str]] = []
    for row in report.get("films", ()):
        year = row.get("year")
        found.append((row["start"], row["end"], "film", f"{row['title']} ({year})" if year else row["title"]))
    for row in report.get("people", ()):
        mark = "proposed" if row.get("proposed") else "person"
        found.append((row["start"], row["end"], mark, f"{row['name']}, {mark}"))
    for row in report.get("characters", ()):
        found.append((row["start"], row["end"], "character", f"the character {row['name']}"))
    for row in report.get("undecided", ()):
        found.append((row["start"], row["end"], "undecided", "to be decided"))
    for row in report.get("citations", ()):
        number = row.get("number")
        found.append((row["start"], row["end"], "citation", f"citation {number}" if number else "citation"))
    apart: list[tuple[int, int, str, str]] = []
    for start, end, mark, title in sorted(found):
        if not apart or start >= apart[-1][1]:
            apart.append((start, end, mark, title))
    return apart


def _pieces(text: str, start: int, end: int, marks: Sequence[tuple[int, int, str, str]]) -> Iterator[Piece]:
    at = start
    for mark_start, mark_end, mark, title in marks:
        if mark_end <= at or mark_start >= end:
            continue
        first, last = max(mark_start, at), min(mark_end, end)
        if first > at:
            yield Piece(text[at:first])
        yield Piece(text[first:last], mark, title)
        at = last
    if at < end:
        yield Piece(text[at:end])


class SourceInline(ReadOnlyInline):
    """The documents an essay came from, each one click from its text and report."""

    model = Source
    fields = ["document", "outcome", "encoding", "read_at"]
    readonly_fields = ["document"]
    verbose_name_plural = "where it came from"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).defer("content", "text", "report")

    @admin.display(description="document and report")
    def document(self, source: Source) -> str:
        return format_html('<a href="{}">{}</a>', reverse("admin:essays_source_change", args=[source.pk]), source.name)


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    """Every document that was read, as it came. Nothing of it is edited."""

    when_empty = "No document has been read yet. Bring one: it stays here as it came, with what was understood of it."
    list_display = ["name", "outcome", "essay", "encoding", "is_guess", "read_at", "read_by", "imported_by"]
    list_filter = ["outcome", "is_guess", "read_by"]
    list_select_related = ["essay", "imported_by"]
    list_per_page = 100
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    date_hierarchy = "read_at"
    search_fields = ["name", "^sha256", "essay__headline"]
    search_help_text = "A document's name, the start of its SHA-256, or the essay's headline"
    fields = [
        ("name", "outcome"),
        ("essay", "duplicate_of"),
        ("read_at", "read_by", "imported_by"),
        ("encoding", "is_guess"),
        "sha256",
    ]
    change_form_template = "admin/essays/source/change_form.html"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        unread = [
            "essay__body",
            "essay__rendered",
            "duplicate_of__content",
            "duplicate_of__text",
            "duplicate_of__report",
        ]
        sources = at_desk_of(request, super().get_queryset(request))
        queryset = sources.select_related("essay", "duplicate_of", "imported_by")
        return queryset.defer("content", "text", "report", *unread)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[Any]:
        download = self.admin_site.admin_view(self.download_view)
        return [path("<int:source_id>/as-it-came/", download, name="essays_source_download"), *super().get_urls()]

    def download_view(self, request: HttpRequest, source_id: int) -> HttpResponse:
        """The bytes as they came. Needs the right to view sources."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        source = at_desk_of(request, Source.objects.filter(pk=source_id)).first()
        if source is None:
            raise Http404("There is no such source.")
        headers = {"Content-Disposition": f'attachment; filename="source-{source.pk}{ending_of(source.name)}"'}
        return HttpResponse(bytes(source.content), content_type="application/octet-stream", headers=headers)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        source: Source = kwargs["obj"]
        try:
            text = source.text or decode(bytes(source.content)).text
        except DocumentError as error:
            text, context["unreadable"] = "", str(error)
        report = source.report
        context |= {
            "report": report,
            "blocks": marked_blocks(text[:TEXT_SHOWN], report),
            "is_cut": len(text) > TEXT_SHOWN,
            "text_length": len(text),
            "text": "" if report.get("blocks") else text[:TEXT_SHOWN],
        }
        return super().render_change_form(request, context, *args, **kwargs)
