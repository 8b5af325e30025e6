"""Fixed pages: about, contact, accessibility, masthead; what a site says of itself at an address of its own."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import Resolver404, ResolverMatch, resolve, reverse

from essays.rendering.cleaning import clean_body
from people.rows import Row

PAGE_NAME = "essays:fixed_page"


class FixedPage(Row):
    """A page of the site's own. Nothing of one that is not published shows anywhere."""

    title = models.CharField(max_length=120)
    slug = models.SlugField(
        "address",
        max_length=60,
        unique=True,
        help_text="“about” is the page /about/. It cannot be that of another page.",
    )
    body = models.TextField(blank=True)
    is_published = models.BooleanField("readers see it", default=False)
    in_footer = models.BooleanField("in the foot of each page", default=True)
    position = models.PositiveSmallIntegerField(default=0, help_text="The least stands first.")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="fixed_page_has_a_title"),
            models.CheckConstraint(condition=~Q(slug=""), name="fixed_page_has_an_address"),
        ]

    derived_fields = {"body": ("body",)}

    def __str__(self) -> str:
        return self.title

    def derive_keys(self) -> None:
        self.body = clean_body(self.body)

    def clean(self) -> None:
        super().clean()
        self.slug = self.slug.lower()
        if self.slug and (fault := address_fault(self.slug)):
            raise ValidationError({"slug": fault})
        if self.is_published and not self.body:
            raise ValidationError(
                {"body": "Readers would see an empty page. Write something, or do not publish it yet."}
            )

    def get_absolute_url(self) -> str:
        return reverse(PAGE_NAME, args=[self.slug])


def page_at(path: str) -> ResolverMatch | None:
    """The page that answers at a path of this site; of the fixed ones those that are there, seen or not."""
    match = _pattern_at(path)
    if match is None or match.view_name != PAGE_NAME:
        return match
    return match if FixedPage.objects.filter(slug=match.kwargs["slug"]).exists() else None


def address_fault(slug: str) -> str:
    """Why no page of ours may stand at this address, as a sentence; empty where one may."""
    from essays.models.redirect import Redirect

    if (match := _pattern_at(f"/{slug}/")) is None:
        return "Letters, digits and hyphens make an address: about-us."
    if Redirect.objects.filter(path=f"/{slug}").exists():
        return f"/{slug}/ is an old address that leads on. Delete the redirect first, or choose another address."
    return "" if match.view_name == PAGE_NAME else f"/{slug}/ is another page of the site. Choose another address."


def _pattern_at(path: str) -> ResolverMatch | None:
    """Which of the site's patterns a path meets, whether a page is there or not."""
    try:
        return resolve(path)
    except Resolver404:
        return None
