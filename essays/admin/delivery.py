"""Screens that bring documents to the desk: upload, look at what would be made, make it, watch it being made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from essays.admin.account import editor_of
from essays.admin.failed import FailedFilter, failed_lately
from essays.admin.opening import to_decide
from essays.admin.source import TEXT_SHOWN, marked_blocks
from essays.desk import delivering
from essays.desk.background import hand_over
from essays.desk.delivered import Incoming, Item, LeftOut, Refused
from essays.desk.delivering import Brought, Choices, DeliveryError
from essays.desk.importing import DocumentError, ImportReport
from essays.desk.incoming import ARCHIVE_ENDINGS
from essays.desk.publishing import may_publish
from essays.models import Delivery, Essay, Film, Subject
from essays.models.essay import HEADLINE_MAX_LENGTH
from essays.reading.formats import ENDINGS
from essays.reading.site_post import POST_ENDING
from people.choosing import ChosenField, ChosenSelect
from people.site import Waiting

LOOKED_AT = 10  # documents of a delivery that its screen reads beforehand; each takes a moment
DOCUMENTS_SHOWN = 200  # of a report, what went wrong first; the rest are counted
REFRESH_SECONDS = 3
State = Delivery.State


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or many files."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [super(FilesField, self).clean(one, initial) for one in data or ()]


class BringForm(forms.Form):
    """Files, or pasted words."""

    documents = FilesField(
        label="Files",
        required=False,
        allow_empty_file=True,
        help_text=f"One or many: {', '.join((*ENDINGS, *ARCHIVE_ENDINGS))}. A whole site comes as the export of "
        "WordPress (.xml) or Ghost (.json). At most "
        f"{delivering.MAX_DELIVERY_BYTES // 1_000_000} MB together.",
    )
    text = forms.CharField(
        required=False,
        strip=False,
        label="Or paste a text",
        widget=forms.Textarea(attrs={"rows": 8, "class": "vLargeTextField desk-paste"}),
        help_text="As it is: byline, headline and subheads on lines of their own.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["documents"].widget.attrs["accept"] = ",".join((*ENDINGS, *ARCHIVE_ENDINGS))

    def brought(self) -> list[Brought]:
        """What was chosen and pasted. Raises DeliveryError for more than a delivery may hold."""
        files = self.cleaned_data["documents"]
        if sum(file.size for file in files) > delivering.MAX_DELIVERY_BYTES:
            return [Brought(file.name, b" " * file.size) for file in files]  # refused by its size, and not read
        brought = [Brought(file.name, file.read()) for file in files]
        text = self.cleaned_data["text"]
        return [*brought, delivering.pasted(text)] if text.strip() else brought


class ConfirmForm(forms.Form):
    """What was understood of a document, to confirm or change."""

    headline = forms.CharField(
        max_length=HEADLINE_MAX_LENGTH, widget=forms.TextInput(attrs={"class": "vTextField desk-headline"})
    )
    kind = forms.ChoiceField(choices=Essay.Kind.choices)
    film = ChosenField(queryset=Film.objects.all(), required=False, label="Subject film")

    def __init__(self, *args: Any, chosen: Film | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["film"]
        field.chosen = chosen
        field.widget = ChosenSelect(Subject._meta.get_field("film"), admin.site)
        field.widget.choices = field.choices


@dataclass(frozen=True, slots=True)
class Looked:
    """One document of a delivery as its screen shows it: what would be made of it, or why nothing.

    ``is_meant`` is of what an export holds beside its posts, of which nothing was to be made.
    """

    place: str
    report: ImportReport | None = None
    why_not: str = ""
    is_meant: bool = False


@admin.register(Delivery)
class DeliveryAdmin(admin.ModelAdmin):
    """Documents on their way in. Who may add essays brings them; each editor sees their own."""

    when_empty = (
        "Nothing has been brought yet. “Add delivery” takes a text or Word file, a saved page, an archive "
        "or pasted text, and shows first what it would make."
    )
    list_display = ["name", "state", "brought_by", "brought_at", "documents_done"]
    list_filter = ["state", FailedFilter]
    list_select_related = ["brought_by"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None

    def waiting(self, request: HttpRequest) -> list[Waiting]:
        """What the desk's first page says of this list: what was brought and came to nothing yet, or to nothing."""
        counts = Delivery.objects.of(editor_of(request)).aggregate(
            brought=Count("pk", filter=Q(state=Delivery.State.LOOKED_AT)),
            stopped=Count("pk", filter=Q(state=Delivery.State.STOPPED)),
            failed=Count("pk", filter=failed_lately(timezone.now())),
        )
        return [
            Waiting(counts["brought"], "deliveries to look at", "state__exact=looked+at"),
            Waiting(counts["stopped"], "stopped imports", "state__exact=stopped"),
            Waiting(counts["failed"], "deliveries with failed documents", "failed=lately"),
        ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return Delivery.objects.of(editor_of(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("essays.add_essay")

    def has_view_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        return self.has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        return self.has_add_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        return False  # a delivery is thrown away on its own screen

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Choose files or paste a text; they are kept and looked at, and nothing is made of them yet."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = BringForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                delivery = delivering.bring(form.brought(), by=editor_of(request), now=timezone.now())
            except DeliveryError as error:
                form.add_error(None, str(error))
            else:
                return HttpResponseRedirect(_address(delivery))
        return self._page(request, "bring", "Bring documents", form=form)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """A delivery: what would be made of it, or how far its import is and what became of each document."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        delivery = self.get_object(request, object_id)
        if delivery is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined,no-any-return]
        step = request.POST.get("_step", "")
        if request.method == "POST" and step in STEPS:
            try:
                return STEPS[step](self, request, delivery)
            except DeliveryError as error:
                self.message_user(request, str(error), messages.WARNING)
                return HttpResponseRedirect(_address(delivery))
        if delivery.state != State.LOOKED_AT:
            return self._report(request, delivery)
        items = list(islice(delivering.documents_of(delivery), LOOKED_AT + 1))
        if len(items) == 1 and isinstance(items[0], Incoming):
            return self._confirm(request, delivery, items[0])
        looked = [self._look(request, item) for item in items[:LOOKED_AT]]
        return self._page(
            request,
            "look",
            f"Look at {delivery}",
            delivery=delivery,
            looked=looked,
            can_import=any(one.report for one in looked),
            has_more=len(items) > LOOKED_AT,
            is_export=any(isinstance(item, Incoming) and item.name.endswith(POST_ENDING) for item in items),
            may_publish=may_publish(editor_of(request)),
        )

    def _look(self, request: HttpRequest, item: Item) -> Looked:
        if isinstance(item, Refused | LeftOut):
            place, _, why = item.sentence.partition(": ")
            return Looked(place, why_not=why or item.sentence, is_meant=isinstance(item, LeftOut))
        try:
            report = delivering.look_at(item, by=editor_of(request), now=timezone.now(), kind=None, film=None)
        except (DocumentError, ValidationError) as error:
            return Looked(item.place, why_not=_said(error))
        return Looked(item.place, report)

    def _confirm(self, request: HttpRequest, delivery: Delivery, item: Incoming) -> HttpResponse:
        """The one document of a delivery, block by block, with what was understood of it to confirm or change."""
        editor, now, step = editor_of(request), timezone.now(), request.POST.get("_step")
        try:
            read = delivering.look_at(item, by=editor, now=now, kind=None, film=None)
        except (DocumentError, ValidationError) as error:
            looked = [Looked(item.place, why_not=_said(error))]
            return self._page(request, "look", f"Look at {delivery}", delivery=delivery, looked=looked)
        film = Film.objects.filter(pk=read.film_id).first() if read.film_id else None
        initial = {"headline": read.headline, "kind": read.line["kind"], "film": film}
        is_post = request.method == "POST"
        form = ConfirmForm(request.POST if is_post else None, initial=initial, chosen=film)
        shown = read
        if is_post and form.is_valid():
            choices = Choices(
                kind=form.cleaned_data["kind"],
                film=form.cleaned_data["film"] if "film" in form.changed_data else None,
                headline=form.cleaned_data["headline"] if "headline" in form.changed_data else "",
            )
            if step in {"draft", "publish"}:
                return self._take(request, delivery, item, choices, publish=step == "publish")
            shown = delivering.look_at(item, by=editor, now=now, kind=choices.kind, film=choices.film)
        return self._page(
            request,
            "confirm",
            f"Look at {delivery}",
            delivery=delivery,
            form=form,
            media=self.media + form.media,
            report=shown.line,
            notes=shown.notes,
            known=shown.known_essay_id,
            blocks=marked_blocks(shown.text[:TEXT_SHOWN], shown.line),
            is_cut=len(shown.text) > TEXT_SHOWN,
            text_length=len(shown.text),
            may_publish=may_publish(editor),
        )

    def _take(
        self, request: HttpRequest, delivery: Delivery, item: Incoming, choices: Choices, *, publish: bool
    ) -> HttpResponse:
        editor = editor_of(request)
        if publish and not may_publish(editor):
            raise PermissionDenied
        try:
            report = delivering.take(delivery, item, choices=choices, publish=publish, by=editor, now=timezone.now())
        except (DocumentError, ValidationError) as error:
            self.message_user(request, _said(error), messages.ERROR)
            return HttpResponseRedirect(_address(delivery))
        essay = Essay.objects.filter(pk=report.essay_id).first() if report.essay_id else None
        if essay is None:
            self.message_user(request, report.sentence(), messages.WARNING)
            return HttpResponseRedirect(_address(delivery))
        self.message_user(request, report.sentence(), messages.SUCCESS if not report.notes else messages.WARNING)
        if report.is_published and essay.is_live():
            return HttpResponseRedirect(essay.get_absolute_url())
        if said := to_decide(essay):
            self.message_user(request, said, messages.INFO)
        return HttpResponseRedirect(reverse("admin:essays_essay_change", args=[essay.pk]))

    def _report(self, request: HttpRequest, delivery: Delivery) -> HttpResponse:
        """How far the import is, and what became of each document."""
        is_dead = delivery.seen_at is not None and timezone.now() - delivery.seen_at > delivering.SILENT_AFTER
        is_under_way = delivery.state in {State.WAITING, State.RUNNING}
        documents = delivery.documents.select_related("essay").defer("essay__body", "essay__rendered")
        refused = documents.filter(outcome=delivering.REFUSED).order_by("number")
        others = documents.exclude(outcome=delivering.REFUSED).order_by("-number" if is_under_way else "number")
        response = self._page(
            request,
            "report",
            str(delivery),
            delivery=delivery,
            is_under_way=is_under_way,
            may_go_on=delivery.state == State.STOPPED or (is_under_way and is_dead),
            refused=refused[:DOCUMENTS_SHOWN],
            refused_count=refused.count(),
            others=others[:DOCUMENTS_SHOWN],
            percent=100 * delivery.bytes_done // delivery.size if delivery.size else 100,
            may_publish=may_publish(editor_of(request)),
        )
        if is_under_way and not is_dead:
            response["Refresh"] = str(REFRESH_SECONDS)  # watched without a script
        return response

    def start_step(self, request: HttpRequest, delivery: Delivery) -> HttpResponse:
        publish = request.POST.get("_step") == "publish_all"
        if publish and not may_publish(editor_of(request)):
            raise PermissionDenied
        delivering.start(delivery, publish=publish, now=timezone.now())
        hand_over(delivery.pk)
        return HttpResponseRedirect(_address(delivery))

    def go_on_step(self, request: HttpRequest, delivery: Delivery) -> HttpResponse:
        delivering.start(delivery, publish=delivery.publishes, now=timezone.now())
        hand_over(delivery.pk)
        return HttpResponseRedirect(_address(delivery))

    def stop_step(self, request: HttpRequest, delivery: Delivery) -> HttpResponse:
        delivering.ask_to_stop(delivery)
        self.message_user(request, "It stops after the document that it is at. What it has imported stays.")
        return HttpResponseRedirect(_address(delivery))

    def throw_away_step(self, request: HttpRequest, delivery: Delivery) -> HttpResponse:
        delivering.throw_away(delivery)
        self.message_user(request, f"“{delivery}” was thrown away. No essay was touched.")
        return HttpResponseRedirect(reverse("admin:essays_delivery_changelist"))

    def _page(self, request: HttpRequest, name: str, title: str, **context: Any) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "media": self.media,
            **context,
        }
        return TemplateResponse(request, f"admin/essays/delivery/{name}.html", context)


STEPS: dict[str, Callable[[DeliveryAdmin, HttpRequest, Delivery], HttpResponse]] = {
    "draft_all": DeliveryAdmin.start_step,
    "publish_all": DeliveryAdmin.start_step,
    "go_on": DeliveryAdmin.go_on_step,
    "stop": DeliveryAdmin.stop_step,
    "throw_away": DeliveryAdmin.throw_away_step,
}


def _address(delivery: Delivery) -> str:
    return reverse("admin:essays_delivery_change", args=[delivery.pk])


def _said(error: DocumentError | ValidationError) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
