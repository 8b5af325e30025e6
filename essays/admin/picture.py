"""Screens of the media library: pictures with what they show, whose they are, and where they are used."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Script
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path, reverse
from django.utils.html import format_html

from essays.admin.account import editor_of
from essays.desk.picturing import (
    SQUARE,
    THUMB_WIDTH,
    add_picture,
    essays_with,
    films_with,
    forget_files,
    is_logo,
    known_picture,
    shaped,
    thumb,
)
from essays.models import Film, Picture
from essays.models.essay import reaches_every_essay
from essays.models.site_settings import ONLY
from essays.rendering.pictures import BYTES_MOST, PictureError, Upright, read_picture
from people.choosing import InUseAdmin, UsedBy

USES_SHOWN = 50
CHOSEN_FROM = 24  # the newest of those that fit; who sees no right one says more words
ACCEPTED = "image/jpeg,image/png,image/webp"
SAID = ("name", "alt", "caption", "credit", "licence", "focus_x", "focus_y")


class PictureForm(forms.ModelForm):
    """A picture's words; where it is added, its file too."""

    upload = forms.FileField(
        label="Picture",
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text="JPEG, PNG or WebP, at most 20 MB. What a camera writes into it, such as the place, is left out.",
    )

    class Meta:
        model = Picture
        fields = SAID
        widgets = {
            "alt": forms.Textarea(attrs={"rows": 2}),
            "caption": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.data_sent = b""
        self.upright: Upright | None = None
        if self.instance.pk:
            self.fields.pop("upload", None)
        elif "name" in self.fields:
            self.fields["name"].required = False
            self.fields["name"].help_text = "Left empty it is the file's. " + str(self.fields["name"].help_text)

    def clean_upload(self) -> Any:
        upload = self.cleaned_data["upload"]
        self.data_sent = upload.read(BYTES_MOST + 1)
        if (known := known_picture(self.data_sent)) is not None:
            address = reverse("admin:essays_picture_change", args=[known.pk])
            said = format_html('This picture is in the library already: <a href="{}">{}</a>.', address, known)
            raise ValidationError(said, code="known")
        try:
            self.upright = read_picture(self.data_sent)
        except PictureError as error:
            raise ValidationError(str(error)) from error
        return upload

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if (upload := cleaned.get("upload")) and not cleaned.get("name"):
            cleaned["name"] = name_of_file(upload.name)
        return cleaned


def name_of_file(name: str) -> str:
    """What a picture is called after its file: ``red-heat_danko.jpg`` is “red heat danko”."""
    words = PurePath(name.replace("\\", "/")).stem.replace("_", " ").replace("-", " ")
    return " ".join(words.split())[:200] or "A picture"


def _offered(picture: Picture) -> dict[str, Any]:
    """A picture as the editor of a text chooses it, with what a figure takes over from it."""
    said = {name: getattr(picture, name) for name in ("name", "alt", "caption", "credit", "width", "height")}
    return said | {"src": picture.address(), "thumb": thumb(picture)}


def thumbnail(picture: Picture) -> str:
    """The picture's square in a list or a form of the desk, as HTML."""
    return format_html('<img class="desk-thumb" src="{}" alt="" width="80" height="80" loading="lazy">', thumb(picture))


class AltFilter(admin.SimpleListFilter):
    """Pictures whose alternative text is still to be written."""

    title = "alternative text"
    parameter_name = "alt"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("missing", "missing"), ("there", "written")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "missing":
                return queryset.filter(alt="")
            case "there":
                return queryset.exclude(alt="")
        return queryset


@admin.register(Picture)
class PictureAdmin(InUseAdmin):
    """The media library."""

    when_empty = (
        "No picture yet. “Add picture” takes a still, a poster or a photograph, with whose it is; an essay then "
        "shows it by “Figure”, above its text."
    )
    instead = (
        "Take it out of the essays that show it first. A film's poster is changed on the film's form, the logo in the "
        "site's settings."
    )
    form = PictureForm
    change_form_template = "admin/essays/picture/change_form.html"
    list_display = ["thumbnail", "name", "alt", "credit", "licence", "size"]
    list_display_links = ["name"]
    list_filter = [AltFilter]
    list_per_page = 60
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["name", "alt", "caption", "credit", "licence"]
    search_help_text = "Words of its name, of what it shows, or of whose it is"

    class Media:
        js = (Script("essays/admin/picture.js", defer=True),)

    def get_urls(self) -> list[Any]:
        choose = self.admin_site.admin_view(self.choose_view)
        return [path("choose/", choose, name="essays_picture_choose"), *super().get_urls()]

    def choose_view(self, request: HttpRequest) -> HttpResponse:
        """For the editor of a text: the pictures of which the words ``q`` are said, as JSON; or one more, by POST.

        What is refused is answered with why, as ``error``: nothing went wrong that a browser should tell of.
        To look needs the right to view pictures, to send one the right to add them.
        """
        if request.method == "POST":
            if not self.has_add_permission(request):
                raise PermissionDenied
            return self._taken(request)
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = Picture.objects.search(request.GET.get("q", ""))
        return JsonResponse({"pictures": [_offered(picture) for picture in found[:CHOSEN_FROM]]})

    def _taken(self, request: HttpRequest) -> HttpResponse:
        upload = request.FILES.get("upload")
        if upload is None:
            return JsonResponse({"error": "No file was sent."})
        try:
            data = upload.read(BYTES_MOST + 1)
            added = add_picture(data, name=name_of_file(upload.name or ""), by=editor_of(request))
        except PictureError as error:
            return JsonResponse({"error": str(error)})
        except ValidationError as error:
            return JsonResponse({"error": " ".join(error.messages)})
        if added.is_new:
            self.log_addition(request, added.picture, "Added while writing.")
        return JsonResponse({"picture": _offered(added.picture), "is_new": added.is_new})

    def get_fieldsets(self, request: HttpRequest, obj: Picture | None = None) -> Any:
        words = ["name", "alt", "caption", "credit", "licence", ("focus_x", "focus_y")]
        return [(None, {"fields": words if obj is not None else ["upload", *words]})]

    def save_model(self, request: HttpRequest, obj: Picture, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            shaped(obj, SQUARE, THUMB_WIDTH)
            return
        said = {name: form.cleaned_data[name] for name in SAID}
        added = add_picture(form.data_sent, by=editor_of(request), upright=form.upright, **said)
        obj.__dict__.update(added.picture.__dict__)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        picture: Picture | None = kwargs.get("obj")
        if picture is not None:
            used = essays_with(picture).reached_by(request.user)[:USES_SHOWN]
            rows = [(reverse("admin:essays_essay_change", args=[e.pk]), str(e), e.standing()) for e in used]
            context |= {
                "picture": picture,
                "shown_at": picture.address(),
                "used_by": [UsedBy("essays", "Essays that show it", "None yet.", rows, len(rows))],
            }
            films = [(_film_address(film), str(film), "its poster") for film in films_with(picture)[:USES_SHOWN]]
            if films:
                context["used_by"].append(UsedBy("films", "Films whose poster it is", "", films, len(films)))
            if is_logo(picture):
                rows = [(_settings_address(), "Site settings", "the logo")]
                context["used_by"].append(UsedBy("site", "On each page of the site", "", rows, len(rows)))
        return super().render_change_form(request, context, *args, **kwargs)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, set[Any], list[Any]]:
        deleted, counts, missing, in_use = super().get_deleted_objects(objs, request)
        uses = [use for picture in objs for use in self.uses_told_to(request, picture)]
        return deleted, counts, missing, uses or in_use

    def uses_told_to(self, request: HttpRequest, picture: Picture) -> Iterable[str]:
        """What shows the picture, as HTML; of an essay that this editor does not reach, only that there is one."""
        if is_logo(picture):
            yield format_html('<a href="{}">Site settings</a>: {} is the logo', _settings_address(), picture)
        for film in films_with(picture)[:USES_SHOWN]:
            yield format_html('<a href="{}">{}</a>: {} is its poster', _film_address(film), film, picture)
        for essay in essays_with(picture)[:USES_SHOWN]:
            if reaches_every_essay(request.user) or essay.owner_id == request.user.pk:
                address = reverse("admin:essays_essay_change", args=[essay.pk])
                yield format_html('<a href="{}">{}</a> shows {}', address, essay, picture)
            else:
                yield format_html("another essay shows {}", picture)

    def delete_model(self, request: HttpRequest, obj: Picture) -> None:
        forget_files(obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for picture in queryset:
            forget_files(picture)
        super().delete_queryset(request, queryset)

    @admin.display(description="picture")
    def thumbnail(self, picture: Picture) -> str:
        return thumbnail(picture)

    def choice_picture(self, picture: Picture) -> str:
        """What a chooser shows of it beside its name: the address of its square."""
        return thumb(picture)

    @admin.display(description="size", ordering="width")
    def size(self, picture: Picture) -> str:
        return f"{picture.width} × {picture.height}"


def _film_address(film: Film) -> str:
    return reverse("admin:essays_film_change", args=[film.pk])


def _settings_address() -> str:
    return reverse("admin:essays_sitesettings_change", args=[ONLY])
