"""A small whole desk for the browser: the facts and both documents of ``seeds/``, read as the import reads them."""

import datetime as dt
from pathlib import Path

from django.urls import reverse
from django.utils import timezone

from essays.desk.beside import save_draft
from essays.desk.delivering import carry_out, start
from essays.desk.editing import essay_was_saved
from essays.desk.facts import load_facts
from essays.desk.importing import import_document
from essays.desk.merging import merge
from essays.desk.noting import answer_note, resolve_note, write_note
from essays.desk.record_history import history
from essays.desk.rendering import body_of
from essays.desk.revising import record_revision
from essays.desk.sharing import share
from essays.models import (
    Correction,
    Critic,
    Double,
    ErrorReport,
    Essay,
    Film,
    FilmTitle,
    FixedPage,
    MarginNote,
    Redirect,
    ReviewRequest,
    SavedFilter,
    Source,
)
from people.history import acting
from people.models import Person, Tag
from tests import build, documents, exports, stills

SEEDS = Path(__file__).resolve().parent.parent.parent / "seeds"
DOCUMENTS = ("red-heat-review.txt", "red-heat-reference.txt")
# Names that say of themselves which record they mean as little as a reader could.
POOR_ADDRESS = """# A Poor Address

By Chris

A title is a poor address. Last winter I asked for *Raw Deal* and was given the other one. I asked for *Crossroads*
and nobody could say which.

The same goes for names. Steve McQueen was on the poster; which McQueen, the poster did not say. The critic Maud Ellery,
who wrote the programme, did not know either, and the projectionist only laughed.

*The Killer* ran on Monday and *Running Scared* on Tuesday. *The Killer* ran again on Friday.
"""


def build_desk() -> dict[str, str]:
    """Fill an empty database; the address of each main screen, by a name for it."""
    publisher = build.superuser()
    load_facts(SEEDS / "films.toml", now=build.NOW)
    for name in DOCUMENTS:
        import_document((SEEDS / name).read_bytes(), name=name, now=build.NOW)
    poor_address = import_document(POOR_ADDRESS.encode(), name="a-poor-address.md", now=build.NOW)
    kept, gone = Person.objects.get(name="Laurence Fishburne"), build.person("Larry Fishburn", birth_year=1961)
    Double.objects.create(person=kept, other_person=gone, reason="both play Abdul Elijah", found_at=build.NOW)
    done = merge(kept, build.person("Lawrence Fishburne"), by=None, now=build.NOW)
    review = Essay.objects.get(sources__name=DOCUMENTS[0])
    review.headline, review.body = "A Russian in Chicago", review.body.replace("<p>", "<p>Late: ", 1)
    review.save()
    said = {"what_was": "It opened in 1987.", "what_is": "It opened on 17 June 1988."}
    Correction.objects.create(essay=review, corrected_on=dt.date(2026, 6, 20), **said)
    ErrorReport.objects.create(
        essay=review, passage="in 1987", says="It opened in June 1988.", mail="reader@films.example", sent_at=build.NOW
    )
    build.published("The Driver Has No Name", withdrawn_at=build.NOW)
    text = body_of(review).document.text
    asked_about = write_note(
        review,
        "one piece of homework",
        "One, or two? The record has him in both.",
        text=text,
        near=20,
        by=publisher,
        now=build.NOW,
    )
    answer_note(asked_about, "One: see the press book.", by=publisher, now=build.NOW)
    settled = write_note(
        review, "one word: vodka", "Spell it as he says it?", text=text, near=900, by=publisher, now=build.NOW
    )
    resolve_note(settled, by=publisher, now=build.NOW)
    MarginNote.objects.create(
        essay=review, passage="a line that was cut", text="Why was it cut?", written_by=publisher, written_at=build.NOW
    )
    live = build.published(
        "The Getaway, Twice",
        about=Film.objects.get(title="The Getaway", release_year=1972),
        body="<p>It rains.</p>\n<p>It ends.</p>",
    )
    record_revision(live, by=publisher, now=build.NOW, note="published")
    drafted = Essay.objects.get(pk=live.pk)
    drafted.body, drafted.standfirst = "<p>It snows.</p>\n<p>It ends.</p>", "Two films, one bag of money."
    save_draft(drafted, seen=0, by=publisher, now=timezone.now())
    asked = build.essay("Thief, and What Friday Left Behind", status="in review")
    ReviewRequest.objects.create(essay=asked, reviewer=publisher, due_on=dt.date(2026, 6, 18), asked_at=build.NOW)
    saved = essay_was_saved(review, by=None, now=build.NOW)
    share(saved.revision, days=7, by=publisher, now=timezone.now())
    red_heat = Film.objects.get(title="Red Heat", release_year=1988)
    Redirect.objects.create(path="/?p=123", essay=review, source="films.xml")
    still = build.picture(
        stills.SNOW, name="Red Heat, the square", alt="A square in snow", credit="Photograph: the desk"
    )
    build.picture(stills.NIGHT, name="Thief, a street at night", licence="press kit")
    shown = build.essay(
        "A Square in Snow", body=f'<figure><img src="{still.address()}" alt="A square in snow"></figure>'
    )
    essay_was_saved(shown, by=None, now=build.NOW)
    Redirect.objects.create(path="/2009/06/red-heat", film=red_heat)
    with acting(publisher, build.NOW, "the press book"):
        red_heat.synopsis, red_heat.runtime_minutes = "A Moscow captain and a Chicago detective.", 103
        red_heat.poster = still
        red_heat.save()
        FilmTitle.objects.create(film=red_heat, title="Red Heat: Moscow")
        build.person("Walter Hil").delete()
    rows = {
        "essay": review,
        "entry": Essay.objects.get(sources__name=DOCUMENTS[1]),
        "film": red_heat,
        "person": Person.objects.get(name="Walter Hill"),
        "source": Source.objects.get(name=DOCUMENTS[0]),
        "tag": Tag.objects.filter(kind="genre").first(),
        "critic": Critic.objects.first(),
        "mention": review.mentions.open().first() or review.mentions.first(),
        "finding": review.findings.first(),
        "errorreport": ErrorReport.objects.first(),
        "fixedpage": FixedPage.objects.create(
            title="About", slug="about", body="<p>Two voices.</p>", is_published=True
        ),
        "merge": done,
        "redirect": Redirect.objects.first(),
        "picture": still,
    }
    lists = "essay mention finding film credit critic source delivery account double merge redirect barredwords"
    lists = [*lists.split(), "picture", "errorreport", "fixedpage"]
    saved = SavedFilter.objects.create(
        account=publisher, name="My reviews in review", query="kind__exact=review&review=mine"
    )
    SavedFilter.objects.create(account=publisher, name="Hill, the oldest first", query="o=7&q=hill")
    narrowed = reverse("admin:essays_essay_changelist") + "?"
    seeds = {name: (SEEDS / name).read_bytes() for name in DOCUMENTS}
    archive = documents.zipped({**seeds, "cold-rooms.docx": documents.word(), "notes.odt": b"x"})
    imported = build.delivery(("essays.zip", archive))
    start(imported, publish=False, now=build.NOW)
    carry_out(imported.pk)
    deliveries = {
        "bring-look": build.delivery(("cold-rooms.html", documents.SAVED_PAGE)),
        "bring-many": build.delivery(("essays.zip", archive), ("cold-rooms.md", documents.MARKDOWN)),
        "bring-site": build.delivery(("films.xml", exports.wxr(exports.item(), exports.item(13, type="page")))),
        "bring-report": imported,
    }
    return {
        "desk": reverse("admin:index"),
        "bring": reverse("admin:essays_delivery_add"),
        **{name: _change(row) for name, row in deliveries.items()},
        **{f"{name}-list": reverse(f"admin:essays_{name}_changelist") for name in lists},
        "film-history": reverse("admin:essays_film_history", args=[red_heat.pk]),
        "film-restore": reverse(
            "admin:essays_film_restore", args=[red_heat.pk, history(Film, red_heat.pk)[-1].microseconds]
        ),
        "person-history": reverse("admin:people_person_history", args=[rows["person"].pk]),
        "person-table": reverse("admin:people_person_table"),
        "person-deleted": reverse("admin:people_person_deleted"),
        "person-list": reverse("admin:people_person_changelist"),
        "tag-list": reverse("admin:people_tag_changelist"),
        "merge-choose": reverse("admin:essays_merge_choose", args=["person", kept.pk]),
        "merge-compare": reverse("admin:essays_merge_compare", args=["person", kept.pk, gone.pk]),
        "picture-new": reverse("admin:essays_picture_add"),
        "picture-delete": reverse("admin:essays_picture_delete", args=[still.pk]),
        "settings": reverse("admin:essays_sitesettings_change", args=[1]),
        "redirect-new": reverse("admin:essays_redirect_add"),
        "decide": reverse("admin:essays_mention_decide"),
        "decide-review": reverse("admin:essays_mention_decide_essay", args=[review.pk]),
        "decide-entry": reverse("admin:essays_mention_decide_essay", args=[rows["entry"].pk]),
        "decide-poor": reverse("admin:essays_mention_decide_essay", args=[poor_address.essay_id]),
        "decide-words": reverse("admin:essays_mention_decide_essay", args=[review.pk]) + "?words=Chicago&q=heat",
        "essay-new": reverse("admin:essays_essay_add"),
        "essay-history": reverse("admin:essays_essay_history", args=[review.pk]),
        "essay-compare": reverse("admin:essays_essay_compare", args=[review.pk]) + "?from=1&to=2",
        "essay-go-back": reverse("admin:essays_essay_go_back", args=[review.pk, 1]),
        "essay-notes": reverse("admin:essays_essay_notes", args=[review.pk]),
        "essay-live": reverse("admin:essays_essay_change", args=[live.pk]),
        "essay-draft": reverse("admin:essays_essay_draft", args=[live.pk]),
        "essay-draft-changes": reverse("admin:essays_essay_draft_changes", args=[live.pk]),
        "essay-review": reverse("admin:essays_essay_review", args=[review.pk]),
        "account-invite": reverse("admin:essays_account_invite"),
        "essay-list-new": f"{narrowed}q=heat&status__exact=draft",
        "essay-list-saved": f"{narrowed}{saved.query}",
        "essay-filters": reverse("admin:essays_essay_filters"),
        "essay-filter-delete": reverse("admin:essays_essay_filter_delete", args=[saved.pk]),
        "essay-calendar": reverse("admin:essays_essay_calendar") + "?month=2026-06",
        "essay-share": reverse("admin:essays_essay_share", args=[review.pk]),
        "essay-schedule": reverse("admin:essays_essay_schedule", args=[review.pk]),
        "essay-discard": reverse("admin:essays_essay_delete", args=[review.pk]),
        **{name: _change(row) for name, row in rows.items() if row is not None},
    }


def _change(row: object) -> str:
    meta = type(row)._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])
