"""Films with posters of their own, moved into the library and back: ``python -m tests.dumps.posters``.

Migrates the database that DATABASE_URL names, an empty one, and prints as JSON what stands in it after each way.
"""

import json
from typing import Any

import django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE, AFTER = "0047_search_in_one_question", "0050_posters_are_no_files"


def main() -> None:
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("migrate", "essays", BEFORE, verbosity=0)
    fill(rows_at(BEFORE))
    call_command("migrate", "essays", AFTER, verbosity=0)
    forth = told(rows_at(AFTER))
    call_command("migrate", "essays", BEFORE, verbosity=0)
    back = told(rows_at(BEFORE))
    call_command("migrate", "essays", AFTER, verbosity=0)
    print(json.dumps({"forth": forth, "back": back, "again": told(rows_at(AFTER)) == forth}))


def rows_at(migration: str) -> Any:
    """The models as they are after a migration."""
    return MigrationExecutor(connection).loader.project_state(("essays", migration)).apps


def fill(apps: Any) -> None:
    """Two films of one poster, one whose file is missing, one whose is no picture; what one was; a merge of it."""
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage

    from tests import build

    for name, data in (
        ("sheet.png", build.drawn()),
        ("same.png", build.drawn()),
        ("old.png", build.drawn(colour="navy")),
        ("words.png", b"<svg/>"),
    ):
        default_storage.save(f"posters/{name}", ContentFile(data))

    def film(title: str, poster: str, **said: str) -> Any:
        named = {"title": title, "sort_title": title, "title_key": title.lower(), "slug": title.lower()}
        return apps.get_model("essays", "Film").objects.create(**named, poster=poster, **said)

    heat = film("Heat", "posters/sheet.png", poster_alt="Two men")
    film("Thief", "posters/same.png", poster_alt="One man", poster_source="The distributor")
    film("Gone", "posters/gone.png", poster_alt="A door")
    film("Words", "posters/words.png")
    film("Bare", "")
    apps.get_model("essays", "HistoricalFilm").objects.create(
        id=heat.pk, title="Heat once", poster="posters/old.png", poster_source="Carolco", history_date=build.NOW
    )
    was = {"title": "Heat", "poster": "posters/old.png", "poster_alt": "A bus", "poster_source": ""}
    apps.get_model("essays", "Merge").objects.create(
        kind="film",
        kept_id=heat.pk,
        kept_name="Heat",
        gone_id=9000,
        gone_name="Heat",
        merged_at=build.NOW,
        changes=[["essays.Film", 9000, was, None], ["essays.Film", heat.pk, {"poster_alt": ""}, {"poster_alt": "x"}]],
    )


def told(apps: Any) -> dict[str, Any]:
    """The posters of films, of what they were and of the ledger, a picture by its name."""
    names = dict(apps.get_model("essays", "Picture").objects.values_list("pk", "name"))

    def value(row: Any) -> Any:
        if hasattr(row, "poster_id"):
            return names.get(row.poster_id)
        return [str(row.poster), row.poster_alt, row.poster_source]

    ((label, _, was, _),) = apps.get_model("essays", "Merge").objects.get().changes
    if "poster_id" in was:
        was = {**was, "poster_id": names.get(was["poster_id"])}
    pictures = apps.get_model("essays", "Picture").objects.order_by("pk")
    return {
        "films": {film.title: value(film) for film in apps.get_model("essays", "Film").objects.all()},
        "was": [value(past) for past in apps.get_model("essays", "HistoricalFilm").objects.all()],
        "merge": {label: was},
        "pictures": [[picture.name, picture.alt, picture.credit] for picture in pictures],
    }


if __name__ == "__main__":
    main()
