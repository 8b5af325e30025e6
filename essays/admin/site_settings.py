"""The screen of the site's settings: one form, opened where the list of any other model would be."""

from __future__ import annotations

import zoneinfo
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.forms import Script
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from essays.models import Essay, SiteSettings
from essays.models.site_settings import ONLY, STOPS, WARNS

# What each point of the checklist asks for, as ``essays.desk.checklist`` looks at it.
POINT_WORDS = {
    "subject": "A subject film",
    "standfirst": "A standfirst",
    "headline": "A headline that is no proposal",
    "alt": "Alternative texts of pictures",
    "links": "Every link decided",
    "questions": "Every question of the copy desk settled",
}


class SiteSettingsForm(forms.ModelForm):  # type: ignore[type-arg]
    """The settings, the house rules as one choice a point."""

    class Meta:
        model = SiteSettings
        fields = ("site_name", "description", "logo", "time_zone", "menu", "lead", "rating_best")
        widgets = {
            "description": forms.Textarea(attrs={"rows": 2}),
            "menu": forms.Textarea(attrs={"rows": 6}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for point in settings.PUBLISHING_POINTS:
            stock = STOPS if point in settings.PUBLISHING_NEEDS else WARNS
            self.fields[rule_field(point)].choices = [  # type: ignore[attr-defined]
                ("", f"As installed: {stock}"),
                (WARNS, "Warns"),
                (STOPS, "Stops publishing"),
            ]
            self.fields[rule_field(point)].initial = self.instance.house_rules.get(point, "")
        if "time_zone" in self.fields:
            clocks = [(name, name.replace("_", " ")) for name in sorted(zoneinfo.available_timezones())]
            self.fields["time_zone"].widget = forms.Select(
                choices=[("", f"As installed: {settings.TIME_ZONE}"), *clocks]
            )
        for name, stock in (("site_name", settings.SITE_NAME), ("rating_best", settings.RATING_BEST)):
            if name in self.fields:
                self.fields[name].widget.attrs["placeholder"] = str(stock)

    def clean(self) -> dict[str, Any] | None:
        """What is empty is as installed, so that a form without its fields would empty all: it is refused."""
        if not any(self.add_prefix(name) in self.data for name in self.fields):
            raise forms.ValidationError("The form came without its fields. Open it again, and send it whole.")
        return super().clean()

    def _post_clean(self) -> None:
        said = {point: self.cleaned_data.get(rule_field(point), "") for point in settings.PUBLISHING_POINTS}
        self.instance.house_rules = {point: rule for point, rule in said.items() if rule}
        super()._post_clean()  # type: ignore[misc]


def rule_field(point: str) -> str:
    return f"rule_{point}"


for _point in settings.PUBLISHING_POINTS:
    SiteSettingsForm.base_fields[rule_field(_point)] = SiteSettingsForm.declared_fields[rule_field(_point)] = (
        forms.ChoiceField(label=POINT_WORDS[_point], required=False)
    )


@admin.register(SiteSettings)
class SiteSettingsAdmin(admin.ModelAdmin):
    """What the site says of itself, and how it is run. A change is on every page with the next request."""

    actions = None
    form = SiteSettingsForm
    autocomplete_fields = ("lead", "logo")
    fieldsets = (
        ("The site", {"fields": ("site_name", "description", "logo", "time_zone")}),
        ("What readers find first", {"fields": ("menu", "lead")}),
        ("Ratings", {"fields": ("rating_best",)}),
        (
            "House rules",
            {
                "fields": tuple(rule_field(point) for point in settings.PUBLISHING_POINTS),
                "description": "What is missing in an essay that is to be published: a warning, or a stop.",
            },
        ),
    )

    class Media:
        js = (Script("essays/admin/choosing.js", defer=True),)

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> SiteSettings | None:
        """The row; one in which nothing is chosen before the first was saved."""
        if object_id != str(ONLY):
            return None
        return super().get_object(request, object_id, from_field) or SiteSettings(pk=ONLY)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The house rules are fields of the form alone: who may not change them is shown none."""
        return self.fieldsets if self.has_change_permission(request, obj) else self.fieldsets[:-1]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """To the form: there is one row."""
        if not self.has_view_permission(request):
            return super().changelist_view(request, extra_context)
        return HttpResponseRedirect(reverse("admin:essays_sitesettings_change", args=[ONLY]))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "lead":
            kwargs.setdefault("queryset", Essay.objects.published())
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
