"""An editor's work on an essay: saving, deciding, stepping towards readers, the wastebasket."""

import pytest
from django.urls import reverse

from essays.desk.filing import FilingError, assign_essay
from essays.models import Essay, Mention, Subject
from people.models import Person, Tag
from tests import build
from tests.admin.conftest import open_mention
from tests.admin.forms import filled_form

LIST = "admin:essays_essay_changelist"


def form_address(essay: Essay) -> str:
    return reverse("admin:essays_essay_change", args=[essay.pk])


def opened(client, essay: Essay) -> dict:
    """What the essay's form holds when it is opened now."""
    response = client.get(form_address(essay))
    assert response.status_code == 200
    return filled_form(response, "essay_form")


def saved(client, essay: Essay, data: dict, **changes) -> Essay:
    """The essay after its form was sent and taken."""
    response = client.post(form_address(essay), data | changes | {"_continue": "1"})
    assert response.status_code == 302, response.context["errors"]
    return Essay.objects.get(pk=essay.pk)


def test_an_untouched_form_saves_nothing_and_makes_no_revision(desk, review):
    after = saved(desk, review, opened(desk, review))
    assert (after.version, after.revisions.count()) == (1, 0)


def test_a_save_counts_the_version_and_keeps_a_revision_with_who_saved_it(desk, review):
    after = saved(desk, review, opened(desk, review), headline="Stone in Chicago")
    assert (after.headline, after.version) == ("Stone in Chicago", 2)
    revision = after.revisions.get()
    assert revision.content["headline"] == "Stone in Chicago"
    assert revision.saved_by.username == "publisher"


def test_a_save_finds_the_links_again_and_renews_the_rendering(desk, review):
    body = "<p>In 1988, <em>Walter Hill</em> made Red Heat.</p>"
    after = saved(desk, review, opened(desk, review), body=body)
    linked = after.mentions.get(state="linked")
    assert (linked.start, linked.is_lost) == (9, False)
    assert f'data-person="{linked.person_id}"' in after.rendered


def test_words_that_an_edit_removed_are_shown_as_lost(desk, review):
    saved(desk, review, opened(desk, review), body="<p>He made Red Heat in 1988.</p>")
    page = desk.get(form_address(review)).content.decode()
    assert "not found again after an edit" in page
    assert "1 link lost its words: see “to decide” below the text." in page


def test_a_save_that_loses_nothing_more_does_not_speak_of_what_was_lost_before(desk, review):
    saved(desk, review, opened(desk, review), body="<p>He made Red Heat in 1988.</p>")
    saved(desk, review, opened(desk, review), headline="Stone in Chicago")
    messages = [str(message) for message in desk.get(form_address(review)).context["messages"]]
    assert messages
    assert not any("lost" in message for message in messages)


def test_a_lost_link_is_dropped(desk, review):
    saved(desk, review, opened(desk, review), body="<p>He made Red Heat in 1988.</p>")
    data = opened(desk, review)
    row = decision_prefix(data, review.mentions.get(is_lost=True))
    after = saved(desk, review, data, **{f"{row}-decision": "drop"})
    assert not after.mentions.filter(is_lost=True).exists()


def test_only_a_lost_link_can_be_dropped(desk, review):
    data = opened(desk, review)
    response = desk.post(
        form_address(review), data | {f"{decision_prefix(data, open_mention(review))}-decision": "drop"}
    )
    assert response.status_code == 200
    assert open_mention(review)


def test_a_save_says_which_links_it_found(desk, review):
    build.person("Ed O'Ross")
    saved(desk, review, opened(desk, review), body="<p>Walter Hill made Red Heat in 1988.</p><p>With Ed O'Ross.</p>")
    assert "1 new link" in desk.get(form_address(review)).content.decode()


def test_a_new_headline_is_no_longer_a_proposal(desk, review):
    Essay.objects.update(headline_is_proposed=True)
    data = opened(desk, review)
    assert data["headline_is_proposed"] == "on"
    assert saved(desk, review, data, headline="Stone in Chicago").headline_is_proposed is False


def test_a_new_essay_is_its_writers_draft_with_a_first_revision(desk, red_heat):
    data = filled_form(desk.get(reverse("admin:essays_essay_add")), "essay_form")
    data |= {"headline": "Moscow on the lake", "body": "<p>Red Heat is a film of 1988.</p><script>x()</script>"}
    data |= {"subjects-TOTAL_FORMS": "1", "subjects-0-film": red_heat.pk, "subjects-0-position": "1"}
    assert desk.post(reverse("admin:essays_essay_add"), data).status_code == 302
    essay = Essay.objects.get()
    assert (essay.status, essay.owner.username, essay.body) == (
        "draft",
        "publisher",
        "<p>Red Heat is a film of 1988.</p>",
    )
    assert list(essay.films.all()) == [red_heat]
    assert essay.revisions.get().note == "written"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        pytest.param("One.\n\nTwo & three.", "<p>One.</p>\n\n<p>Two &amp; three.</p>", id="plain text"),
        pytest.param("An <em>important</em> film.", "<p>An <em>important</em> film.</p>", id="with emphasis"),
        pytest.param("<h2>One</h2>\n<p>Two.</p>", "<h2>One</h2>\n<p>Two.</p>", id="html stays as it is"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_plain_text_becomes_paragraphs(desk, review, typed, stored):
    assert saved(desk, review, opened(desk, review), body=typed).body == stored


# Two editors


def test_a_second_save_from_a_stale_form_is_refused_and_shows_both_texts(desk, review):
    mine = opened(desk, review)
    saved(desk, review, opened(desk, review), body="<p>Walter Hill made it.</p><p>The other's words.</p>")
    response = desk.post(form_address(review), mine | {"body": "<p>Walter Hill made it.</p><p>My own words.</p>"})
    page = response.content.decode()
    assert response.status_code == 200
    assert "Somebody else saved this essay" in page
    assert "The other&#x27;s words." in page
    assert filled_form(response, "essay_form")["body"].strip().endswith("<p>My own words.</p>")
    assert "The other" in Essay.objects.get().body
    parts = response.context["adminform"].form.conflict.fields[0].parts
    assert [part.is_same for part in parts] == [True, False]


def test_a_stale_form_is_refused_again_until_the_editor_says_they_compared(desk, review):
    mine = opened(desk, review) | {"body": "<p>My own words.</p>"}
    saved(desk, review, opened(desk, review), body="<p>The other's words.</p>")
    again = filled_form(desk.post(form_address(review), mine), "essay_form")
    assert desk.post(form_address(review), again).status_code == 200
    after = saved(desk, review, again, compared_version="2")
    assert (after.body, after.version) == ("<p>My own words.</p>", 3)
    assert [r.content["body"] for r in after.revisions.order_by("number")] == [
        "<p>The other's words.</p>",
        "<p>My own words.</p>",
    ]


def test_what_was_compared_is_stale_when_a_third_save_came(desk, client, review):
    client.force_login(build.account("third", is_superuser=True))
    mine = opened(desk, review) | {"headline": "Mine"}
    saved(desk, review, opened(desk, review), headline="The second")
    again = filled_form(desk.post(form_address(review), mine), "essay_form") | {"compared_version": "2"}
    saved(client, review, opened(client, review), headline="The third")
    response = desk.post(form_address(review), again)
    assert response.status_code == 200
    assert response.context["adminform"].form.conflict.fields[0].saved == "The third"


TWO = "<p>Walter Hill made it.</p><p>The second.</p><p>The third.</p>"


def test_two_editors_paragraphs_are_put_together_on_offer(desk, review):
    saved(desk, review, opened(desk, review), body=TWO, standfirst="")
    mine = opened(desk, review) | {"body": TWO.replace("The second", "My second"), "has_spoilers": "on"}
    saved(desk, review, opened(desk, review), body=TWO.replace("The third", "Their third"), standfirst="Theirs.")
    refused = desk.post(form_address(review), mine)
    assert "Put both together" in refused.content.decode()
    merged = desk.post(form_address(review), filled_form(refused, "essay_form") | {"_merge": "1"})
    assert "2 changes of theirs and all of yours" in merged.content.decode()
    assert "Their third" in Essay.objects.get().body and "My second" not in Essay.objects.get().body  # nothing saved
    after = saved(desk, review, filled_form(merged, "essay_form"))
    assert after.body.replace("\n", "") == TWO.replace("The second", "My second").replace("The third", "Their third")
    assert (after.standfirst, after.has_spoilers) == ("Theirs.", True)


def test_where_both_changed_a_paragraph_the_editors_own_stands_and_both_are_shown(desk, review):
    saved(desk, review, opened(desk, review), body=TWO)
    mine = opened(desk, review) | {"body": TWO.replace("The second", "My second"), "headline": "Mine"}
    saved(desk, review, opened(desk, review), body=TWO.replace("The second", "Their second"), headline="Theirs")
    merged = desk.post(form_address(review), mine | {"_merge": "1"})
    page = merged.content.decode()
    assert "2 places were changed by both" in page
    assert "Their second" in page and "My second" in filled_form(merged, "essay_form")["body"]
    assert filled_form(merged, "essay_form")["headline"] == "Mine"


def test_what_was_put_together_is_stale_when_a_third_save_came(desk, client, review):
    client.force_login(build.account("third", is_superuser=True))
    saved(desk, review, opened(desk, review), body=TWO)
    mine = opened(desk, review) | {"body": TWO.replace("The second", "My second"), "_merge": "1"}
    saved(desk, review, opened(desk, review), body=TWO.replace("The third", "Their third"))
    merged = filled_form(desk.post(form_address(review), mine), "essay_form")
    saved(client, review, opened(client, review), headline="The third editor's")
    assert desk.post(form_address(review), merged).status_code == 200
    assert "My second" not in Essay.objects.get().body


def test_without_a_known_beginning_nothing_is_put_together(desk, review):
    saved(desk, review, opened(desk, review), body=TWO)
    mine = opened(desk, review) | {"body": "<p>Mine.</p>", "base_revision": "99", "_merge": "1"}
    saved(desk, review, opened(desk, review), body="<p>Theirs.</p>")
    page = desk.post(form_address(review), mine).content.decode()
    assert "Put both together" not in page and "Somebody else saved this essay" in page


def test_rows_that_another_editor_removed_meanwhile_do_not_break_the_refusal(desk, review):
    mine = opened(desk, review) | {"headline": "Mine"}
    other = opened(desk, review)
    saved(desk, review, other, **{"subjects-0-DELETE": "on"})
    Mention.objects.filter(state="undecided").delete()
    response = desk.post(form_address(review), mine)
    assert response.status_code == 200
    assert filled_form(response, "essay_form")["headline"] == "Mine"


def test_a_form_that_does_not_say_its_version_is_refused(desk, review):
    data = opened(desk, review) | {"headline": "Mine"}
    del data["base_version"]
    assert desk.post(form_address(review), data).status_code == 200
    assert Essay.objects.get().headline == "A Russian in Chicago"


# Decisions about links


def decision_prefix(data: dict, mention: Mention) -> str:
    """The prefix of the row in which this mention is decided."""
    return next(name.removesuffix("-id") for name, value in data.items() if _is_row_of(name, value, mention))


def _is_row_of(name: str, value: str, mention: Mention) -> bool:
    return name.startswith("mentions") and name.endswith("-id") and value == str(mention.pk)


def test_a_candidate_is_chosen_in_the_essays_form(desk, review, red_heat):
    data = opened(desk, review)
    row = decision_prefix(data, open_mention(review))
    after = saved(desk, review, data, **{f"{row}-decision": f"candidate:{red_heat.pk}"})
    decided = after.mentions.get(exact="Red Heat")
    assert (decided.state, decided.film, decided.decided_by) == ("linked", red_heat, "editor")
    assert f'data-film="{red_heat.pk}"' in after.rendered


def test_another_record_than_the_candidates_is_chosen(desk, review):
    other = build.film("Red Heat", 1937)
    data = opened(desk, review)
    row = decision_prefix(data, open_mention(review))
    after = saved(desk, review, data, **{f"{row}-film": other.pk})
    assert after.mentions.get(exact="Red Heat").film == other


def test_words_are_rejected_for_good(desk, review):
    data = opened(desk, review)
    row = decision_prefix(data, open_mention(review))
    after = saved(desk, review, data, **{f"{row}-decision": "never"})
    assert after.mentions.get(exact="Red Heat").state == "rejected"


def test_a_choice_of_two_things_at_once_is_questioned(desk, review, red_heat):
    data = opened(desk, review)
    row = decision_prefix(data, open_mention(review))
    both = {f"{row}-decision": "never", f"{row}-film": red_heat.pk}
    response = desk.post(form_address(review), data | both)
    assert "Choose one" in response.content.decode()
    assert open_mention(review).film is None


def test_a_proposed_person_is_accepted_with_every_mention_of_them(desk, review):
    hinson = build.person("Hal Hinson", visibility="proposed")
    proposal = {"state": "proposed", "decided_by": "machine"}
    first = build.mention(review, "made", hinson, start=12, end=16, **proposal)
    second = build.mention(review, "1988", hinson, start=29, end=33, **proposal)
    data = opened(desk, review)
    after = saved(desk, review, data, **{f"{decision_prefix(data, first)}-decision": "accept"})
    assert set(after.mentions.filter(person=hinson).values_list("state", flat=True)) == {"linked"}
    assert Person.objects.get(pk=hinson.pk).visibility == "mentioned"
    assert Mention.objects.get(pk=second.pk).decided_by == "editor"


def test_a_proposed_person_turns_out_to_be_one_of_the_records(desk, review, red_heat):
    hill = red_heat.credits.get(job="director").person
    proposal = build.person("Walter W. Hill", visibility="proposed")
    mention = build.mention(review, "made", proposal, start=12, end=16, state="proposed")
    data = opened(desk, review)
    saved(desk, review, data, **{f"{decision_prefix(data, mention)}-person": hill.pk})
    assert Mention.objects.get(pk=mention.pk).person == hill
    assert Person.objects.get(pk=proposal.pk).visibility == "hidden"


def test_a_finding_is_settled_with_who_did_it(desk, review):
    data = opened(desk, review) | {"findings-0-state": "dismissed"}
    saved(desk, review, data)
    finding = review.findings.get()
    assert (finding.state, finding.settled_by.username) == ("dismissed", "publisher")
    assert finding.settled_at is not None


def test_rows_of_the_form_open_their_record_in_a_new_tab(desk, review):
    page = desk.get(form_address(review)).content.decode()
    finding = reverse("admin:essays_finding_change", args=[review.findings.get().pk])
    link = reverse("admin:essays_mention_change", args=[review.mentions.get(state="linked").pk])
    for address in (finding, link):
        assert f'<a href="{address}" target="_blank" rel="noopener">' in page


def mention_saved(client, mention: Mention, query: str = ""):
    address = reverse("admin:essays_mention_change", args=[mention.pk]) + query
    data = filled_form(client.get(address), "mention_form") | {"decision": "never"}
    return client.post(address, data, follow=True)


def test_a_saved_link_leads_back_to_its_essay(desk, review):
    response = mention_saved(desk, open_mention(review))
    assert response.redirect_chain == [(form_address(review), 302)]
    assert review.mentions.get(exact="Red Heat").state == "rejected"
    assert "““" not in response.content.decode()


def test_a_link_saved_from_a_narrowed_queue_leads_back_to_the_queue(desk, review):
    response = mention_saved(desk, open_mention(review), "?_changelist_filters=waiting%3Dyes")
    assert response.redirect_chain == [(reverse("admin:essays_mention_changelist") + "?waiting=yes", 302)]


def test_a_links_reason_is_not_explained_by_an_example(desk, review):
    linked = review.mentions.get(state="linked")
    linked.reason = "the text says so"
    linked.save()
    for address in (form_address(review), reverse("admin:essays_mention_change", args=[linked.pk])):
        page = desk.get(address).content.decode()
        assert "the text says so" in page
        assert "Why this record" not in page


# Steps and bulk actions


def test_a_step_saves_the_form_first_and_then_takes_the_step(desk, review):
    data = opened(desk, review) | {"headline": "Stone in Chicago", "_step": "publish"}
    assert desk.post(form_address(review), data).status_code == 302
    after = Essay.objects.get(pk=review.pk)
    assert (after.headline, after.status, after.is_live()) == ("Stone in Chicago", "published", True)


def test_a_step_that_cannot_be_taken_says_why_and_keeps_the_text(desk, review):
    data = opened(desk, review) | {"headline": "Stone in Chicago", "body": "", "_step": "publish"}
    response = desk.post(form_address(review), data, follow=True)
    assert "it has no text yet" in response.content.decode()
    after = Essay.objects.get(pk=review.pk)
    assert (after.headline, after.status) == ("Stone in Chicago", "draft")


def test_only_steps_that_state_and_permissions_allow_are_offered(desk, client, review):
    def offered(who) -> list[str]:
        return [name for name, _ in who.get(form_address(review)).context["steps"]]

    assert offered(desk) == ["submit", "publish", "schedule", "review"]
    client.force_login(build.account("writer", "essays.view_essay", "essays.change_essay"))
    assert offered(client) == ["submit", "review"]


def test_a_step_without_its_permission_is_refused_and_nothing_is_saved(client, review):
    client.force_login(build.account("writer", "essays.view_essay", "essays.change_essay"))
    data = opened(client, review) | {"headline": "Mine", "_step": "publish"}
    assert client.post(form_address(review), data).status_code == 403
    after = Essay.objects.get(pk=review.pk)
    assert (after.headline, after.status) == ("A Russian in Chicago", "draft")


def act(client, action: str, *essays: Essay, **more):
    data = {"action": action, "_selected_action": [essay.pk for essay in essays], **more}
    return client.post(reverse(LIST), data, follow=True)


def test_publishing_many_says_how_many_and_which_not(desk, review):
    ready, empty = build.essay("Ready"), build.essay("Empty", body="")
    page = act(desk, "publish_selected", ready, empty, review).content.decode()
    assert "2 essays published." in page
    assert "“Empty” was not published: it has no text yet." in page
    assert set(Essay.objects.filter(status="published")) == {ready, review}


@pytest.mark.parametrize(
    ("action", "before", "after"),
    [
        ("submit_selected", "draft", "in review"),
        ("publish_selected", "approved", "published"),
        ("withdraw_selected", "published", "withdrawn"),
    ],
)
def test_each_bulk_step_moves_the_essay(desk, db, action, before, after):
    essay = build.published() if before == "published" else build.essay(status=before)
    act(desk, action, essay)
    assert Essay.objects.get().status == after


@pytest.mark.parametrize(
    ("action", "permissions"),
    [
        ("submit_selected", ["view"]),
        ("publish_selected", ["view", "change", "delete"]),
        ("withdraw_selected", ["view", "change", "delete"]),
        ("add_tag", ["view"]),
        ("remove_tag", ["view"]),
        ("assign", ["view", "change"]),
        ("discard_selected", ["view", "change"]),
        ("put_back", ["view", "change"]),
    ],
)
def test_a_bulk_action_is_not_there_for_those_who_lack_its_permission(client, db, action, permissions):
    is_public = action == "withdraw_selected"
    essay = build.published() if is_public else build.essay(discarded_at=build.NOW if action == "put_back" else None)
    before = Essay.objects.values().get()
    client.force_login(build.account("limited", *(f"essays.{verb}_essay" for verb in permissions)))
    act(client, action, essay)
    assert Essay.objects.values().get() == before


def test_a_tag_is_added_to_many_once(desk, review):
    tag = Tag.objects.get(name="Cold War")
    fresh = build.essay("Fresh")
    asked = act(desk, "add_tag", fresh, review)
    assert "Add the tag" in asked.content.decode()
    page = act(desk, "add_tag", fresh, review, apply="1", tag=tag.pk).content.decode()
    assert "1 essay tagged “Cold War”." in page
    assert "has the tag “Cold War” already" in page
    assert fresh.revisions.get().note == "tagged Cold War"


def test_a_tag_is_taken_off_many_and_those_without_it_are_named(desk, review):
    tag = Tag.objects.get(name="Cold War")
    bare = build.essay("Bare")
    assert "Take the tag off" in act(desk, "remove_tag", bare, review).content.decode()
    assert list(review.tags.all()) == [tag], "nothing is done before it is confirmed"
    page = act(desk, "remove_tag", bare, review, apply="1", tag=tag.pk).content.decode()
    assert "1 essay freed of the tag “Cold War”." in page
    assert "“Bare” has no tag “Cold War”." in page
    assert not review.tags.exists()
    assert review.revisions.latest("number").note == "tag Cold War taken off"
    assert not bare.revisions.exists()


def test_essays_are_assigned_to_an_account_that_may_write_them(desk, db):
    ann, reader = build.member("Authors", "ann"), build.account("reader", "essays.view_essay")
    ours, hers, gone = build.essay("Ours"), build.essay("Hers", owner=ann), build.essay("Gone", discarded_at=build.NOW)
    asked = act(desk, "assign", ours, hers).content.decode()
    assert "Assign" in asked
    assert f'<option value="{reader.pk}"' not in asked
    page = act(desk, "assign", ours, hers, apply="1", owner=ann.pk).content.decode()
    assert "1 essay assigned to ann." in page
    assert "“Hers” is ann&#x27;s already." in page
    assert {essay.owner for essay in Essay.objects.filter(pk__in=[ours.pk, hers.pk])} == {ann}
    assert ours.revisions.latest("number").note == "assigned to ann"
    act(desk, "assign", ours, apply="1", owner=reader.pk)
    assert Essay.objects.get(pk=ours.pk).owner == ann
    with pytest.raises(FilingError, match="in the wastebasket"):
        assign_essay(gone, owner=ann, by=None, now=build.NOW)
    with pytest.raises(FilingError, match="may not write essays"):
        assign_essay(ours, owner=reader, by=None, now=build.NOW)
    with pytest.raises(FilingError, match="Ask an editor"):
        assign_essay(ours, owner=ann, by=ann, now=build.NOW)


# The wastebasket


def test_an_essay_goes_to_the_wastebasket_after_a_question_and_comes_back(desk, review):
    address = reverse("admin:essays_essay_delete", args=[review.pk])
    assert "Put in the wastebasket?" in desk.get(address).content.decode()
    assert Essay.objects.kept().count() == 1
    desk.post(address)
    assert Essay.objects.kept().count() == 0
    assert review not in desk.get(reverse(LIST)).context["cl"].result_list
    assert review in desk.get(reverse(LIST), {"wastebasket": "open"}).context["cl"].result_list
    desk.post(reverse("admin:essays_essay_restore", args=[review.pk]))
    assert Essay.objects.kept().get() == review
    assert Subject.objects.count() == 1


def test_an_essay_in_the_wastebasket_is_read_and_not_edited(desk, review):
    data = opened(desk, review)
    desk.post(reverse("admin:essays_essay_delete", args=[review.pk]))
    response = desk.get(form_address(review))
    assert "Put it back" in response.content.decode()
    assert desk.post(form_address(review), data | {"headline": "Mine"}).status_code == 403


def test_the_wastebasket_needs_the_right_to_delete_and_of_a_live_essay_to_publish(client, db):
    draft, live = build.essay("Draft"), build.published("Live")
    client.force_login(build.account("writer", "essays.view_essay", "essays.change_essay"))
    assert client.post(reverse("admin:essays_essay_delete", args=[draft.pk])).status_code == 403
    client.force_login(build.account("cleaner", "essays.view_essay", "essays.delete_essay"))
    assert client.post(reverse("admin:essays_essay_delete", args=[live.pk])).status_code == 403
    assert client.post(reverse("admin:essays_essay_delete", args=[draft.pk])).status_code == 302
    assert list(Essay.objects.kept()) == [live]
    client.force_login(build.account("reader", "essays.view_essay"))
    assert client.post(reverse("admin:essays_essay_restore", args=[draft.pk])).status_code == 403


def test_no_action_deletes_an_essay_for_good(desk, review):
    assert "delete_selected" not in desk.get(reverse(LIST)).content.decode()
    act(desk, "delete_selected", review, post="yes")
    assert Essay.objects.get() == review


def test_who_may_only_view_cannot_save(client, review):
    client.force_login(build.account("reader", "essays.view_essay"))
    page = client.get(form_address(review))
    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()
    assert client.post(form_address(review), {"headline": "Mine"}).status_code == 403
    assert Essay.objects.get().headline == "A Russian in Chicago"
