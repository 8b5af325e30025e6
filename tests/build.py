"""Small builders of rows: each takes what a test is about and fills in true film facts."""

import datetime as dt
import io
from typing import Any

from django.contrib.auth.models import Permission
from django.utils import timezone
from PIL import Image

from essays.desk.delivering import Brought, bring
from essays.desk.picturing import add_picture
from essays.desk.roles import renew_roles
from essays.models import Account, Byline, Credit, Critic, Delivery, Essay, Film, Mention, Picture, Subject
from people.models import Person

NOW = dt.datetime(2026, 6, 17, 12, 0, tzinfo=dt.UTC)


def person(name: str = "Walter Hill", **fields: Any) -> Person:
    return Person.objects.create(name=name, **fields)


def film(title: str = "Red Heat", release_year: int | None = 1988, **fields: Any) -> Film:
    return Film.objects.create(title=title, release_year=release_year, **fields)


def credit(a_film: Film, a_person: Person, job: str = "director", **fields: Any) -> Credit:
    return Credit.objects.create(film=a_film, person=a_person, job=job, **fields)


def critic(name: str = "The film desk", **fields: Any) -> Critic:
    return Critic.objects.create(name=name, **fields)


def essay(
    headline: str = "A Russian in Chicago", *, about: Film | None = None, by: Critic | None = None, **fields: Any
) -> Essay:
    """A draft, or whatever ``fields`` make of it."""
    fields.setdefault("body", "<p>Walter Hill made Red Heat in 1988.</p>")
    made = Essay.objects.create(headline=headline, **fields)
    if about is not None:
        Subject.objects.create(essay=made, film=about)
    if by is not None:
        Byline.objects.create(essay=made, critic=by)
    return made


def published(headline: str = "A Russian in Chicago", **fields: Any) -> Essay:
    """An essay that readers may open since 1 June 2026."""
    return essay(headline, status="published", published_at=dt.datetime(2026, 6, 1, tzinfo=dt.UTC), **fields)


def mention(an_essay: Essay, exact: str, record: Film | Person | None = None, **fields: Any) -> Mention:
    """A linked mention of ``record`` at the first place of ``exact`` in the body's plain text."""
    fields.setdefault("state", "linked" if record is not None else "undecided")
    if isinstance(record, Person):
        fields = {"kind": "person", "person": record} | fields
    else:
        fields = {"kind": "film", "film": record} | fields
    fields.setdefault("start", 0)
    fields.setdefault("end", fields["start"] + len(exact))
    return Mention.objects.create(essay=an_essay, exact=exact, **fields)


def delivery(*files: tuple[str, bytes | str], by: Account | None = None) -> Delivery:
    """Documents that an editor, a superuser where none is given, has brought and not yet confirmed."""
    brought = [Brought(name, data.encode() if isinstance(data, str) else data) for name, data in files]
    editor = by or Account.objects.filter(is_superuser=True).first() or superuser()
    return bring(brought, by=editor, now=timezone.now())


def account(username: str = "editor", *permissions: str, is_author: bool = False, **fields: Any) -> Account:
    """A staff account with just these permissions ("essays.change_essay"); password "a long password".

    Unless it ``is_author``, what it may do with essays it may do with those of others too.
    """
    fields.setdefault("is_staff", True)
    if not is_author and any(
        permission.endswith(("_essay", "_mention", "_finding", "_source")) for permission in permissions
    ):
        permissions = (*permissions, "essays.reach_every_essay")
    made = Account.objects.create_user(username, password="a long password", **fields)
    for permission in permissions:
        app, codename = permission.split(".")
        made.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return made


def member(role: str, username: str = "") -> Account:
    """A staff account in the group of that name ("Authors", "Editors", "Publishers")."""
    made = account(username or role.lower().removesuffix("s"))
    made.groups.add(renew_roles()[role])
    return made


def superuser(username: str = "publisher") -> Account:
    return Account.objects.create_superuser(username, password="a long password")


def drawn(
    size: tuple[int, int] = (640, 360), colour: str = "maroon", kind: str = "PNG", mode: str = "RGB", **options: Any
) -> bytes:
    """The bytes of a picture of one colour."""
    made = io.BytesIO()
    Image.new(mode, size, colour).save(made, kind, **options)
    return made.getvalue()


def picture(data: bytes | None = None, *, name: str = "Red Heat, the bus", **said: Any) -> Picture:
    """A picture of the media library."""
    return add_picture(data or drawn(), name=name, by=None, **said).picture
