"""Writing an essay in a real browser: what the editor is given it keeps, what is typed is what was typed."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import modify_settings
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer

from essays.desk.editing import essay_was_saved
from essays.desk.importing import import_document
from essays.desk.relinking import relink_essay
from essays.models import Essay, Picture
from essays.rendering.cleaning import clean_body
from tests import build, documents, stills
from tests.admin.pictures import log_in
from tests.admin.site import DOCUMENTS, SEEDS
from tests.browser.test_admin import RULES, SCROLLS_SIDEWAYS
from tests.reading.pairs import all_pairs

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

# What the import does not make and the site's cleaning lets through all the same.
BY_HAND = (
    '<p lang="ru" dir="ltr">Жара</p>\n<p>A <span lang="fr">film noir</span>, <strong>twice</strong>.<br>Again.</p>',
    '<blockquote cite="https://example.org/"><p>One.</p>\n<p>Two.</p></blockquote>\n<hr>\n<p>After.</p>',
    "<ul><li>One<ul><li>Within</li></ul></li><li>Two</li></ul>\n<ol><li><p>First</p><p>more</p></li></ol>",
    '<figure><img src="/static/essays/icon.svg" alt="Snow &quot;here&quot;" width="800" height="450">'
    '<figcaption>A <em>still</em> <span class="credit">Photo: Carolco</span></figcaption></figure>\n<p>Under it.</p>',
    '<figure><img alt=""></figure>\n<p>An <img src="/static/essays/icon.svg" alt="b"> within.</p>',
    '<p>See <a href="https://example.org/?a=1&amp;b=2" title="There" rel="noopener">there <em>now</em></a>.</p>',
    '<p>Said.<sup class="citation" data-number="1" data-certain="false">[1]</sup> And x<sup>2</sup>.</p>\n'
    '<p class="footnote">[1] A source</p>',
    "<p>A name, <cite>Red Heat</cite>, 1 &lt; 2 &amp; 3 &gt; 2.</p>",
)
# What no editor makes: it stands in the text as it is, and is not lost when something else is changed.
ODD = (
    "<figure><figcaption>Without a picture</figcaption></figure>\n<p>After.</p>",
    "<p>Before.</p>\n<ul><li><h2>A head</h2><figure><img></figure></li></ul>",
    "<ul><p>No item</p></ul>\n<p>After.</p>",
    "<p>One.</p>Bare words <em>between</em>\n<p>Two.</p>",
    '<p><sup class="citation" data-number="1"><em>[1]</em></sup> and <em><cite><em>deep</em></cite></em></p>',
    "<p>  Blanks   within <em> and </em> \n around </p>\n\n\n<p>Two.</p>",
)

OPEN_WITH = """async ([body, more]) => {
  const textarea = document.getElementById("id_body");
  const parts = JSON.parse(textarea.dataset.writing);
  const [tiptap, { extensionsOf }, { Keeper }] =
    await Promise.all(["editor", "schema", "keeping"].map((part) => import(parts[part])));
  const opened = (value) => {
    const extensions = extensionsOf(tiptap);
    const keeper = new Keeper(value, tiptap.getSchema(extensions), tiptap.pm.model);
    const editor = new tiptap.Editor({ element: document.createElement("div"), extensions, content: keeper.content,
                                       injectCSS: false });
    keeper.opened(editor.state.doc);
    return [keeper, editor];
  };
  const [keeper, editor] = opened(body);
  const unchanged = keeper.write(editor.state.doc);
  let odd = 0;
  editor.state.doc.forEach((node) => { odd += node.type.name === "kept"; });
  const anew = opened("")[0].write(tiptap.pm.model.Node.fromJSON(editor.schema, editor.state.doc.toJSON()));
  editor.commands.insertContentAt(editor.state.doc.content.size, "<p>" + more + "</p>");
  const longer = keeper.write(editor.state.doc);
  editor.destroy();
  return { unchanged, odd, anew, longer };
}"""


@pytest.fixture(scope="module")
def root(chromium: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The address of a served site with an account."""
    with django_db_blocker.unblock():
        build.superuser()
        connection.inc_thread_sharing()  # a thread of the server may outlive its end by a moment
        server = LiveServer("127.0.0.1")
        with modify_settings(ALLOWED_HOSTS={"append": "127.0.0.1"}):
            yield server.url
        server.stop()
        call_command("flush", verbosity=0, interactive=False)
        connection.dec_thread_sharing()


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def page(chromium: Any, root: str, said: list[str]) -> Iterator[Any]:
    """A logged-in browser that says nothing to its console."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    log_in(page, root)
    yield page
    assert said == []
    context.close()


def form_of(root: str, essay: Essay | None = None) -> str:
    return root + (
        reverse("admin:essays_essay_change", args=[essay.pk]) if essay else reverse("admin:essays_essay_add")
    )


def opened(page: Any, root: str, body: str = "<p>It was late.</p>") -> Essay:
    """The form of a stored essay with this body, the editor started and the cursor at the end of the text."""
    essay = build.essay(body=body)
    essay_was_saved(essay, by=None, now=build.NOW)
    open_at_end(page, form_of(root, essay))
    return essay


def open_at_end(page: Any, address: str) -> None:
    page.goto(address)
    page.click(".desk-writing .ProseMirror")
    page.keyboard.press("Control+End")
    settle(page)


def link_what_went(page: Any) -> None:
    """Choose Red Heat, by the keyboard, for “That picture went.”, which the text ends with; it is kept, not saved."""
    for _ in range(len("picture went.") + 5):
        page.keyboard.press("Shift+ArrowLeft")
    settle(page)
    page.keyboard.press("Control+Alt+k")
    page.fill("dialog input", "Red Heat")
    page.wait_for_selector(".desk-choose li")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog", state="detached")
    page.wait_for_selector(".desk-autosave-said:has-text('Kept at')", timeout=15_000)


def settle(page: Any) -> None:
    """Wait until the editor has followed the browser's selection, which tells of itself in a task of its own."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))")


def place(page: Any, words: str) -> None:
    """Put the cursor into the paragraph that holds ``words``."""
    page.click(f".ProseMirror p:has-text('{words}')")
    settle(page)


def saved(page: Any, essay: Essay) -> str:
    page.click("input[name=_continue]")
    page.wait_for_selector(".messagelist .success")
    essay.refresh_from_db()
    return essay.body


def imported_bodies() -> Iterator[str]:
    """A body of every kind of block and of each format that is read."""
    files = [(name, (SEEDS / name).read_bytes()) for name in DOCUMENTS]
    files += [("cold.docx", documents.word()), ("cold.md", documents.MARKDOWN), ("cold.html", documents.SAVED_PAGE)]
    files += [(f"{pair.name}.txt", pair.text.encode()) for pair in all_pairs()]
    for name, data in files:
        data = data.encode() if isinstance(data, str) else data
        report = import_document(data, name=name, now=build.NOW)
        yield Essay.objects.get(pk=report.essay_id).body


def test_every_body_that_reading_makes_is_kept_to_the_character(page: Any, root: str) -> None:
    page.goto(form_of(root))
    page.wait_for_selector(".ProseMirror")
    bodies = [body for body in imported_bodies() if body]
    assert len(bodies) > 50
    for body in [*bodies, *BY_HAND]:
        assert clean_body(body) == body
        found = page.evaluate(OPEN_WITH, [body, "One more."])
        assert found["unchanged"] == body
        assert found["odd"] == 0, body
        assert clean_body(found["longer"]) == body + "\n<p>One more.</p>"


def test_a_block_that_was_changed_is_written_as_reading_writes_it(page: Any, root: str) -> None:
    page.goto(form_of(root))
    page.wait_for_selector(".ProseMirror")
    for body in [body for body in imported_bodies() if body]:
        assert clean_body(page.evaluate(OPEN_WITH, [body, "x"])["anew"]) == body


def test_what_the_editor_does_not_understand_is_kept_as_it_is(page: Any, root: str) -> None:
    page.goto(form_of(root))
    page.wait_for_selector(".ProseMirror")
    for body in ODD:
        body = clean_body(body)
        found = page.evaluate(OPEN_WITH, [body, "One more."])
        assert found["unchanged"] == body
        assert clean_body(found["longer"]) == body + "\n<p>One more.</p>"


def test_what_is_typed_is_saved_as_typed_and_a_blank_stays_a_blank(page: Any, root: str) -> None:
    essay = opened(page, root)
    page.keyboard.type(" Two  blanks and one ")
    page.keyboard.press("Enter")
    page.keyboard.type("A new paragraph, “quoted” & 1 < 2.")
    assert "&nbsp;" not in page.input_value("#id_body") and "\xa0" not in page.input_value("#id_body")
    body = saved(page, essay)
    assert body == "<p>It was late. Two  blanks and one </p>\n<p>A new paragraph, “quoted” &amp; 1 &lt; 2.</p>"


def test_a_form_saved_without_a_change_keeps_the_body_and_counts_no_revision(page: Any, root: str) -> None:
    body = clean_body("\n".join([*BY_HAND, *ODD]))
    essay = opened(page, root, body)
    revisions = essay.revisions.count()
    assert saved(page, essay) == body
    assert essay.revisions.count() == revisions


def test_a_text_is_set_with_the_keyboard_alone(page: Any, root: str) -> None:
    essay = opened(page, root)
    keys = page.keyboard
    keys.press("Enter")
    keys.press("Alt+F10")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Kind of paragraph"
    page.select_option("[aria-label='Kind of paragraph']", "h2")
    keys.type("The Square")
    keys.press("Enter")
    keys.type("He said ")
    keys.press("Control+i")
    keys.type("nyet")
    keys.press("Control+i")
    keys.type(" and ")
    keys.press("Control+b")
    keys.type("left")
    keys.press("Control+b")
    keys.press("Alt+F10")
    for _ in range(8):
        keys.press("ArrowRight")
    assert page.evaluate("document.activeElement.textContent") == "Note"
    keys.press("Enter")
    page.wait_for_selector("dialog[open]")
    keys.type("A press book of 1988.")
    keys.press("Tab")
    keys.press("Enter")
    page.wait_for_selector("dialog", state="detached")
    keys.type(" at once.")
    for _ in range(4):
        keys.press("Shift+ArrowLeft")
        settle(page)
    keys.press("Control+k")
    page.wait_for_selector("dialog[open]")
    keys.type("example.org/now")
    keys.press("Enter")
    page.wait_for_selector("dialog", state="detached")
    assert saved(page, essay) == (
        "<p>It was late.</p>\n<h2>The Square</h2>\n"
        '<p>He said <em>nyet</em> and <strong>left</strong><sup class="citation" data-number="1">[1]</sup> at o'
        '<a href="https://example.org/now" rel="noopener">nce.</a></p>\n'
        '<p class="footnote">[1] A press book of 1988.</p>'
    )


def test_a_figure_has_alternative_text_a_caption_and_a_credit_and_is_changed_again(page: Any, root: str) -> None:
    essay = opened(page, root)
    page.click(".desk-toolbar button:has-text('Figure')")
    page.fill("dialog [name=src]", "/static/essays/icon.svg")
    page.fill("dialog [name=alt]", "A square in snow")
    page.fill("dialog [name=caption]", "Red Square, or so it says")
    page.fill("dialog [name=credit]", "Photograph: Carolco")
    page.click("dialog button:has-text('Insert it')")
    figure = (
        '<figure><img src="/static/essays/icon.svg" alt="{alt}"><figcaption>Red Square, or so it says '
        '<span class="credit">Photograph: Carolco</span></figcaption></figure>'
    )
    assert saved(page, essay) == "<p>It was late.</p>\n" + figure.format(alt="A square in snow")
    page.click(".ProseMirror figcaption")
    settle(page)
    page.click(".desk-toolbar button:has-text('Figure')")
    assert page.input_value("dialog [name=credit]") == "Photograph: Carolco"
    page.fill("dialog [name=alt]", "Budapest in snow")
    page.click("dialog button:has-text('Change it')")
    page.click(".ProseMirror figcaption")
    settle(page)
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.type("It was Budapest.")
    body = "<p>It was late.</p>\n" + figure.format(alt="Budapest in snow") + "\n<p>It was Budapest.</p>"
    assert saved(page, essay) == body
    page.click(".ProseMirror figcaption")
    settle(page)
    page.click(".desk-toolbar button:has-text('Figure')")
    page.click("dialog button:has-text('Remove the figure')")
    page.click(".desk-toolbar button:has-text('Undo')")
    assert page.input_value("#id_body") == body


def test_lists_quotations_and_kinds_of_paragraph_are_set_by_the_buttons(page: Any, root: str) -> None:
    essay = opened(page, root, "<p>One</p>\n<p>Two</p>\n<p>Three</p>\n<p>Four</p>")
    for words, button in (("One", "Quotation"), ("Two", "List"), ("Three", "Numbered")):
        place(page, words)
        page.click(f".desk-toolbar button:has-text('{button}')")
        assert page.get_attribute(f".desk-toolbar button:has-text('{button}')", "aria-pressed") == "true"
    place(page, "Four")
    page.select_option("[aria-label='Kind of paragraph']", "credits")
    assert saved(page, essay) == (
        "<blockquote><p>One</p></blockquote>\n<ul><li>Two</li></ul>\n<ol><li>Three</li></ol>\n"
        '<p class="credits">Four</p>'
    )


def test_what_is_pasted_brings_nothing_that_a_body_may_not_hold(page: Any, root: str) -> None:
    essay = opened(page, root)
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.setData("text/html", '<style>p { margin: 0 }</style><b style="font-weight:normal">' +
            '<p class="MsoNormal" onclick="x()" style="x:y">A <b>bold</b> ' +
            '<span lang="EN-GB" style="color:red; font-style: italic">Red</span> <a href="javascript:x()">link</a>' +
            '<script>x()</script></p></b>');
          document.querySelector(".ProseMirror").dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )
    body = saved(page, essay)
    assert body == '<p>It was late.A <strong>bold</strong> <em>Red</em> <a rel="noopener">link</a></p>'


def test_the_text_can_be_written_as_html_and_back(page: Any, root: str) -> None:
    essay = opened(page, root)
    page.click(".desk-toolbar button:has-text('HTML')")
    assert page.is_hidden(".ProseMirror")
    page.fill("#id_body", "<h2>A head</h2>\n<p>And <em>words</em>.</p>")
    page.click("text=Back to the editor")
    page.keyboard.press("Control+End")
    page.keyboard.type(" More.")
    assert saved(page, essay) == "<h2>A head</h2>\n<p>And <em>words</em>. More.</p>"


def test_what_was_typed_in_the_editor_is_found_again_after_a_crash(page: Any, root: str) -> None:
    essay = opened(page, root, BY_HAND[5])
    page.keyboard.type(" Lost, and found.")
    page.wait_for_selector(".desk-autosave-said:has-text('Kept at')", timeout=15_000)
    typed = page.input_value("#id_body")
    other = page.context.new_page()
    page.close()
    other.goto(form_of(root, essay))
    other.wait_for_selector(".ProseMirror:has-text('Lost, and found.')")
    assert other.input_value("#id_body") == typed
    assert saved(other, essay) == clean_body(typed)


def test_without_scripts_the_text_is_a_plain_field(chromium: Any, page: Any, root: str) -> None:
    essay = opened(page, root, BY_HAND[2])
    context = chromium.new_context(java_script_enabled=False, storage_state=page.context.storage_state())
    plain = context.new_page()
    plain.goto(form_of(root, essay))
    assert plain.input_value("#id_body") == BY_HAND[2]
    plain.fill("#id_body", "Plain words.\n\nAnd more.")
    assert saved(plain, essay) == "<p>Plain words.</p>\n\n<p>And more.</p>"
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_editor_and_its_questions_have_no_accessibility_fault(
    chromium: Any, page: Any, root: str, scheme: str, width: int
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    essay = opened(page, root, "\n".join([*BY_HAND, *(clean_body(body) for body in ODD)]))
    context = chromium.new_context(
        color_scheme=scheme,
        viewport={"width": width, "height": 900},
        bypass_csp=True,
        storage_state=page.context.storage_state(),
        reduced_motion="reduce",
    )
    looked_at = context.new_page()
    looked_at.goto(form_of(root, essay))
    looked_at.wait_for_selector(".ProseMirror")
    assert not looked_at.evaluate(SCROLLS_SIDEWAYS)
    looked_at.evaluate(axe.axe_script)
    found = looked_at.evaluate("rules => axe.run({include: [['.field-body']]}, rules)", RULES)["violations"]
    build.film("Red Heat", 1988)
    build.picture(stills.SNOW, name="The square")
    build.picture(stills.NIGHT, name="A street")
    for button in ("Note", "Figure", "Film or person"):
        looked_at.click(".ProseMirror p:has-text('Under it.')")
        looked_at.click(f".desk-toolbar button:has-text('{button}')")
        if button == "Film or person":
            looked_at.fill("dialog input", "Red Heat")
            looked_at.wait_for_selector(".desk-choose li")
        if button == "Figure":
            looked_at.click(".desk-library-found label >> nth=1")
        found += looked_at.evaluate("rules => axe.run({include: [['dialog']]}, rules)", RULES)["violations"]
        looked_at.click("dialog button:has-text('Cancel')")
    assert [(fault["id"], [node["html"][:160] for node in fault["nodes"][:3]]) for fault in found] == []
    context.close()


def test_words_are_linked_to_a_record_by_search_with_the_keyboard_alone_and_stay_linked(page: Any, root: str) -> None:
    film, other = build.film("Red Heat", 1988), build.film("Red Heat", 1985)
    essay = opened(page, root, "<p>It  was <em>late</em>: that picture came.</p>\n<p>That picture went.</p>")
    keys = page.keyboard
    place(page, "It")
    keys.press("Home")
    for _ in range(len("It was late: ")):
        keys.press("ArrowRight")
    for _ in range(len("that picture")):
        keys.press("Shift+ArrowRight")
    settle(page)
    keys.press("Control+Alt+k")
    page.wait_for_selector("dialog[open]")
    keys.press("Control+a")
    keys.type("red heat")
    page.wait_for_selector(".desk-choose li >> nth=1")
    assert "1985" in page.inner_text("dialog [aria-selected=true]")
    keys.press("ArrowDown")
    assert "1988" in page.inner_text("dialog [aria-selected=true]")
    keys.press("Enter")
    page.wait_for_selector("dialog", state="detached")
    assert page.input_value("#id_body") == essay.body  # the link is beside the text
    assert saved(page, essay) == essay.body
    [mention] = essay.mentions.filter(exact="that picture")
    assert (mention.film, mention.state, mention.decided_by) == (film, "linked", "editor")
    relink_essay(essay.pk, by=None, now=build.NOW)
    essay_was_saved(Essay.objects.get(pk=essay.pk), by=None, now=build.NOW)
    essay.refresh_from_db()
    assert essay.mentions.get(exact="that picture").film == film
    assert f'<a data-film="{film.pk}"><cite>that picture</cite></a>' in essay.rendered
    assert not essay.mentions.filter(film=other).exists()


def test_the_name_of_a_record_is_inserted_where_no_words_are_selected(page: Any, root: str) -> None:
    person = build.person("Ed O'Ross")
    essay = opened(page, root)
    page.keyboard.type(" So says ")
    page.click(".desk-toolbar button:has-text('Film or person')")
    page.keyboard.type("oross")
    page.wait_for_selector(".desk-choose li:has-text('Ross')")
    page.click(".desk-choose li:has-text('Ross')")
    page.keyboard.type(", once.")
    assert saved(page, essay) == "<p>It was late. So says Ed O'Ross, once.</p>"
    assert essay.mentions.get(exact="Ed O'Ross").person == person


def test_a_link_is_found_again_after_a_crash_and_taken_away_before_it_is_saved(page: Any, root: str) -> None:
    film = build.film("Red Heat", 1988)
    essay = opened(page, root, "<p>That picture came. That picture went.</p>")
    link_what_went(page)
    other = page.context.new_page()
    page.close()
    other.goto(form_of(root, essay))
    other.wait_for_selector(".ProseMirror .desk-record")
    before = "() => document.querySelector('.desk-record').previousSibling.textContent"
    assert other.evaluate(before) == "That picture came. "
    other.click(".desk-record")
    settle(other)
    other.click(".desk-toolbar button:has-text('Film or person')")
    other.click("dialog button:has-text('Remove the link')")
    assert other.input_value("[name=links]") == ""
    assert saved(other, essay) == essay.body
    assert not essay.mentions.filter(film=film).exists()


def test_a_link_is_made_in_a_draft_beside_the_live_text_and_readers_see_it_once_it_is_published(
    page: Any, root: str
) -> None:
    film = build.film("Red Heat", 1988)
    essay = build.published(body="<p>That picture came. That picture went.</p>")
    essay_was_saved(essay, by=None, now=build.NOW)
    draft = root + reverse("admin:essays_essay_draft", args=[essay.pk])
    open_at_end(page, draft)
    link_what_went(page)
    page.goto(draft)  # as after a crash: nothing was saved
    page.wait_for_selector(".ProseMirror .desk-record")
    before = "() => document.querySelector('.desk-record').previousSibling.textContent"
    assert page.evaluate(before) == "That picture came. "
    page.click("input[name=_continue]")
    page.wait_for_selector(".messagelist .success")
    page.wait_for_selector(".ProseMirror .desk-record")
    assert page.evaluate(before) == "That picture came. "
    assert page.locator("text=and did not save").count() == 0
    link = f".said a[href='{film.get_absolute_url()}']"
    reader = page.context.new_page()
    reader.goto(root + essay.get_absolute_url())
    assert reader.locator(link).count() == 0
    page.click("a:has-text('What the draft changes')")
    page.wait_for_selector("#content li:has-text('linked to Red Heat (1988)')")
    page.click("input[value='Publish the draft']")
    page.wait_for_selector(".messagelist .success:has-text('Readers see it.')")
    reader.reload()
    assert reader.inner_text(link) == "That picture went."
    assert essay.mentions.get(exact="That picture went.").film == film


def test_the_form_of_a_draft_beside_the_live_text_has_every_button_that_the_form_of_an_essay_has(
    page: Any, root: str
) -> None:
    offered = "() => [...document.querySelectorAll('.desk-toolbar [data-action]')].map(one => one.dataset.action)"
    opened(page, root)
    of_essay = page.evaluate(offered)
    essay = build.published(body="<p>It was late.</p>")
    open_at_end(page, root + reverse("admin:essays_essay_draft", args=[essay.pk]))
    assert {"record", "figure"} <= set(of_essay)
    assert page.evaluate(offered) == of_essay


def test_a_figure_is_chosen_from_the_library_with_the_keyboard_and_readers_get_it_in_widths(
    page: Any, root: str
) -> None:
    square = build.picture(stills.SNOW, name="The square", alt="A square in snow", caption="Moscow", credit="Photo: us")
    build.picture(stills.NIGHT, name="A street")
    essay = opened(page, root)
    page.click(".desk-toolbar button:has-text('Figure')")
    page.wait_for_selector(".desk-library-found label >> nth=1")
    page.focus("dialog [type=search]")
    page.keyboard.type("snow")
    page.wait_for_selector(".desk-library-found label >> nth=1", state="detached")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.input_value("dialog [name=alt]") == "A square in snow"
    assert page.input_value("dialog [name=credit]") == "Photo: us"
    page.fill("dialog [name=caption]", "Budapest, in fact")
    page.press("dialog [name=credit]", "Enter")
    page.wait_for_selector("dialog", state="detached")
    figure = (
        f'<figure><img src="{square.address()}" alt="A square in snow" width="1600" height="900">'
        '<figcaption>Budapest, in fact <span class="credit">Photo: us</span></figcaption></figure>'
    )
    assert saved(page, essay) == "<p>It was late.</p>\n" + figure
    Essay.objects.filter(pk=essay.pk).update(status="published", published_at=build.NOW)
    page.goto(root + essay.get_absolute_url())
    picture = page.locator(".said figure img")
    picture.scroll_into_view_if_needed()
    page.wait_for_function("() => document.querySelector('.said figure img').naturalWidth > 0")
    assert picture.evaluate("image => image.currentSrc").endswith(".webp")
    assert picture.get_attribute("loading") == "lazy"


def test_a_picture_is_added_while_writing_and_another_takes_its_place(page: Any, root: str) -> None:
    night = build.picture(stills.NIGHT, name="A street", alt="A street at night")
    essay = opened(page, root)
    page.click(".desk-toolbar button:has-text('Figure')")
    page.set_input_files(
        "dialog [type=file]", {"name": "x.png", "mimeType": "image/png", "buffer": b"<svg xmlns='x'></svg>"}
    )
    page.wait_for_selector(".desk-library [role=status]:has-text('SVG is not taken')")
    page.set_input_files(
        "dialog [type=file]", {"name": "the_square.jpg", "mimeType": "image/jpeg", "buffer": stills.SNOW}
    )
    page.wait_for_selector(".desk-library [role=status]:has-text('Added to the library')")
    page.fill("dialog [name=alt]", "A square")
    page.click("dialog button:has-text('Insert it')")
    square = Picture.objects.get(name="the square")
    assert saved(page, essay) == (
        f'<p>It was late.</p>\n<figure><img src="{square.address()}" alt="A square" width="1600" height="900"></figure>'
    )
    page.click(".ProseMirror figure img")
    settle(page)
    page.click(".desk-toolbar button:has-text('Figure')")
    page.click(".desk-library-found label:has-text('A street')")
    assert page.input_value("dialog [name=alt]") == "A street at night"
    page.click("dialog button:has-text('Change it')")
    assert saved(page, essay) == (
        f'<p>It was late.</p>\n<figure><img src="{night.address()}" alt="A street at night" '
        'width="900" height="1200"></figure>'
    )
