"""Documents brought to the desk: looked at first, made into drafts by one button, each with what became of it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from essays.models import DeliveredFile, Delivery, Essay, Source
from tests import build, documents, exports
from tests.admin.forms import filled_form

ADD = "admin:essays_delivery_add"
REVIEW = (
    "Review: Red Heat (1988)\nChris\n\nWalter Hill made it in 1988, and it is a film about two men who work in cold "
    "rooms and in hot streets.\n\nSign up for our newsletter\n"
)


def upload(client, *files: tuple[str, bytes | str], text: str = ""):
    sent = [SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data) for name, data in files]
    return client.post(reverse(ADD), {"documents": sent, "text": text}, follow=True)


def press(client, response, form_id: str, step: str, **changes):
    data = filled_form(response, form_id) | changes | {"_step": step}
    return client.post(response.request["PATH_INFO"], data, follow=True)


def test_a_document_is_shown_block_by_block_and_nothing_is_made_of_it(desk, red_heat):
    response = upload(desk, ("red-heat.txt", REVIEW))
    page = response.content.decode()
    assert [block.kind for block in response.context["blocks"]] == ["headline", "byline", "paragraph", "boilerplate"]
    assert "boilerplate, set aside" in page
    assert '<mark class="mark-person" title="Walter Hill, person">Walter Hill</mark>' in page
    form = response.context["form"]
    assert form["headline"].value() == "Review: Red Heat (1988)"
    assert form["kind"].value() == "review"
    assert str(form["film"].value()) in {str(red_heat), str(red_heat.pk)}
    assert not Essay.objects.exists()
    assert not Source.objects.exists()


def test_one_button_makes_the_draft_as_it_was_read(desk, red_heat):
    response = press(desk, upload(desk, ("red-heat.txt", REVIEW)), "confirm_form", "draft")
    essay = Essay.objects.get()
    assert response.redirect_chain[-1][0] == reverse("admin:essays_essay_change", args=[essay.pk])
    assert (essay.status, essay.headline, essay.headline_is_proposed) == ("draft", "Review: Red Heat (1988)", False)
    assert [subject.film for subject in essay.subjects.all()] == [red_heat]
    assert not DeliveredFile.objects.exists()
    assert Delivery.objects.get().state == "done"


def test_another_button_makes_and_publishes_it(desk, red_heat):
    response = press(desk, upload(desk, ("red-heat.txt", REVIEW)), "confirm_form", "publish")
    essay = Essay.objects.get()
    assert essay.is_live()
    assert response.redirect_chain[-1][0] == essay.get_absolute_url()


def test_kind_subject_and_headline_may_be_changed_beforehand(desk, red_heat):
    other = build.film("Red Heat", 1985)
    response = upload(desk, ("red-heat.txt", REVIEW))
    response = press(desk, response, "confirm_form", "look", film=other.pk, kind="feature", headline="Cold Rooms")
    assert not Essay.objects.exists()
    assert response.context["report"]["film"]["year"] == 1985
    press(desk, response, "confirm_form", "draft")
    essay = Essay.objects.get()
    assert (essay.kind, essay.headline, essay.subjects.get().film) == ("feature", "Cold Rooms", other)


def test_a_pasted_text_is_a_document(desk, red_heat):
    press(desk, upload(desk, text=REVIEW), "confirm_form", "draft")
    assert Essay.objects.get().sources.get().name.startswith("pasted-")


def test_many_documents_are_listed_and_made_together_with_a_report_on_each(desk, red_heat):
    archive = documents.zipped({"one.md": documents.MARKDOWN, "two.docx": documents.word(), "three.exe": b"MZ"})
    response = upload(desk, ("essays.zip", archive), ("red-heat.txt", REVIEW))
    assert [bool(one.report) for one in response.context["looked"]] == [True, True, False, True]
    assert not Essay.objects.exists()
    response = press(desk, response, "start_form", "draft_all")
    assert Essay.objects.count() == 3
    assert set(Essay.objects.values_list("status", flat=True)) == {"draft"}
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.documents_done) == ("done", 4)
    page = response.content.decode()
    assert "essays.zip, three.exe: documents end in" in page
    assert "one.md: made an essay" in page


def test_what_cannot_be_read_says_so_on_the_screen_and_makes_nothing(desk, db):
    response = upload(desk, ("essay.docx", documents.word(extra={"word/vbaProject.bin": b"x"})))
    assert "macros" in response.content.decode()
    assert "Make the draft" not in response.content.decode()
    press(desk, response, "start_form", "throw_away")
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("essay.pdf", b"%PDF", "documents and archives end in"),
        ("essay.txt", b"  \n", "the file is empty"),
    ],
)
def test_what_is_no_document_is_not_kept(desk, db, name, data, said):
    response = upload(desk, (name, data))
    assert said in response.content.decode()
    assert not Delivery.objects.exists()


def test_nothing_chosen_says_what_to_do(desk, db):
    assert "Choose a file, or paste a text" in upload(desk).content.decode()


def test_a_document_imported_before_is_said_to_be_so(desk, red_heat):
    press(desk, upload(desk, ("red-heat.txt", REVIEW)), "confirm_form", "draft")
    response = upload(desk, ("red-heat.txt", REVIEW))
    assert reverse("admin:essays_essay_change", args=[Essay.objects.get().pk]) in response.content.decode()
    press(desk, response, "confirm_form", "draft")
    assert Essay.objects.count() == 1


def test_a_document_is_text_on_the_screen_and_never_markup(desk, db):
    page = upload(desk, ("<b>x.txt", "<script>alert(1)</script> & <img src=x onerror=alert(2)>")).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<b>x.txt" not in page


def test_pressed_twice_it_is_made_once(desk, red_heat):
    response = upload(desk, ("red-heat.txt", REVIEW))
    press(desk, response, "confirm_form", "draft")
    press(desk, response, "confirm_form", "draft")
    assert Essay.objects.count() == 1


# Who may


@pytest.mark.parametrize("rights", [(), ("essays.view_essay", "essays.change_essay")])
def test_who_may_not_add_essays_brings_none(client, db, rights):
    client.force_login(build.account("reader", *rights))
    assert client.get(reverse(ADD)).status_code == 403
    assert upload(client, ("red-heat.txt", REVIEW)).status_code == 403
    assert not Delivery.objects.exists()


def test_an_author_makes_drafts_and_publishes_none(client, red_heat):
    client.force_login(build.account("author", "essays.add_essay", "essays.change_essay", "essays.view_essay"))
    response = upload(client, ("red-heat.txt", REVIEW))
    assert "Make and publish" not in response.content.decode()
    assert press(client, response, "confirm_form", "publish").status_code == 403
    assert not Essay.objects.exists()
    many = upload(client, ("a.txt", REVIEW), ("b.txt", REVIEW + "More."))
    assert press(client, many, "start_form", "publish_all").status_code == 403
    press(client, response, "confirm_form", "draft")
    assert Essay.objects.get().status == "draft"


def test_a_delivery_is_seen_by_who_brought_it(client, desk, red_heat):
    address = upload(desk, ("red-heat.txt", REVIEW)).request["PATH_INFO"]
    client.force_login(build.account("author", "essays.add_essay"))
    assert client.get(address).status_code == 302
    client.post(address, {"_step": "throw_away"})
    assert Delivery.objects.count() == 1
    assert not re.search("red-heat", client.get(reverse("admin:essays_delivery_changelist")).content.decode())


def test_the_first_page_leads_there(desk, db):
    assert f'href="{reverse(ADD)}"' in desk.get(reverse("admin:index")).content.decode()


def test_a_sites_export_is_looked_at_and_published_as_it_was_there(desk, red_heat, client):
    draft = exports.item(13, slug="later", title="Later", content="It was late.", status="draft", gmt="")
    response = upload(desk, ("films.xml", exports.wxr(exports.item(), draft, exports.item(14, type="page"))))
    page = response.content.decode()
    assert [one.place for one in response.context["looked"]] == [
        "films.xml, post 12",
        "films.xml, post 13",
        "films.xml",
    ]
    assert "1 page" in page
    assert "Of a site’s export, published are only the posts that its readers saw" in page
    assert not Essay.objects.exists()
    report = press(desk, response, "start_form", "publish_all").content.decode()
    assert dict(Essay.objects.values_list("headline", "status")) == {"Cold Rooms": "published", "Later": "draft"}
    assert "films.xml: left out, since only posts become essays: 1 page." in report
    assert "readers of its site did not see it, so it stays a draft" in report
    essay = Essay.objects.get(headline="Cold Rooms")
    assert client.get("/2009/06/red-heat/")["Location"] == essay.get_absolute_url()


def test_an_export_that_is_none_says_so_on_the_screen(desk, db):
    bomb = exports.wxr(exports.item(), head='<!DOCTYPE rss [<!ENTITY a "aaa">]>')
    assert "it brings definitions of its own (a DOCTYPE)" in upload(desk, ("films.xml", bomb)).content.decode()
    assert "it is no export of Ghost" in upload(desk, ("films.json", b'{"a": 1}')).content.decode()
    assert not Essay.objects.exists()
