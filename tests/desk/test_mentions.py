"""Mentions after an edit, and an editor's decisions about them."""

import pytest

from essays.desk.catalogue import DatabaseCatalogue
from essays.desk.editing import StaleEssayError, WastebasketError, discard, essay_was_saved, take_back, take_version
from essays.desk.mentions import (
    MentionError,
    accept_proposed_person,
    link_mention,
    merge_proposed_person,
    refind_mentions,
    reject_mention,
)
from essays.desk.rendering import renew_rendering
from essays.models import Essay, Finding, Mention, MentionCandidate
from essays.rendering.body import fill_links, record_ids
from people.models import Person, Visibility
from tests.build import NOW, account, credit, essay, film, mention, person, published, superuser

pytestmark = pytest.mark.django_db
BODY = "<p>Walter Hill made Red Heat in 1988.</p>"


def placed(made: Essay, exact: str, record=None, **fields) -> Mention:
    text = "Walter Hill made Red Heat in 1988."
    start = text.index(exact)
    return mention(made, exact, record, start=start, prefix=text[:start], suffix=text[start + len(exact) :], **fields)


def test_a_mention_moves_with_its_words():
    made = essay(body=BODY)
    named = placed(made, "Red Heat", film())
    made.body = "<p>It was a hot summer.</p><p>Walter Hill made the loud <em>Red Heat</em> in 1988.</p>"
    made.save()
    assert refind_mentions(made) == 0
    named.refresh_from_db()
    assert (named.start, named.end, named.prefix) == (48, 56, "mer.\n\nWalter Hill made the loud ")


def test_a_mention_whose_words_are_gone_is_lost_and_comes_back_with_them():
    made = essay(body=BODY)
    named = placed(made, "Red Heat", film())
    made.body = "<p>Walter Hill made it.</p>"
    made.save()
    assert refind_mentions(made) == 1
    named.refresh_from_db()
    assert named.is_lost
    assert named in Mention.objects.open()
    made.body = BODY
    made.save()
    assert refind_mentions(made) == 0
    named.refresh_from_db()
    assert (named.is_lost, named.start) == (False, 17)


def test_mentions_may_change_places():
    made = essay(body="<p>Alien, Aliens.</p>")
    first = mention(made, "Alien", film("Alien", 1979), start=0, suffix=", Aliens.")
    second = mention(made, "Aliens", film("Aliens", 1986), start=7, prefix="Alien, ", suffix=".")
    made.body = "<p>Aliens, Alien.</p>"
    made.save()
    refind_mentions(made)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.start, second.start) == (8, 0)


def test_an_open_question_moves_too_and_keeps_its_words_where_they_are_gone():
    made = essay(body=BODY)
    asked = Finding.objects.create(
        essay=made, rule="year", exact="1988", start=29, end=33, message="The record has 1985.", found_at=NOW
    )
    made.body = "<p>In 1988 Walter Hill made it.</p>"
    made.save()
    refind_mentions(made)
    asked.refresh_from_db()
    assert (asked.start, asked.end) == (3, 7)
    made.body = "<p>Walter Hill made it.</p>"
    made.save()
    refind_mentions(made)
    asked.refresh_from_db()
    assert (asked.start, asked.exact) == (None, "1988")


def test_linking_decides_and_the_page_follows():
    made, hill, editor = essay(body=BODY), person(), superuser()
    open_one = placed(made, "Walter Hill", kind="person", film=None)
    MentionCandidate.objects.create(mention=open_one, rank=1, person=hill, confidence=0.5)
    link_mention(open_one, hill, by=editor, now=NOW)
    made.refresh_from_db()
    assert f'<a data-person="{hill.pk}">Walter Hill</a>' in made.rendered
    open_one.refresh_from_db()
    assert (open_one.state, open_one.decided_by, open_one.decided_by_account) == ("linked", "editor", editor)
    assert not MentionCandidate.objects.exists()


def test_a_film_is_no_person():
    with pytest.raises(MentionError, match="is marked as a film; Walter Hill is none"):
        link_mention(placed(essay(body=BODY), "Red Heat"), person(), by=None, now=NOW)


def test_rejecting_takes_the_link_from_the_page():
    made, red_heat = essay(body=BODY), film()
    named = placed(made, "Red Heat", red_heat)
    renew_rendering(made)
    assert record_ids(made.rendered) == ({red_heat.pk}, set())
    reject_mention(named, by=None, now=NOW)
    made.refresh_from_db()
    assert record_ids(made.rendered) == (set(), set())
    assert named.state == Mention.State.REJECTED


def test_accepting_a_proposed_person_links_every_essay_that_proposed_them():
    hinson = person("Hal Hinson", visibility=Visibility.PROPOSED)
    essays = [published(headline=name, body=f"<p>Hal Hinson of {name} wrote it.</p>") for name in ("One", "Two")]
    for made in essays:
        mention(made, "Hal Hinson", hinson, state="proposed", name="Hal Hinson")
    assert not Person.objects.public().exists()
    assert accept_proposed_person(hinson, by=superuser(), now=NOW) == 2
    assert Person.objects.public().get() == hinson
    for made in essays:
        made.refresh_from_db()
        assert f'<a data-person="{hinson.pk}">Hal Hinson</a>' in made.rendered
    with pytest.raises(MentionError, match="a record already"):
        accept_proposed_person(hinson, by=None, now=NOW)


def test_a_proposal_may_be_somebody_whom_the_records_have():
    proposed, known = person("Steven Meerson", visibility=Visibility.PROPOSED), person("Steve Meerson")
    made = essay(body="<p>Steven Meerson wrote.</p>")
    named = mention(made, "Steven Meerson", proposed, state="proposed")
    merge_proposed_person(proposed, known, by=None, now=NOW)
    named.refresh_from_db()
    proposed.refresh_from_db()
    assert (named.person, named.state, proposed.visibility) == (known, "linked", Visibility.HIDDEN)


def test_a_merged_person_leaves_its_name_credits_and_keys_to_the_real_one():
    proposed, known, red_heat = person("Steven Meerson", visibility="proposed"), person("Steve Meerson"), film()
    credit(red_heat, proposed, "writer")
    credit(red_heat, proposed, "producer")
    kept = credit(red_heat, known, "producer", state="proposed")
    merge_proposed_person(proposed, known, by=None, now=NOW)
    kept.refresh_from_db()
    assert [alias.name for alias in known.aliases.all()] == ["Steven Meerson"]
    assert sorted(known.credits.values_list("job", "state")) == [("producer", "confirmed"), ("writer", "confirmed")]
    assert kept.state == "confirmed" and not proposed.credits.exists()
    assert {tag.name for tag in known.tags.all()} == {"producer", "writer"}
    found = DatabaseCatalogue().people_by_key(["steven meerson"])["steven meerson"]
    assert [record.id for record, _ in found] == [known.pk]
    assert DatabaseCatalogue().people([proposed.pk]) == {}


def test_a_merged_person_of_the_same_name_gives_no_other_name():
    proposed, known = person("STEVE MEERSON", visibility="proposed"), person("Steve Meerson")
    merge_proposed_person(proposed, known, by=None, now=NOW)
    assert not known.aliases.exists()


def test_a_hidden_film_is_not_looked_up():
    hidden = film("Red Heat", visibility="hidden")
    assert not DatabaseCatalogue().films_by_key(["red heat"]) and not DatabaseCatalogue().films([hidden.pk])


def test_a_save_re_finds_renders_counts_up_and_keeps_a_revision():
    made, red_heat = essay(body=BODY), film()
    placed(made, "Red Heat", red_heat)
    made.body = "<p>In 1988 came Red Heat.</p>"
    made.save()
    revision = essay_was_saved(made, by=superuser(), now=NOW, note="shortened").revision
    made.refresh_from_db()
    assert (made.version, revision.number, revision.note) == (2, 1, "shortened")
    assert f'<a data-film="{red_heat.pk}"><cite>Red Heat</cite></a>' in made.rendered


def test_of_two_forms_opened_at_one_version_one_is_saved():
    made = essay()
    same = Essay.objects.get(pk=made.pk)
    take_version(made, base_version=1)
    assert made.version == 2
    with pytest.raises(StaleEssayError, match="saved by somebody else"):
        take_version(same, base_version=1)


def test_the_wastebasket_hides_and_gives_back_a_draft():
    made = published()
    discard(made, by=None, now=NOW)
    assert not Essay.objects.published().exists()
    with pytest.raises(WastebasketError, match="already"):
        discard(made, by=None, now=NOW)
    take_back(made, by=None, now=NOW)
    made.refresh_from_db()
    assert (made.status, made.discarded_at) == ("draft", None)
    with pytest.raises(WastebasketError, match="not in the wastebasket"):
        take_back(made, by=None, now=NOW)


def test_the_wastebasket_needs_the_permission_to_delete():
    with pytest.raises(WastebasketError, match="no permission"):
        discard(essay(), by=account("reader", "essays.view_essay"), now=NOW)


def test_a_stored_page_stays_right_through_a_rename_and_a_change_of_visibility():
    """The rendering holds ids: what a record is called, where it stands and who may see it is read when served."""
    made, hill = published(body=BODY), person()
    placed(made, "Walter Hill", hill)
    renew_rendering(made)
    rendered = made.rendered

    def served() -> str:
        _, people = record_ids(rendered)
        public = Person.objects.public().filter(pk__in=people)
        return fill_links(rendered, films={}, people={p.pk: f"/people/{p.slug}/" for p in public})

    assert '<a href="/people/walter-hill/">Walter Hill</a>' in served()
    hill.slug = "walter-wesley-hill"
    hill.save()
    assert '<a href="/people/walter-wesley-hill/">Walter Hill</a>' in served()
    hill.visibility = Visibility.HIDDEN
    hill.save()
    assert "<a " not in served()
    hill.visibility = Visibility.MENTIONED
    hill.save()
    Essay.objects.filter(pk=made.pk).update(status="withdrawn")
    assert "<a " not in served()
    made.refresh_from_db()
    assert made.rendered == rendered


def test_a_decision_renders_the_text_that_is_stored_and_not_the_one_read_before_another_save():
    hill = person()
    made = essay(body="<p>Walter Hill made Red Heat.</p>")
    opened = placed(made, "Walter Hill", hill, state="undecided")
    Essay.objects.filter(pk=made.pk).update(body="<p>Walter Hill made Red Heat in Chicago.</p>")
    link_mention(opened, hill, by=None, now=NOW)
    stored = Essay.objects.get(pk=made.pk)
    assert "in Chicago" in stored.rendered
    assert opened.essay.body == stored.body
