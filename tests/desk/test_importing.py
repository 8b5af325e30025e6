"""The import of one document: what it stores, what the same or a changed document does, and what it refuses."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from essays.desk.drafting import site_rating
from essays.desk.editing import essay_was_saved
from essays.desk.importing import DocumentError, Outcome, import_document
from essays.desk.mentions import link_mention, reject_mention
from essays.desk.rendering import body_of
from essays.desk.settling import settle_findings_about
from essays.desk.storing import checked
from essays.models import Byline, Credit, Critic, Essay, Film, Finding, Mention, Revision, Source, Subject
from essays.reading.document import Rating
from essays.rendering.body import record_ids
from people.models import Person, Visibility
from tests.build import NOW, account, critic, film, person, superuser
from tests.build import credit as given_credit

pytestmark = pytest.mark.django_db

REVIEW = """
By Mara
3.5/5
Nobody sweats like a Chicago cop in July, and Walter Hill knows it. Red Heat puts Arnold Schwarzenegger in a Soviet \
uniform and asks him not to smile, which he does not, for a hundred minutes.
A partner who never stops talking
James Belushi talks for two. His cop is lazy, loud and rather good at the job, and I liked him more than I expected. \
Compare 48 Hrs., where Hill let Eddie Murphy run away with the picture.
Sign up for our newsletter to get reviews in your inbox.
"""
REFERENCE = """Red Heat is a 1988 American action comedy film directed by Walter Hill and starring Arnold \
Schwarzenegger as Ivan Danko and James Belushi as Art Ridzik.
[1] The film was shot in Chicago and Budapest.
Among the writers who worked on it were Harry Kleiner and Steven Meerson.
[2] James Horner composed the score.
"""
UNKNOWN = """Extreme Prejudice is a 1987 American neo-Western film directed by Walter Hill, starring Nick Nolte and \
Powers Boothe.
[1] It was shot in Texas.
"""


@pytest.fixture
def records():
    """Red Heat and 48 Hrs. with some of their people, and what must not be taken for them."""
    red_heat, hours = film(runtime_minutes=104), film("48 Hrs.", 1982)
    film("Red Heat", 1985)
    people = {
        name: person(name)
        for name in ("Walter Hill", "Arnold Schwarzenegger", "James Belushi", "Eddie Murphy", "James Horner")
    }
    for made in (red_heat, hours):
        given_credit(made, people["Walter Hill"])
        given_credit(made, people["James Horner"], "composer")
    given_credit(red_heat, people["Arnold Schwarzenegger"], "actor", character="Ivan Danko", billing=1)
    given_credit(red_heat, people["James Belushi"], "actor", character="Art Ridzik", billing=2)
    given_credit(hours, people["Eddie Murphy"], "actor", character="Reggie Hammond", billing=2)
    return {"red heat": red_heat, "48 hrs": hours, **people}


def come(data: bytes | str = REVIEW, name: str = "red-heat.txt", **options):
    return import_document(data, name=name, **{"now": NOW, **options})


def essay_of(report) -> Essay:
    return Essay.objects.get(pk=report.essay_id)


def counts() -> dict[str, int]:
    models = (Essay, Source, Mention, Revision, Subject, Byline, Critic, Credit, Person, Film, Finding)
    return {model.__name__: model.objects.count() for model in models}


def test_a_review_becomes_a_draft_with_everything_that_follows(records):
    report = come()
    made = essay_of(report)
    assert (report.outcome, made.kind, made.status) == (Outcome.CREATED, "review", "draft")
    assert [str(byline) for byline in made.bylines.all()] == ["Mara"]
    assert [subject.film for subject in made.subjects.all()] == [records["red heat"]]
    assert (made.headline, made.headline_is_proposed) == ("Red Heat: a review by Mara", True)
    assert (made.rating, made.rating_printed) == (Decimal("3.5"), "3.5/5")
    assert "<h2>A partner who never stops talking</h2>" in made.body
    assert "newsletter" not in made.body
    films, people = record_ids(made.rendered)
    assert films == {records["red heat"].pk, records["48 hrs"].pk}
    assert {records["Walter Hill"].pk, records["Eddie Murphy"].pk} <= people
    source = made.sources.get()
    assert bytes(source.content).decode() == REVIEW
    assert (source.encoding, source.outcome, source.read_at) == ("utf-8", "created", NOW)
    assert "boilerplate" in {block["kind"] for block in source.report["blocks"]}
    assert [revision.number for revision in made.revisions.all()] == [1]


def test_each_mention_stands_in_the_body_where_it_says(records):
    made = essay_of(come())
    text = body_of(made).document.text
    mentions = list(made.mentions.all())
    assert len(mentions) > 5
    for mention in mentions:
        assert text[mention.start : mention.end] == mention.exact
        assert text[: mention.start].endswith(mention.prefix)
        assert text[mention.end :].startswith(mention.suffix)


def test_a_reference_entry_states_credits_that_the_record_lacks(records):
    Credit.objects.filter(job="composer").delete()
    made = essay_of(come(REFERENCE, "red-heat-reference.txt"))
    stated = {(c.person.name, c.job, c.is_credited, c.state) for c in Credit.objects.exclude(source="")}
    assert ("James Horner", "composer", True, "confirmed") in stated
    assert ("Steven Meerson", "writer", False, "proposed") in stated
    assert ("Harry Kleiner", "writer", False, "proposed") in stated
    assert not records["James Horner"].taggings.exists()  # the essay is a draft: its credits show nowhere yet
    asked = set(made.findings.filter(rule="contribution").values_list("exact", flat=True))
    assert asked == {"Harry Kleiner", "Steven Meerson"}
    assert Person.objects.get(name="Steven Meerson").visibility == Visibility.PROPOSED
    assert {t.name for t in made.tags.all()} >= {"action", "comedy"}


def test_whom_a_reference_entry_only_speaks_of_waits_for_an_editor(records):
    text = REFERENCE + "Luis Contreras has a small role. James Belushi appears in every second scene.\n"
    report = come(text, "a.txt").line
    assert [(c["person"], c["role"]) for c in report["credits_to_confirm"]] == [("Luis Contreras", "actor")]
    assert "James Belushi" in {c["person"] for c in report["credits"]}
    waiting = Credit.objects.get(person__name="Luis Contreras")
    assert (waiting.state, waiting.source, waiting.is_credited) == ("proposed", "a.txt", True)
    assert waiting.person.visibility == Visibility.PROPOSED


def test_a_credit_that_an_editor_confirmed_stays_when_the_document_drops_it(records):
    come(REFERENCE + "Luis Contreras has a small role.\n", "a.txt")
    waiting = Credit.objects.get(person__name="Luis Contreras")
    waiting.state = "confirmed"
    waiting.save()
    settle_findings_about([waiting], by=None, now=NOW)
    come(REFERENCE, "a.txt")
    assert str(Credit.objects.get(pk=waiting.pk).person) == "Luis Contreras"


def test_what_the_text_credits_to_somebody_else_is_asked_and_not_stored(records):
    text = REFERENCE.replace("directed by Walter Hill", "directed by Gary Nelson").replace("a 1988", "a 1989")
    made = essay_of(come(text, film=records["red heat"]))
    asked = {finding.rule: finding for finding in made.findings.all()}
    assert "has Gary Nelson as director of Red Heat; the record has Walter Hill" in asked["credit"].message
    assert (asked["credit"].exact, asked["credit"].suggestion) == ("Gary Nelson", "Walter Hill")
    assert "dates Red Heat 1989; the record has 1988" in asked["year"].message
    assert [c.person.name for c in records["red heat"].credits.filter(job="director")] == ["Walter Hill"]


def test_a_character_that_the_record_gives_to_somebody_else_is_asked(records):
    text = REFERENCE.replace("James Belushi as Art Ridzik", "James Belushi as Lou Donnelly")
    made = essay_of(come(text))
    [asked] = made.findings.filter(rule="character")
    assert "James Belushi as Lou Donnelly" in asked.message
    assert "Art Ridzik" in asked.suggestion


def test_a_film_that_no_record_has_is_proposed_by_a_reference_entry_with_its_people(records):
    made = essay_of(come(UNKNOWN, "extreme-prejudice.txt"))
    proposed = Film.objects.get(title="Extreme Prejudice")
    assert (proposed.release_year, proposed.visibility) == (1987, Visibility.PROPOSED)
    assert [subject.film for subject in made.subjects.all()] == [proposed]
    stated = {(c.person.name, c.job) for c in proposed.credits.all()}
    assert stated == {("Walter Hill", "director"), ("Nick Nolte", "actor"), ("Powers Boothe", "actor")}
    assert Person.objects.get(name="Nick Nolte").visibility == Visibility.MENTIONED
    assert made.mentions.get(film=proposed).exact == "Extreme Prejudice"
    again = essay_of(come(UNKNOWN + "It made a loss.\n", "another.txt"))
    assert [subject.film for subject in again.subjects.all()] == [proposed]


def test_a_review_of_an_unknown_film_has_no_subject_and_a_headline_from_its_first_words():
    made = essay_of(come("By Mara\n\nI saw it in the rain, and I would see it in the rain again, gladly.\n"))
    assert not made.subjects.exists()
    assert made.headline.startswith("I saw it in the rain")
    assert made.headline_is_proposed


def test_a_name_without_a_record_is_proposed_and_public_nowhere(records):
    made = essay_of(come(REFERENCE, publish=True))
    meerson = Person.objects.get(name="Steven Meerson")
    assert meerson.visibility == Visibility.PROPOSED
    assert made.mentions.get(person=meerson).state == Mention.State.PROPOSED
    assert meerson.pk not in record_ids(made.rendered)[1]
    assert meerson not in Person.objects.public()
    other = essay_of(come(REFERENCE + "It is set in Moscow.\n", "other.txt"))
    assert other.mentions.get(person__name="Steven Meerson").person == meerson


def test_a_proposed_person_whom_a_later_document_credits_is_linked_where_they_were_proposed(records):
    first = essay_of(come(REFERENCE))
    come(REFERENCE.replace("James Horner composed", "Steven Meerson composed"), "later.txt")
    Credit.objects.filter(job="composer").delete()
    meerson = Person.objects.get(name="Steven Meerson")
    come(REFERENCE.replace("James Horner composed", "Steven Meerson directed"), "last.txt", film=film("Alien", 1979))
    first.refresh_from_db()
    meerson.refresh_from_db()
    assert meerson.visibility == Visibility.MENTIONED
    assert first.mentions.get(person=meerson).state == Mention.State.LINKED
    assert meerson.pk in record_ids(first.rendered)[1]


def test_publishing_needs_a_known_subject_or_a_given_kind(records):
    report = come(publish=True)
    assert report.is_published
    assert essay_of(report).is_live(NOW)
    plain = "By Mara\n\nI saw it in the rain, and I would see it in the rain again, gladly.\n"
    unsure = come(plain, "rain.txt", publish=True)
    assert not unsure.is_published
    assert "its subject film is not known" in unsure.sentence()
    sure = come(plain + "Twice.\n", "rain-2.txt", publish=True, kind="feature")
    assert (sure.is_published, essay_of(sure).kind) == (True, "feature")


def test_the_subject_may_be_given(records):
    report = come("By Mara\n\nI saw it in the rain, and I would see it again.\n", film=records["48 hrs"])
    assert report.line["film"]["title"] == "48 Hrs."
    assert [s.film for s in essay_of(report).subjects.all()] == [records["48 hrs"]]


def test_a_critic_is_found_by_another_name(records):
    desk = critic("Double Bill")
    desk.aliases.create(name="Mara")
    made = essay_of(come())
    [byline] = made.bylines.all()
    assert (byline.critic, byline.as_signed) == (desk, "Mara")


def test_the_same_bytes_again_change_nothing(records):
    come()
    before = counts()
    report = come()
    assert report.outcome is Outcome.UNCHANGED
    assert report.line["film"]["year"] == 1988
    assert counts() == before


def test_the_same_bytes_under_another_name_are_a_duplicate(records):
    first = come()
    report = come(name="copy.txt")
    assert (report.outcome, report.line["id"], report.essay_id) == (Outcome.DUPLICATE, "copy.txt", None)
    assert report.line["film"] == first.line["film"]
    duplicate = Source.objects.get(name="copy.txt")
    assert (duplicate.duplicate_of.name, Essay.objects.count()) == ("red-heat.txt", 1)
    assert come(name="copy.txt").outcome is Outcome.UNCHANGED


def test_a_changed_document_updates_the_draft_it_made(records):
    made = essay_of(come())
    changed = REVIEW.replace("By Mara", "By Nora").replace("48 Hrs.", "Trading Places")
    report = come(changed)
    made.refresh_from_db()
    assert (report.outcome, report.essay_id, Essay.objects.count()) == (Outcome.UPDATED, made.pk, 1)
    assert [str(byline) for byline in made.bylines.all()] == ["Nora"]
    assert records["48 hrs"].pk not in record_ids(made.rendered)[0]
    assert not made.mentions.filter(film=records["48 hrs"]).exists()
    assert [r.note for r in made.revisions.all()] == ["imported from red-heat.txt", "imported again from red-heat.txt"]
    assert made.sources.count() == 2
    assert come(changed).outcome is Outcome.UNCHANGED


def test_a_document_that_goes_back_to_earlier_bytes_takes_its_essay_along(records):
    first = come()
    come(REVIEW.replace("hundred", "thousand"), now=NOW + dt.timedelta(minutes=1))
    back = come(now=NOW + dt.timedelta(minutes=2))
    assert (back.outcome, back.essay_id) == (Outcome.UPDATED, first.essay_id)
    assert "for a hundred minutes" in essay_of(back).body
    sources = Source.objects.filter(name=back.name)
    assert (sources.count(), sources.first().read_at) == (2, NOW + dt.timedelta(minutes=2))
    assert sources.first().outcome == Outcome.UPDATED
    assert come(now=NOW + dt.timedelta(minutes=3)).outcome is Outcome.UNCHANGED


def test_going_back_is_no_duplicate_of_what_copied_the_document_since(records):
    come()
    come(name="copy.txt")
    come(REVIEW.replace("hundred", "thousand"), now=NOW + dt.timedelta(minutes=1))
    assert come(now=NOW + dt.timedelta(minutes=2)).outcome is Outcome.UPDATED


def jobs_of(name: str) -> list[str]:
    return sorted(Person.objects.get(name=name).taggings.values_list("tag__name", flat=True))


def test_a_corrected_document_takes_back_the_credits_that_it_stated(records):
    wrong = REFERENCE.replace("James Horner composed", "Basil Poledouris composed")
    Credit.objects.filter(job="composer").delete()
    made = come(wrong, "a.txt", publish=True)
    assert jobs_of("Basil Poledouris") == ["composer"]
    right = come(REFERENCE, "a.txt", publish=True)
    assert (right.outcome, right.essay_id) == (Outcome.UPDATED, made.essay_id)
    composers = Credit.objects.filter(film=records["red heat"], job="composer")
    assert [(str(credit.person), credit.state) for credit in composers] == [("James Horner", "confirmed")]
    assert (jobs_of("Basil Poledouris"), jobs_of("James Horner")) == ([], ["composer"])
    assert not Finding.objects.filter(rule="credit").exists()


def test_a_changed_document_keeps_the_credits_that_it_still_states_and_those_of_others(records):
    Credit.objects.filter(job="composer", film=records["red heat"]).delete()
    come(REFERENCE, "a.txt", publish=True)
    before = sorted(Credit.objects.values_list("pk", "source"))
    assert "a.txt" in {source for _, source in before}
    come(REFERENCE.replace("Chicago", "Illinois"), "a.txt", publish=True)
    assert sorted(Credit.objects.values_list("pk", "source")) == before


def test_a_contribution_that_an_editor_confirmed_stays_when_the_document_drops_it(records):
    come(REFERENCE, "a.txt")
    Credit.objects.filter(is_credited=False, person__name="Harry Kleiner").update(state="confirmed")
    come(REFERENCE.replace("Harry Kleiner and Steven Meerson", "friends"), "a.txt")
    assert [str(credit.person) for credit in Credit.objects.filter(is_credited=False)] == ["Harry Kleiner"]


def test_what_an_editor_has_changed_is_kept_and_so_is_the_document(records):
    made = essay_of(come())
    made.headline, made.headline_is_proposed = "Two cops, one sauna", False
    made.save()
    essay_was_saved(made, by=superuser(), now=NOW)
    before = counts()
    report = come(REVIEW + "A last line.\n")
    made.refresh_from_db()
    assert report.outcome is Outcome.KEPT_BESIDE
    assert "an editor has changed that essay" in report.sentence()
    assert made.headline == "Two cops, one sauna"
    assert counts() == {**before, "Source": before["Source"] + 1}
    kept = Source.objects.get(outcome="kept beside")
    assert (kept.essay, bytes(kept.content).decode()) == (made, REVIEW + "A last line.\n")


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        pytest.param({"discarded_at": NOW}, "in the wastebasket", id="thrown away"),
        pytest.param({"status": "in review"}, "that essay is in review", id="in review"),
        pytest.param({"status": "published", "published_at": NOW}, "with --publish to renew", id="published"),
    ],
)
def test_an_essay_that_is_no_draft_any_more_is_kept(records, fields, why):
    Essay.objects.filter(pk=come().essay_id).update(**fields)
    report = come(REVIEW + "A last line.\n")
    assert (report.outcome, why in report.sentence()) == (Outcome.KEPT_BESIDE, True)


def test_publishing_again_renews_what_the_import_itself_published(records):
    made = essay_of(come(publish=True))
    report = come(REVIEW + "A last line.\n", publish=True)
    made.refresh_from_db()
    assert (report.outcome, made.is_live(NOW), "A last line." in made.body) == (Outcome.UPDATED, True, True)


def test_who_may_not_publish_renews_nothing_that_is_public(records):
    made = essay_of(come(publish=True))
    report = come(REVIEW + "A last line.\n", publish=True, by=account("writer", "essays.add_essay"))
    made.refresh_from_db()
    assert (report.outcome, "A last line." in made.body) == (Outcome.KEPT_BESIDE, False)
    unpublished = come(UNKNOWN, "new.txt", publish=True, by=account("other", "essays.add_essay"))
    assert not unpublished.is_published
    assert "has no permission" in unpublished.sentence()


def test_what_an_editor_decided_about_words_survives_a_new_import(records):
    made = essay_of(come())
    other = person("Walter Hill", disambiguation="cricketer")
    linked = made.mentions.filter(exact="Walter Hill").first()
    link_mention(linked, other, by=superuser(), now=NOW)
    rejected = made.mentions.get(exact="48 Hrs.")
    reject_mention(rejected, by=None, now=NOW)
    report = come(REVIEW.replace("Nobody sweats", "On some days nobody sweats"))
    assert report.outcome is Outcome.UPDATED
    made.refresh_from_db()
    assert made.mentions.get(exact="Walter Hill").person == other
    assert made.mentions.get(exact="48 Hrs.").state == Mention.State.REJECTED
    films, people = record_ids(made.rendered)
    assert other.pk in people
    assert records["48 hrs"].pk not in films


def test_a_question_that_an_editor_settled_is_not_asked_again(records):
    made = essay_of(come(REFERENCE))
    asked = made.findings.filter(rule="contribution").first()
    Finding.objects.filter(pk=asked.pk).update(state="dismissed")
    come(REFERENCE + "It is set in Moscow.\n")
    assert made.findings.filter(message=asked.message).count() == 1
    assert made.findings.get(message=asked.message).state == "dismissed"


def test_a_dry_run_stores_nothing_and_reports_the_same(records):
    before = counts()
    dry = come(dry_run=True)
    assert (dry.outcome, counts()) == (Outcome.READ, before)
    assert dry.line == come().line


def test_a_report_is_json_and_its_offsets_are_the_texts(records):
    text = REVIEW.replace("Nobody", "“Ça”, 🎬 nobody")
    line = json.loads(json.dumps(come(text).line))
    for row in (*line["people"], *line["films"]):
        assert text[row["start"] : row["end"]] == row["surface"]
    assert [text[h["start"] : h["end"]] for h in line["headings"]] == ["A partner who never stops talking"]
    covered = sum(block["end"] - block["start"] for block in line["blocks"])
    assert covered == len(text)


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        pytest.param(b"", "a.txt", "empty", id="empty"),
        pytest.param(b" \n\n", "a.txt", "empty", id="white space"),
        pytest.param(b"one\x00two three four", "a.txt", "NUL|binary", id="NUL"),
        pytest.param("half a \ud83c pair", "a", "surrogate", id="lone surrogate"),
        pytest.param(b"%PDF-1.7 and so on", "a.txt", "PDF", id="a PDF"),
        pytest.param("x" * 2_000_001, "a", "limit is 2,000,000", id="too long"),
        pytest.param("word " * 50_000, "a", "line", id="one long line"),
        pytest.param(b"A text.", " ", "has no name", id="no name"),
        pytest.param(b"A text.", "n" * 600, "600 characters", id="a name too long"),
        pytest.param(b"A text.", "a\x00b", "NUL", id="a name with NUL"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence_and_leaves_nothing(data, name, said):
    with pytest.raises(DocumentError, match=said):
        come(data, name)
    assert set(counts().values()) == {0}


def test_what_only_one_database_would_store_is_refused_on_both():
    with pytest.raises(ValidationError):
        checked(Critic(name="N" * 201))
    with pytest.raises(ValidationError):
        checked(Mention(kind="film", state="linked", exact="W" * 501))


@pytest.mark.parametrize("words", ["Walter Hill and starring", "as Ivan Danko"])
def test_a_name_that_no_row_holds_is_left_out_with_a_note_and_the_rest_is_stored(records, words):
    long = "Karl" + "friedrich" * 36
    text = REFERENCE.replace(words, words.replace("Hill", f"Hill, Max {long}").replace("Danko", f"Danko{long}"))
    report = come(text, "a.txt")
    assert report.outcome is Outcome.CREATED
    assert Credit.objects.filter(person__name="Steven Meerson").exists()
    assert not Person.objects.filter(name__contains=long).exists()
    assert not Credit.objects.filter(character__contains=long).exists()
    assert any("at most 300 fit; it was left out" in note for note in report.notes)


def test_windows_1252_is_read_and_noted(records):
    report = come(REVIEW.replace("3.5/5\n", "").replace("July", "July – “hot”").encode("cp1252"))
    source = essay_of(report).sources.get()
    assert source.encoding in {"windows-1252", "cp1252"}
    assert "“hot”" in essay_of(report).body


@pytest.mark.parametrize(
    ("printed", "value", "best", "rating"),
    [
        pytest.param("★★★½", 3.5, 5.0, "3.5", id="stars"),
        pytest.param("7/10", 7.0, 10.0, "3.5", id="of ten"),
        pytest.param("64/100", 64.0, 100.0, "3.0", id="of a hundred"),
        pytest.param("A+", None, None, "5.0", id="the best letter"),
        pytest.param("B", None, None, "3.5", id="a letter"),
        pytest.param("F", None, None, "0.0", id="the worst letter"),
        pytest.param("11/10", 11.0, 10.0, "5.0", id="above the best"),
        pytest.param("two thumbs up", None, None, None, id="nothing that counts"),
    ],
)
def test_a_printed_rating_is_mapped_to_the_sites_scale(printed, value, best, rating):
    found = site_rating(Rating(printed, value, best), best=5)
    assert found == (None if rating is None else Decimal(rating))


def test_storing_costs_no_query_a_mention(records, django_assert_max_num_queries):
    once = REVIEW
    many = REVIEW.replace("Compare 48 Hrs.", "Compare 48 Hrs. " * 1 + "Hill and Schwarzenegger and Belushi. " * 40)
    with django_assert_max_num_queries(70):
        come(once)
    with django_assert_max_num_queries(70):
        come(many, "many.txt")
