"""A site with somebody of each role at the desk, an essay of each of them in each state, a row of everything else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from essays.desk.beside import save_draft
from essays.desk.delivering import Brought, bring
from essays.desk.editing import essay_was_saved
from essays.desk.merging import merge
from essays.desk.noting import write_note
from essays.desk.record_history import history
from essays.desk.roles import renew_roles
from essays.desk.selecting import text_of
from essays.desk.sharing import share
from essays.models import (
    Account,
    BarredWords,
    Correction,
    Credit,
    Delivery,
    Double,
    ErrorReport,
    Essay,
    EssayTag,
    Film,
    Finding,
    FixedPage,
    MentionCandidate,
    Redirect,
    SavedFilter,
    Source,
)
from people.history import acting
from people.models import Person, Tag
from tests import build
from tests.desk.test_roles import STATES

GROUPS = {"author": "Authors", "another author": "Authors", "editor": "Editors", "publisher": "Publishers"}
ROLES = ("anonymous", *GROUPS, "superuser")
BODY = "<p>Walter Hill made Red Heat in 1988. Danko is stone.</p>"


@dataclass(frozen=True, slots=True)
class EssayRows:
    """An essay and one row of each sort that hangs on it."""

    essay: Essay
    undecided: Any
    proposed: Any
    finding: Any
    source: Any
    barred: Any
    link: Any  # a preview link
    note: Any

    @property
    def secret(self) -> str:
        """The headline, which nobody reads who does not work on the essay."""
        return self.essay.headline


@dataclass(slots=True)
class World:
    """The rows, and a browser for each role."""

    accounts: dict[str, Account] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    essays: dict[tuple[str, str], EssayRows] = field(default_factory=dict)
    deliveries: dict[tuple[str, str], Delivery] = field(default_factory=dict)
    filters: dict[str, SavedFilter] = field(default_factory=dict)
    records: dict[str, Any] = field(default_factory=dict)
    prints: dict[str, str] = field(default_factory=dict)  # hashes over the rows as they were built, by what is watched

    def essay_of(self, role: str, whose: str, state: str) -> EssayRows:
        """What a cell is about: an essay of the role's own, or of another author's."""
        return self.essays[self._owner(role, whose), state]

    def delivery_of(self, role: str, whose: str, kind: str) -> Delivery:
        return self.deliveries[self._owner(role, whose), kind]

    def filter_of(self, role: str, whose: str) -> SavedFilter:
        return self.filters[self._owner(role, whose)]

    def _owner(self, role: str, whose: str) -> str:
        if whose == "own" and role in self.accounts:
            return role
        return "another author" if role == "author" else "author"


def build_world() -> World:
    """Fill an empty database."""
    world = World()
    world.accounts["superuser"] = build.superuser("superuser")
    for role, group in GROUPS.items():
        world.accounts[role] = build.member(group, role.replace(" ", "-"))
    Account.objects.update(email="desk@films.example")
    for role in ROLES:
        world.clients[role] = Client(raise_request_exception=False)
        if role in world.accounts:
            world.clients[role].force_login(world.accounts[role])
    world.records = _records(world.accounts["superuser"])
    for role, account in world.accounts.items():
        for state in STATES:
            world.essays[role, state] = _essay(role, account, state, world)
        world.filters[role] = SavedFilter.objects.create(account=account, name="Late", query="q=late")
        for kind, files in {"text": 1, "archive": 2}.items():
            brought = [
                Brought(f"{n}.txt", f"Chris\n\nIt rained on day {n} of {role}.\n".encode()) for n in range(files)
            ]
            world.deliveries[role, kind] = bring(brought, by=account, now=timezone.now())
    return world


def _records(editor: Account) -> dict[str, Any]:
    """Records that no essay owns."""
    with acting(editor, build.NOW):
        film, rival = build.film(synopsis="Two policemen."), build.film("Red Heat", 1985)
        hill, other = build.person("Walter Hill", birth_year=1942), build.person("Walter Hil")
        credit = build.credit(film, hill, state="proposed")
        spare = build.credit(rival, other, state="proposed")
    with acting(editor, timezone.now()):
        film.synopsis, hill.note, credit.source = "A Moscow captain.", "A director.", "the distributor"
        for record in (film, hill, credit):
            record.save()
    for _ in range(2):
        build.person("Ed Lauter")  # whom nobody has found to be doubles yet
    done = merge(build.person("Jim Belushi"), build.person("James Belushi"), by=editor, now=build.NOW)
    apart = {
        "unused film": build.film("Red Scorpion", 1988, visibility="proposed"),
        "unused person": build.person("Ed O'Ross", visibility="proposed"),
        "unused critic": build.critic("Maud Ellery"),
        "unused group": Group.objects.create(name="Interns"),
        "colleague": build.member("Authors", "colleague"),
        "unused account": build.account("intern", email="intern@films.example"),
    }
    tag, spare_tag = (Tag.objects.create(name=name) for name in ("Cold War", "prison film"))
    moments = {model: history(model, pk)[-1].microseconds for model, pk in _kept(film, hill, credit)}
    double = {"reason": "the same title", "found_at": build.NOW}
    return {
        "film": film,
        "rival": rival,
        "person": hill,
        "other person": other,
        "credit": credit,
        "spare": spare,
        "tag": tag,
        "spare tag": spare_tag,
        "critic": build.critic(),
        "merge": done,
        "moments": moments,
        "double": Double.objects.create(film=film, other_film=rival, **double),
        "dismissed": Double.objects.create(person=hill, other_person=other, state="dismissed", **double),
        "picture": build.picture(),
        "unused picture": build.picture(build.drawn(colour="teal"), name="A river"),
        "redirect": Redirect.objects.create(path="/2009/06/red-heat", film=film),
        "page": FixedPage.objects.create(title="About", slug="about", body="<p>Two voices.</p>", is_published=True),
        "unused page": FixedPage.objects.create(title="Masthead", slug="masthead"),
        "reported": ErrorReport.objects.create(
            essay=build.published("As Read"), says="It opened in June.", sent_at=build.NOW
        ),
        "group": renew_roles()["Authors"],
        **apart,
    }


def _kept(film: Film, person: Person, credit: Credit) -> tuple[tuple[Any, int], ...]:
    return (Film, film.pk), (Person, person.pk), (Credit, credit.pk)


def _essay(role: str, owner: Account, state: str, world: World) -> EssayRows:
    """An essay with a link to decide, a person proposed, a finding, a source, words barred, two revisions and more."""
    number = len(world.essays) + 1
    film, editor = world.records["film"], world.accounts["superuser"]
    essay = build.essay(f"Secret {number} of {role}", about=film, by=world.records["critic"], body=BODY, owner=owner)
    undecided = build.mention(essay, "Red Heat", kind="film", start=17)
    for rank, one in enumerate((film, world.records["rival"]), start=1):
        MentionCandidate.objects.create(mention=undecided, rank=rank, film=one, confidence=0.5, reason="same title")
    danko = build.person(f"Danko {number}", visibility="proposed")
    proposed = build.mention(essay, "Danko", danko, state="proposed", start=35, name=danko.name)
    BarredWords(essay=essay, words="stone", barred_at=build.NOW).save()
    EssayTag.objects.create(content_object=essay, tag=world.records["tag"])
    for standfirst in ("First said.", "Then said."):
        essay.standfirst = standfirst
        essay.save()
        saved = essay_was_saved(essay, by=editor, now=timezone.now())
    link = share(saved.revision, days=7, by=editor, now=timezone.now())
    Correction.objects.create(
        essay=essay, what_was="It opened in 1987.", what_is="In 1988.", corrected_on=build.NOW.date()
    )
    Essay.objects.filter(pk=essay.pk).update(**STATES[state])
    note = write_note(essay, "Danko", "Is that his name?", text=text_of(essay), near=None, by=owner, now=build.NOW)
    if state in ("scheduled", "published"):
        drafted = Essay.objects.get(pk=essay.pk)
        drafted.standfirst = "Drafted."
        save_draft(drafted, seen=0, by=editor, now=timezone.now())
    return EssayRows(
        note=note,
        essay=Essay.objects.get(pk=essay.pk),
        undecided=essay.mentions.get(exact=undecided.exact),
        proposed=essay.mentions.get(exact=proposed.exact),
        finding=Finding.objects.create(
            essay=essay, rule="year", exact="1988", message="The record says 1987.", found_at=build.NOW
        ),
        source=Source.objects.create(
            name=f"secret-{number}.txt",
            sha256=f"{number:064x}",
            content=b"Secret",
            encoding="utf-8",
            read_at=build.NOW,
            read_by="0.1",
            outcome="created",
            essay=essay,
        ),
        barred=BarredWords.objects.get(essay=essay),
        link=link,
    )
