"""Whole sites on their way into rows: posts with their dates, authors, tags and old addresses."""

import io
import json

import pytest

from essays.desk.delivered import Incoming
from essays.desk.importing import DocumentError, ImportReport, Outcome, import_document
from essays.desk.incoming import documents_in
from essays.desk.publishing import publish
from essays.models import Critic, Essay, Redirect
from essays.reading.site_post import Post, read_post
from tests import build, exports
from tests.build import NOW

pytestmark = pytest.mark.django_db


def bring(data: bytes, name: str = "films.xml", **options) -> list[ImportReport]:
    """Import the posts of an export."""
    found = documents_in(io.BytesIO(data), name=name, place=name, size=len(data))
    posts = [item for item in found if isinstance(item, Incoming)]
    return [import_document(post.data, name=post.name, now=NOW, **options) for post in posts]


EXPORTS = {
    "films.xml": exports.wxr(exports.item()),
    "blocks.xml": exports.wxr(exports.item(content=exports.BLOCKS)),
    "films.json": exports.ghost(exports.ghost_post(), tags=["Reviews", "Cold War"]),
}
each_export = pytest.mark.parametrize("name", EXPORTS)


@each_export
def test_a_post_becomes_an_essay_with_all_that_its_site_knew(name: str) -> None:
    red_heat, known = build.film(), build.critic("Chris")
    [report] = bring(EXPORTS[name], name, publish=True)
    assert report.outcome is Outcome.CREATED
    essay = Essay.objects.get()
    assert (essay.headline, essay.standfirst, essay.status) == ("Cold Rooms", "Two men at a gate.", "published")
    assert essay.published_at.year in (2009, 2019)
    assert [byline.critic for byline in essay.bylines.all()] == [known]
    assert sorted(tag.name for tag in essay.tags.all()) == ["Cold War", "Reviews"]
    assert "<em>Red Heat</em>" in essay.body
    assert essay.subjects.get().film == red_heat
    assert "<figcaption>The gate" in essay.body
    assert "gate.jpg" in " ".join(report.notes)
    for leftover in ("[caption", "[gallery", "wp:", "kg-card", "__GHOST_URL__"):
        assert leftover not in essay.body
    assert essay.redirects.exists()


@each_export
def test_importing_again_changes_nothing(name: str) -> None:
    bring(EXPORTS[name], name, publish=True)
    rows = [list(model.objects.order_by("pk").values()) for model in (Essay, Redirect, Critic)]
    [report] = bring(EXPORTS[name], name, publish=True)
    assert (report.outcome, report.notes) == (Outcome.UNCHANGED, ())
    assert [list(model.objects.order_by("pk").values()) for model in (Essay, Redirect, Critic)] == rows


def test_a_critic_whom_nobody_knows_is_made() -> None:
    bring(EXPORTS["films.xml"])
    assert [critic.name for critic in Critic.objects.all()] == ["Chris"]


def test_old_addresses_answer_once_the_essay_is_published(client) -> None:
    bring(EXPORTS["films.xml"], publish=True)
    essay = Essay.objects.get()
    for old in ("/2009/06/red-heat/", "/?p=12"):
        answer = client.get(old)
        assert (answer.status_code, answer["Location"]) == (301, essay.get_absolute_url())
    assert client.get(essay.get_absolute_url()).status_code == 200


def test_a_draft_there_is_a_draft_here(client) -> None:
    draft = exports.item(status="draft", gmt="0000-00-00 00:00:00")
    [report] = bring(exports.wxr(draft), publish=True)
    assert "so it stays a draft" in report.sentence()
    essay = Essay.objects.get()
    assert (essay.status, essay.published_at) == ("draft", None)
    assert client.get("/?p=12").status_code == 200  # the first page: where it leads is nobody's to see yet
    assert client.get("/2009/06/red-heat/").status_code == 404


def test_what_was_scheduled_there_is_scheduled_here() -> None:
    bring(exports.wxr(exports.item(status="future", gmt="2999-01-01 08:00:00")), publish=True)
    essay = Essay.objects.get()
    assert (essay.status, essay.published_at.year, essay.is_live()) == ("published", 2999, False)


def test_a_published_post_of_no_film_is_published_too() -> None:
    bring(exports.wxr(exports.item(title="Housekeeping", content="The letter comes on Fridays now.")), publish=True)
    assert Essay.objects.get().is_live()


def test_imported_as_a_draft_it_keeps_the_date_that_it_is_published_with_later() -> None:
    bring(EXPORTS["films.xml"])
    essay = Essay.objects.get()
    assert (essay.status, essay.published_at.year) == ("draft", 2009)
    publish(essay, by=None, now=NOW)
    assert essay.published_at.year == 2009


def test_who_may_not_publish_gives_neither_date_nor_addresses_and_a_publisher_makes_up_for_it() -> None:
    editor, publisher = build.member("Editors"), build.member("Publishers")
    [report] = bring(EXPORTS["films.xml"], by=editor, publish=True)
    assert "its old addresses were not kept" in report.sentence()
    assert "has no permission" in report.sentence()
    essay = Essay.objects.get()
    assert (essay.status, essay.published_at) == ("draft", None)
    assert not Redirect.objects.exists()
    [again] = bring(EXPORTS["films.xml"], by=publisher)
    assert (again.outcome, again.notes) == (Outcome.UNCHANGED, ())
    assert {(row.path, row.made_by) for row in essay.redirects.all()} == {
        ("/2009/06/red-heat", publisher),
        ("/?p=12", publisher),
    }


def test_a_changed_post_is_taken_as_a_changed_document_is() -> None:
    bring(EXPORTS["films.xml"])
    changed = exports.wxr(exports.item(content=exports.REVIEW + "\nIt was late.\n", slug="red-heat-again"))
    [report] = bring(changed)
    assert report.outcome is Outcome.UPDATED
    essay = Essay.objects.get()
    assert "It was late." in essay.body
    assert [row.path for row in essay.redirects.all()] == ["/2009/06/red-heat", "/2009/06/red-heat-again", "/?p=12"]
    Essay.objects.update(standfirst="An editor was here.")
    [kept] = bring(EXPORTS["films.xml"])
    assert kept.outcome is Outcome.KEPT_BESIDE


def test_an_address_that_leads_elsewhere_stays_so_and_that_is_said() -> None:
    other = build.essay("Another")
    Redirect.objects.create(path="/2009/06/red-heat", essay=other)
    [report] = bring(EXPORTS["films.xml"])
    assert "its old address /2009/06/red-heat leads to “Another” and was left so" in report.sentence()
    assert Redirect.objects.get(path="/2009/06/red-heat").essay == other


def test_the_essays_own_address_needs_no_redirect() -> None:
    bring(exports.wxr(exports.item(link=f"{exports.SITE}/essays/cold-rooms/")))
    assert Essay.objects.get().slug == "cold-rooms"
    assert [row.path for row in Redirect.objects.all()] == ["/?p=12"]


def test_looking_stores_nothing() -> None:
    [report] = bring(EXPORTS["films.xml"], dry_run=True)
    assert report.headline == "Cold Rooms"
    assert not (Essay.objects.exists() or Redirect.objects.exists())


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no post out of a site's export"),
        (b"[]", "no post out of a site's export"),
        (b'{"system": "WordPress"}', "no post out of a site's export"),
        (b'{"system": "WordPress", "id": "1", "html": 3}', "no post out of a site's export"),
        (b"[" * 100_000, "no post out of a site's export"),
        (Post("WordPress", "1", html="<p> </p>[gallery]").as_bytes(), "holds no text"),
        (Post("Ghost", "1", html="<div>" * 900 + "deep").as_bytes(), "deep within one another"),
        (Post("Ghost", "1", html="half \ud83d of one").as_bytes(), "Half"),
    ],
)
def test_a_post_that_cannot_be_read_is_refused_in_one_sentence(data: bytes, said: str) -> None:
    with pytest.raises(DocumentError, match=said):
        import_document(data, name="films.example/1.post", now=NOW)
    assert not Essay.objects.exists()


def test_nothing_of_a_post_runs() -> None:
    html = '<p onclick="x()">Words <script>alert(1)</script><a href="javascript:x()">here</a></p><iframe src="/a">'
    post = Post("Ghost", "1", title="<b onclick=x>Cold</b> Rooms &amp; Hot", html=html, picture='/a" onerror="x')
    import_document(post.as_bytes(), name="ghost/1.post", now=NOW)
    essay = Essay.objects.get()
    assert essay.headline == "Cold Rooms & Hot"
    for word in ("onclick", "script", "iframe", "alert"):
        assert word not in essay.body
    assert 'onerror="' not in essay.body


def test_a_title_may_hold_tags_and_an_excerpt_more_than_one_paragraph() -> None:
    title, excerpt = "<em>Red&nbsp;Heat</em> &#8211; cold", "<p>One.</p><p>Two.</p>"
    page = read_post(Post("WordPress", "1", title=title, excerpt=excerpt, html="Words.").as_bytes())
    assert (page.stated.title, page.stated.standfirst) == ("Red Heat – cold", "One. Two.")


def test_an_excerpt_of_nothing_is_none() -> None:
    assert read_post(Post("Ghost", "1", excerpt=" \n", html="<p>Words.</p>").as_bytes()).stated.standfirst == ""


def test_the_bytes_that_are_kept_are_the_posts_own() -> None:
    bring(EXPORTS["films.xml"])
    source = Essay.objects.get().sources.get()
    assert json.loads(bytes(source.content))["title"] == "Cold Rooms"
    assert source.name == "films.example/12.post"
