"""Write the dump of this version's database: ``python -m tests.dumps.make``. README.md beside it says when."""

import datetime as dt
import os
import sys
import tempfile
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def main() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    dump = HERE / f"{version.rpartition('.')[0]}.sql"
    if dump.exists():
        sys.exit(
            f"{dump.name} is there already. A released dump is never made again; if {version} is not out, delete it."
        )
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/site.sqlite3"
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        dump.write_text(make(), encoding="utf-8")
    print(f"{dump.name}: {dump.stat().st_size:,} bytes")


def make() -> str:
    """The SQL text of a new database with our rows. Sets Django up, so it is called once a process."""
    import django

    django.setup()
    from django.apps import apps
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    add_rows()
    models = [model for app in ("people", "essays") for model in apps.get_app_config(app).get_models()]
    if empty := [model._meta.label for model in models if not model._base_manager.exists()]:
        sys.exit(f"These tables have no row: {', '.join(empty)}. Add one to each in {Path(__file__).name}.")
    settle_times(models)
    connection.ensure_connection()
    assert connection.connection is not None
    return "\n".join(connection.connection.iterdump()) + "\n"


def add_rows() -> None:
    """At least one row of each of our tables. The facts are true, the words are ours."""
    from essays import models as essays
    from essays.desk.indexing import bring_up_to_date
    from people import models as people
    from people.history import acting
    from tests import build

    now = build.NOW
    editor = essays.Account.objects.create(username="editor", password="!", is_staff=True, is_superuser=True)

    walter, arnold, belushi = (build.person(n) for n in ("Walter Hill", "Arnold Schwarzenegger", "James Belushi"))
    people.Alias.objects.create(person=belushi, name="Jim Belushi")
    people.PersonIdentifier.objects.create(person=walter, scheme="imdb", value="nm0001353")
    build.person("Steve McQueen", birth_year=1930, death_year=1980)
    build.person("Steve McQueen", birth_year=1969)
    walter.slug = "walter-hill-director"
    walter.save()
    director = people.Tag.objects.create(name="director", kind="job")
    people.PersonTag.objects.create(content_object=walter, tag=director, is_derived=True)
    walter.tags.add("neo-noir")
    people.HeldAddress.objects.create(kind="film", slug="red-heat-1987", record=9000, had_readers=True)
    buddies = people.Tag.objects.create(name="buddy cop film", kind="genre", description="Two who would rather not.")
    people.TagSynonym.objects.create(tag=buddies, name="buddy film")

    buddies.slug = "buddy-films"
    buddies.save()

    heat, rival, hours = build.film(), build.film("Red Heat", 1985), build.film("48 Hrs.", 1982)
    essays.FilmTitle.objects.create(film=hours, title="48 Hours")
    essays.FilmRelease.objects.create(
        film=heat, country="United States", released_on=dt.date(1988, 6, 17), source="the distributor"
    )
    essays.FilmFigure.objects.create(film=heat, kind="gross", amount=34_994_648, source="the distributor")
    essays.FilmIdentifier.objects.create(film=heat, scheme="imdb", value="tt0095963")
    heat.tags.add(buddies)
    rival.slug = "red-heat-in-prison"
    rival.save()
    with acting(editor, now, "the distributor's press book"):
        heat.runtime_minutes = 104
        heat.save()
        directed = build.credit(heat, walter)
        people.Alias.objects.create(person=walter, name="Walter W. Hill")
        essays.FilmTitle.objects.create(film=heat, title="Red Heat: Moscow")
        walter.birth_year = 1942
        walter.save()
    with acting(editor, now + dt.timedelta(minutes=1)):
        directed.source = "the distributor"
        directed.save()
    build.credit(heat, arnold, "actor", character="Ivan Danko", billing=1)
    build.credit(heat, belushi, "actor", character="Art Ridzik", billing=2)

    desk = build.critic()
    essays.CriticAlias.objects.create(critic=desk, name="Desk")
    desk.slug = "desk"
    desk.save()

    review = build.published(about=heat, by=desk, slug="moscow-on-the-lake", owner=editor)
    review.slug = "a-russian-in-chicago"
    review.save()
    review.tags.add("Cold War")
    build.mention(review, "Walter Hill", walter, start=0)
    build.mention(review, "Red Heat", heat, start=17)
    entry = build.published("Red Heat", kind="reference", about=heat, body="<p>Red Heat has two namesakes.</p>")
    unsure = build.mention(entry, "Red Heat", start=0)
    for rank, (film, confidence) in enumerate(((heat, 0.7), (rival, 0.3)), start=1):
        essays.MentionCandidate.objects.create(mention=unsure, rank=rank, film=film, confidence=confidence)
    essays.Finding.objects.create(
        essay=review,
        rule="year",
        film=heat,
        exact="1988",
        message="The year is right.",
        found_at=now,
        state="dismissed",
    )
    essays.ErrorReport.objects.create(essay=review, says="It opened in June.", passage="1988", sent_at=now)
    barred = essays.BarredWords(essay=review, words="Hill", barred_at=now)
    barred.save()
    essays.LinkingRun.objects.create(selection="all", started_at=now)
    delivery = build.delivery(("cold-rooms.txt", "Chris\n\nIt rained on the day I saw it.\n"))
    essays.DeliveredDocument.objects.create(
        delivery=delivery,
        number=1,
        place="cold-rooms.txt",
        outcome="imported",
        sentence="cold-rooms.txt: made an essay.",
    )
    essays.Double.objects.create(film=heat, other_film=rival, reason="the same title", found_at=now)
    essays.Merge.objects.create(
        kind="film", kept_id=heat.pk, kept_name=str(heat), gone_id=9000, gone_name="Red Heat", merged_at=now
    )
    essays.Redirect.objects.create(path="/2009/06/red-heat", essay=review)
    bus = essays.Picture.objects.create(name="The bus", sha256="5e884898" * 8, suffix="jpg", width=640, height=360)
    essays.Film.objects.filter(pk=heat.pk).update(poster=bus)
    essays.FixedPage.objects.create(title="About", slug="about", body="<p>Two voices.</p>", is_published=True)
    essays.SiteSettings.objects.create(
        pk=1, site_name="Double Bill", lead=review, logo=bus, house_rules={"subject": "stops"}
    )
    content = b"It was late when Walter Hill made Red Heat in 1988."
    essays.Source.objects.create(
        name="late.txt",
        sha256="6f0c2a8f" * 8,
        content=content,
        encoding="utf-8",
        read_at=now,
        read_by="0.1.0",
        outcome="created",
        essay=review,
        imported_by=editor,
    )
    for essay in (review, entry):
        before = ""
        for number, note in enumerate(("imported", "published"), start=1):
            made = essays.Revision.objects.create(
                essay=essay,
                number=number,
                content={"headline": essay.headline, "body": essay.body},
                note=note,
                saved_by=editor,
                saved_at=now + dt.timedelta(minutes=number),
                previous_hash=before,
            )
            before = made.hash
    essays.Correction.objects.create(
        essay=review, what_was="It opened in 1987.", what_is="It opened in 1988.", corrected_on=dt.date(2026, 6, 20)
    )
    essays.ReviewRequest.objects.create(essay=entry, reviewer=editor, due_on=dt.date(2026, 6, 20), asked_at=now)
    note = essays.MarginNote.objects.create(
        essay=review, passage="Red Heat", text="Which one?", written_by=editor, written_at=now
    )
    essays.MarginNote.objects.create(
        essay=review, answers_to=note, text="The one of 1988.", written_by=editor, written_at=now
    )
    last = review.revisions.get(number=2)
    drafted = essays.Revision.objects.create(
        essay=review,
        number=3,
        content={**last.content, "standfirst": "Two policemen, one bus.", "beside": {"base": 2, "after": None}},
        note="draft beside the live text",
        saved_by=editor,
        saved_at=now + dt.timedelta(minutes=3),
        previous_hash=last.hash,
    )
    essays.WaitingDraft.objects.create(essay=review, revision=drafted)
    essays.Autosave.objects.create(account=editor, essay=review, fields={"headline": "Typed"}, kept_at=now, seen_at=now)
    essays.SavedFilter.objects.create(
        account=editor, name="My reviews in review", query="kind__exact=review&review=mine"
    )
    essays.PreviewLink.objects.create(
        revision=review.revisions.get(number=1),
        made_by=editor,
        made_at=now,
        expires_at=now + dt.timedelta(days=7),
    )
    bring_up_to_date(now=now)


def settle_times(models: list) -> None:
    """Give every time that was taken from the clock the same value, so that two dumps of one version are alike."""
    from django.db import connection

    from tests.build import NOW

    for model in models:
        clocks = [
            f.attname for f in model._meta.local_fields if getattr(f, "auto_now", 0) or getattr(f, "auto_now_add", 0)
        ]
        if clocks:
            model._base_manager.update(**dict.fromkeys(clocks, NOW))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_migrations SET applied = %s", [NOW.replace(tzinfo=None).isoformat(" ")])
        cursor.execute("UPDATE essays_account SET date_joined = %s", [NOW.replace(tzinfo=None).isoformat(" ")])


if __name__ == "__main__":
    main()
