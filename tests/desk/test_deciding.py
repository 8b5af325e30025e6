"""Decisions about words of an essay, each with its undo; what survives of them when the essay is read again."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from essays.desk.deciding import (
    Verdict,
    decide,
    decide_words,
    make_and_choose,
    make_and_link_words,
    seen,
)
from essays.desk.importing import import_document
from essays.desk.mentions import MentionError, link_mention
from essays.desk.publishing import publish
from essays.desk.relinking import relink_essay
from essays.desk.undoing import Done, undo
from essays.models import BarredWords, Credit, Essay, Film, Mention, MentionCandidate
from essays.rendering.body import record_ids
from people.models import Alias, HeldAddress, Person
from tests import build
from tests.build import NOW

pytestmark = pytest.mark.django_db
TEXT = "Walter Hill made Red Heat in 1988. Red Heat came late, and Hill knew."


@pytest.fixture
def films():
    return [build.film("Red Heat", 1988), build.film("Red Heat", 1985)]


@pytest.fixture
def made(films) -> Essay:
    return build.essay(body=f"<p>{TEXT}</p>", about=films[0])


def waiting(essay: Essay, exact: str, *records, nth: int = 0, **fields) -> Mention:
    """An undecided mention of the words at their ``nth`` place, with these candidates."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(exact, start + 1)
    mention = build.mention(essay, exact, start=start, **fields)
    for rank, record in enumerate(records, start=1):
        kind = "film" if isinstance(record, Film) else "person"
        MentionCandidate.objects.create(mention=mention, rank=rank, confidence=0.5, **{kind: record})
    return mention


def everything() -> dict[str, list]:
    """All rows that a decision may change, as they are."""
    models = (Mention, MentionCandidate, BarredWords, Person, Alias, Credit, Film)
    loose = {"updated_at", "provenance"}
    return {
        model.__name__: [
            {name: value for name, value in row.items() if name not in loose}
            for row in model.objects.order_by("pk").values()
        ]
        for model in models
    }


def rendered(essay: Essay) -> tuple[set[int], set[int]]:
    return record_ids(Essay.objects.get(pk=essay.pk).rendered)


def kept(done: Done) -> Done:
    """The decision after a stay in a session, which keeps JSON."""
    return Done.from_json(json.loads(json.dumps(done.as_json())))


def test_a_chosen_record_is_linked_by_whom_and_an_undo_makes_it_wait_again(made, films):
    mention, editor = waiting(made, "Red Heat", *films), build.member("Editors")
    before = everything()
    done = decide(mention.pk, films[0], by=editor, now=NOW)
    mention.refresh_from_db()
    assert (mention.state, mention.film, mention.decided_by_account) == ("linked", films[0], editor)
    assert rendered(made) == ({films[0].pk}, set())
    assert done.sentence == "“Red Heat” means Red Heat (1988)."
    assert undo(kept(done), by=editor, now=NOW) == "Undone: “Red Heat” means Red Heat (1988)."
    assert everything() == before
    assert rendered(made) == (set(), set())


def test_what_names_no_record_is_rejected_and_comes_back(made, films):
    mention = waiting(made, "Red Heat", *films)
    before = everything()
    done = decide(mention.pk, Verdict.NOTHING, by=None, now=NOW)
    assert Mention.objects.get().state == "rejected"
    undo(kept(done), by=None, now=NOW)
    assert everything() == before


def test_words_barred_from_the_essay_are_free_again_after_an_undo(made, films):
    first, second = waiting(made, "Red Heat", *films), waiting(made, "Red Heat", *films, nth=1)
    link_mention(second, films[1], by=None, now=NOW)
    before = everything()
    done = decide(first.pk, Verdict.NEVER, by=None, now=NOW)
    assert {mention.state for mention in Mention.objects.all()} == {"rejected"}
    assert BarredWords.objects.count() == 1
    assert done.sentence == "“Red Heat” is never linked in this essay: 2 places rejected."
    undo(kept(done), by=None, now=NOW)
    assert everything() == before
    assert rendered(made) == ({films[1].pk}, set())


def test_one_decision_serves_every_place_where_the_words_wait(made, films):
    first, second = waiting(made, "Red Heat", *films), waiting(made, "Red Heat", *films, nth=1)
    before = everything()
    done = decide(first.pk, films[0], by=None, now=NOW, everywhere=True)
    second.refresh_from_db()
    assert second.film == films[0]
    assert done.sentence == "“Red Heat” means Red Heat (1988). Likewise at 1 more place."
    undo(kept(done), by=None, now=NOW)
    assert everything() == before


def test_an_accepted_person_is_linked_in_each_essay_and_waits_in_each_after_an_undo(made):
    hill = build.person(visibility="proposed")
    other = build.essay("Another", body=f"<p>{TEXT}</p>")
    mentions = [build.mention(essay, "Walter Hill", hill, state="proposed") for essay in (made, other)]
    before = everything()
    done = decide(mentions[0].pk, Verdict.ACCEPT, by=None, now=NOW)
    hill.refresh_from_db()
    assert (hill.visibility, done.essay_ids) == ("mentioned", (made.pk, other.pk))
    assert rendered(other) == (set(), {hill.pk})
    undo(kept(done), by=None, now=NOW)
    assert everything() == before
    assert rendered(other) == (set(), set())


def test_a_proposal_taken_for_somebody_known_is_a_proposal_again_with_its_credits_and_name(made, films):
    proposal, known = build.person("Walt Hill", visibility="proposed"), build.person("Walter Hill")
    build.credit(films[0], proposal, "writer")
    build.credit(films[0], proposal, "director")
    build.credit(films[0], known, "director", state="proposed")
    mention = build.mention(made, "Walter Hill", proposal, state="proposed")
    before = everything()
    done = decide(mention.pk, known, by=None, now=NOW)
    assert {alias.name for alias in known.aliases.all()} == {"Walt Hill"}
    assert known.credits.filter(state="confirmed").count() == 2
    assert rendered(made) == (set(), {known.pk})
    undo(kept(done), by=None, now=NOW)
    assert everything() == before
    assert {tag.name for tag in proposal.tags.all()} == {"director", "writer"}
    assert not known.tags.exists()
    assert not Person.objects.called("Walt Hill").filter(pk=known.pk).exists()


def test_a_proposal_taken_for_somebody_much_written_of_reads_no_more_than_for_anybody():
    asked = []
    for number in (1, 40):
        known = build.person(f"Player {number}")
        for n in range(number):
            build.mention(build.essay(f"{number} of {n}", body=f"<p>{TEXT}</p>"), "Walter Hill", known)
        proposal = build.person(f"Proposed {number}", visibility="proposed")
        mention = build.mention(build.essay(body=f"<p>{TEXT}</p>"), "Walter Hill", proposal, state="proposed")
        with CaptureQueriesContext(connection) as queries:
            done = decide(mention.pk, known, by=None, now=NOW)
        asked.append(len(queries))
        assert len(done.changes) == 3  # the mention, the proposal, another name
    assert asked[0] == asked[1]


def test_a_new_record_is_linked_and_an_undo_takes_both_back(made):
    mention = waiting(made, "Hill", kind="person", film=None, nth=1)
    before = everything()
    done = make_and_choose(mention.pk, Person, "Lucy Hill", 1950, by=None, now=NOW)
    lucy = Person.objects.get(name="Lucy Hill")
    mention.refresh_from_db()
    assert (mention.person, lucy.birth_year, lucy.visibility) == (lucy, 1950, "mentioned")
    assert done.sentence == "Lucy Hill (born 1950) is a new record. “Hill” means Lucy Hill (born 1950)."
    undo(kept(done), by=None, now=NOW)
    assert everything() == before


def test_a_record_made_and_unmade_unseen_leaves_its_address_and_one_that_readers_saw_does_not(made):
    for slug, publishes in (("rhys-hill", False), ("rhys-hill", True), ("rhys-hill-2", False)):
        mention = waiting(made, "Hill", kind="person", film=None, nth=1)
        if publishes:
            publish(made, by=None, now=NOW)
        done = make_and_choose(mention.pk, Person, "Rhys Hill", None, by=None, now=NOW)
        assert Person.objects.get().slug == slug
        undo(kept(done), by=None, now=NOW)
        mention.delete()
    assert set(HeldAddress.objects.values_list("slug", "had_readers")) == {("rhys-hill", True), ("rhys-hill-2", True)}


def test_a_new_record_that_something_else_uses_by_now_stays(made, films):
    mention = waiting(made, "Hill", kind="person", film=None, nth=1)
    done = make_and_choose(mention.pk, Person, "Lucy Hill", None, by=None, now=NOW)
    build.credit(films[0], Person.objects.get(name="Lucy Hill"), "editor")
    assert "Lucy Hill is used elsewhere by now and stays a record." in undo(kept(done), by=None, now=NOW)
    mention.refresh_from_db()
    assert (mention.state, mention.person) == ("undecided", None)


def test_a_record_without_a_name_is_not_made(made):
    mention = waiting(made, "Hill", kind="person", film=None, nth=1)
    with pytest.raises(MentionError, match="was not made"):
        make_and_choose(mention.pk, Person, "  ", None, by=None, now=NOW)
    with pytest.raises(MentionError, match="no right to make a film"):
        make_and_link_words(made.pk, "1988", Film, "1988", 1978, by=build.member("Authors"), now=NOW)
    assert not Film.objects.filter(title="1988").exists()


def test_pointed_at_words_are_linked_at_their_place_and_let_go_again(made, films):
    before = everything()
    done = decide_words(made.pk, "red  heat", films[0], place=2, by=build.member("Editors"), now=NOW)
    mention = Mention.objects.get()
    assert (mention.exact, mention.start, mention.prefix[-6:]) == ("Red Heat", TEXT.rindex("Red Heat"), "1988. ")
    assert (mention.decided_by, mention.state) == ("editor", "linked")
    undo(kept(done), by=None, now=NOW)
    assert everything() == before


def test_words_selected_with_the_mouse_are_those_at_their_place(made, films):
    start = TEXT.rindex("Red Heat")
    decide_words(made.pk, "Red Heat", films[0], start=start, by=None, now=NOW)
    assert Mention.objects.get().start == start


def test_a_typed_apostrophe_finds_a_printed_one():
    essay = build.essay(body="<p>It’s Ed O’Ross, not Ed O’Rossi.</p>")
    decide_words(essay.pk, "Ed O'Ross", build.person("Ed O'Ross"), by=None, now=NOW)
    assert Mention.objects.get().exact == "Ed O’Ross"


@pytest.mark.parametrize(
    ("words", "place", "said"),
    [
        pytest.param("Ridzik", 1, "does not stand in the text", id="other words"),
        pytest.param("Hea", 1, "does not stand in the text", id="half a word"),
        pytest.param("  ", 1, "does not stand in the text", id="none"),
        pytest.param("Red Heat", 3, "stands in the text 2 times, and not 3", id="a place too far"),
    ],
)
def test_words_that_do_not_stand_there_are_not_linked(made, films, words, place, said):
    with pytest.raises(MentionError, match=said):
        decide_words(made.pk, words, films[0], place=place, by=None, now=NOW)
    assert not Mention.objects.exists()


def test_pointed_at_words_take_the_place_of_what_a_machine_found_there_and_an_undo_gives_it_back(made, films):
    waiting(made, "Hill", build.person(), kind="person", film=None)
    before = everything()
    done = decide_words(made.pk, "Walter Hill", Person.objects.get(), by=None, now=NOW)
    assert Mention.objects.get().exact == "Walter Hill"
    undo(kept(done), by=None, now=NOW)
    assert everything() == before


def test_pointed_at_words_leave_another_editors_link_alone(made, films):
    hill = build.person()
    decide_words(made.pk, "Walter Hill", hill, by=None, now=NOW)
    with pytest.raises(MentionError, match="“Walter Hill” stands there and is linked by an editor"):
        decide_words(made.pk, "Walter", hill, by=None, now=NOW)


def test_a_name_taken_for_a_person_may_be_a_film(made, films):
    mention = waiting(made, "Red Heat", build.person("Red Heat"), kind="person", film=None)
    before = everything()
    done = decide(mention.pk, films[0], by=None, now=NOW)
    linked = Mention.objects.get()
    assert (linked.kind, linked.film, done.mention_id) == ("film", films[0], linked.pk)
    undo(kept(done), by=None, now=NOW)
    assert everything() == before


def test_a_mention_whose_words_are_gone_is_dropped_and_comes_back(made, films):
    mention = waiting(made, "Red Heat", *films, is_lost=True)
    before = everything()
    done = decide(mention.pk, Verdict.DROP, by=None, now=NOW)
    assert not Mention.objects.exists()
    undo(kept(done), by=None, now=NOW)
    assert everything() == before


def test_words_that_propose_nobody_are_accepted_as_nobody(made, films):
    with pytest.raises(MentionError, match="proposes nobody"):
        decide(waiting(made, "Red Heat", *films).pk, Verdict.ACCEPT, by=None, now=NOW)


def test_a_decision_over_one_that_the_editor_has_not_seen_is_refused_and_names_who_was_first(made, films):
    mention, editor = waiting(made, "Red Heat", *films), build.member("Editors", "mara")
    as_seen = seen(mention)
    decide(mention.pk, films[0], by=editor, now=NOW, as_seen=as_seen)
    with pytest.raises(MentionError, match="was decided by mara since you saw it"):
        decide(mention.pk, films[1], by=None, now=NOW, as_seen=as_seen)
    mention.refresh_from_db()
    assert mention.film == films[0]


def test_an_undo_after_somebody_decided_otherwise_changes_nothing(made, films):
    mention = waiting(made, "Red Heat", *films)
    done = decide(mention.pk, films[0], by=None, now=NOW)
    decide(mention.pk, films[1], by=None, now=NOW)
    before = everything()
    with pytest.raises(MentionError, match="changed since your decision"):
        undo(kept(done), by=None, now=NOW)
    assert everything() == before


def test_an_undo_back_to_a_record_that_was_deleted_since_changes_nothing(made, films):
    mention = build.mention(made, "Red Heat", films[1], start=17)
    done = decide(mention.pk, films[0], by=None, now=NOW)
    films[1].delete()
    before = everything()
    with pytest.raises(MentionError, match="the film it was before was deleted or merged since"):
        undo(kept(done), by=None, now=NOW)
    assert everything() == before


def test_an_undo_after_the_essay_was_published_is_for_publishers(made, films):
    editor = build.member("Editors")
    done = decide(waiting(made, "Red Heat", *films).pk, films[0], by=editor, now=NOW)
    Essay.objects.filter(pk=made.pk).update(status="published", published_at=NOW)
    with pytest.raises(MentionError, match="only those who may publish change it"):
        undo(kept(done), by=editor, now=NOW)
    assert Mention.objects.get().state == "linked"
    undo(kept(done), by=build.member("Publishers"), now=NOW)
    assert Mention.objects.get().state == "undecided"


@pytest.mark.parametrize("state", ["published", "discarded"])
def test_an_editor_decides_nothing_in_an_essay_that_is_not_theirs_to_change(made, films, state):
    fields = {"status": "published", "published_at": NOW} if state == "published" else {"discarded_at": NOW}
    Essay.objects.filter(pk=made.pk).update(**fields)
    mention, editor = waiting(made, "Red Heat", *films), build.member("Editors")
    with pytest.raises(MentionError, match="stays as it is"):
        decide(mention.pk, films[0], by=editor, now=NOW)
    with pytest.raises(MentionError, match="stays as it is"):
        decide_words(made.pk, "1988", films[0], by=editor, now=NOW)
    assert Mention.objects.get().state == "undecided"


def test_a_person_whom_a_live_essay_proposes_too_waits_for_a_publisher(made):
    hill, editor = build.person(visibility="proposed"), build.member("Editors")
    mine = build.mention(made, "Walter Hill", hill, state="proposed")
    build.mention(build.published("Live", body=f"<p>{TEXT}</p>"), "Walter Hill", hill, state="proposed")
    with pytest.raises(MentionError, match="“Live”"):
        decide(mine.pk, Verdict.ACCEPT, by=editor, now=NOW)
    hill.refresh_from_db()
    assert hill.visibility == "proposed"


def test_a_mention_that_is_gone_says_so():
    with pytest.raises(MentionError, match="wait no more"):
        decide(99, Verdict.NOTHING, by=None, now=NOW)


REVIEW = "Two cops, one sauna\n\nBy Mara\n\nI saw Red Heat (1988) by Walter Hill. The Bull came twice.\n"


@pytest.mark.parametrize("path", ["imported again", "linked again"])
def test_decisions_outlive_a_new_import_and_a_new_linking(films, path):
    hill = build.person("Walter Hill")
    build.credit(films[0], hill)
    bull = build.film("Bull Durham", 1988)
    essay = Essay.objects.get(pk=import_document(REVIEW, name="red-heat.txt", now=NOW).essay_id)
    named = essay.mentions.get(exact="Walter Hill")
    decide(named.pk, Verdict.NOTHING, by=None, now=NOW)
    decide_words(essay.pk, "The Bull", bull, by=None, now=NOW)
    if path == "imported again":
        import_document(REVIEW + "\nThe end.\n", name="red-heat.txt", now=NOW)
    else:
        relink_essay(essay.pk, by=None, now=NOW)
    essay.refresh_from_db()
    assert essay.mentions.get(exact="Walter Hill").state == "rejected"
    assert essay.mentions.get(exact="The Bull").film == bull
    assert bull.pk in rendered(essay)[0] and hill.pk not in rendered(essay)[1]
