"""Posters that films have and had as files of their own become pictures of the library, each once.

What films were, as their history and the ledgers of merges tell it, has its posters there too: so both can go back.
"""

import hashlib

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.db import migrations
from django.db.models import Q

from essays.desk.picturing import keep_files, new_picture
from essays.models.picture import name_in
from essays.rendering.pictures import BYTES_MOST, PictureError, read_picture

FILM = "essays.Film"
COPIED = ("name", "alt", "caption", "credit", "licence", "focus_x", "focus_y", "sha256", "folder_name", "suffix")
FILES = ("poster", "poster_alt", "poster_source")  # columns of a ledger's film that was


class Library:
    """The library; what it does not take is told on the console, once a file."""

    def __init__(self, rows):
        self.rows = rows
        self.taken = {"": None}  # name of a poster's file -> its picture, None where it is none

    def picture_of(self, name, title):
        if name not in self.taken:
            try:
                self.taken[name] = self._known(folder_name=name_in(f"/{name}")) or self._taken(name, title)
            except (FileNotFoundError, SuspiciousFileOperation):
                self._not_taken(name, title, "The file is missing.")
            except (OSError, PictureError) as error:
                self._not_taken(name, title, getattr(error, "strerror", None) or error)
        return self.taken[name]

    def _known(self, **said):
        return self.rows.filter(**said).first()

    def _taken(self, name, title):
        with default_storage.open(name) as stored:
            data = stored.read(BYTES_MOST + 1)
        if known := self._known(sha256=hashlib.sha256(data).hexdigest()):
            return known
        upright = read_picture(data)
        made = new_picture(data, upright, name=f"Poster of {title}"[:200])
        made.derive_keys()
        keep_files(made, upright)
        said = {field: getattr(made, field) for field in COPIED}
        return self.rows.create(width=made.width, height=made.height, **said)

    def _not_taken(self, name, title, why):
        self.taken[name] = None
        print(f"The poster of “{title}”, {name}, is not taken into the library: {why}")


def say_of(picture, **words):
    """Write with a picture what was said of a poster. Returns what is not kept, since it says otherwise already."""
    lost = []
    for field, said in words.items():
        if picture is not None and said and not getattr(picture, field):
            setattr(picture, field, said)
            picture.save(update_fields=[field])
        elif said and (picture is None or getattr(picture, field) != said):
            lost.append(said)
    return lost


def into_the_library(apps, schema_editor):
    library = Library(apps.get_model("essays", "Picture").objects)
    said = ~Q(poster_file="", poster_alt="", poster_source="")
    films = apps.get_model("essays", "Film").objects
    for film in films.filter(said).order_by("pk"):
        film.poster = library.picture_of(str(film.poster_file), film.title)
        films.filter(pk=film.pk).update(poster=film.poster)
        if lost := say_of(film.poster, alt=film.poster_alt, credit=film.poster_source):
            print(f"Of the poster of “{film.title}” was said what its picture does not say: {'; '.join(lost)}")
    pasts = apps.get_model("essays", "HistoricalFilm").objects
    for past in pasts.filter(said).order_by("-history_id"):
        past.poster = library.picture_of(str(past.poster_file), past.title)
        pasts.filter(pk=past.pk).update(poster=past.poster)
        say_of(past.poster, alt=past.poster_alt, credit=past.poster_source)

    def renewed(values, title):
        renewed = {name: value for name, value in values.items() if name not in FILES}
        if "poster" in values:
            picture = library.picture_of(values["poster"], title)
            renewed["poster_id"] = picture and picture.pk
            say_of(picture, alt=values.get("poster_alt", ""), credit=values.get("poster_source", ""))
        return renewed

    renew_ledgers(apps, renewed)


def out_of_the_library(apps, schema_editor):
    pictures = apps.get_model("essays", "Picture").objects
    for name in ("Film", "HistoricalFilm"):
        rows = apps.get_model("essays", name).objects
        for pk in rows.filter(poster__isnull=False).values_list("poster", flat=True).distinct():
            file, alt, source = file_of(pictures.filter(pk=pk).first())
            rows.filter(poster=pk).update(poster_file=file, poster_alt=alt, poster_source=source, poster=None)

    def renewed(values, title):
        renewed = {name: value for name, value in values.items() if name != "poster_id"}
        if "poster_id" in values:
            renewed |= dict(zip(FILES, file_of(pictures.filter(pk=values["poster_id"]).first())))
        return renewed

    renew_ledgers(apps, renewed)


def file_of(picture):
    """A picture as a poster of its own: its file, what it shows, whose it is."""
    if picture is None:
        return "", "", ""
    file = f"pictures/{picture.folder_name}/{picture.width}x{picture.height}.{picture.suffix}"
    return file, picture.alt, picture.credit


def renew_ledgers(apps, renewed):
    """Let the ledgers of films' merges tell of films by the columns that there are."""
    merges = apps.get_model("essays", "Merge").objects
    for merge in merges.filter(kind="film").only("changes", "kept_name").iterator():
        changes = []
        for label, pk, before, after in merge.changes:
            if label == FILM:
                title = (before or {}).get("title") or merge.kept_name
                before, after = (values and renewed(values, title) for values in (before, after))
            if before or after:
                changes.append([label, pk, before, after])
        if changes != merge.changes:
            merges.filter(pk=merge.pk).update(changes=changes)


class Migration(migrations.Migration):
    dependencies = [("essays", "0048_poster_of_the_library")]
    operations = [migrations.RunPython(into_the_library, out_of_the_library)]
