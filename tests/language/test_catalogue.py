"""The German words: all there, and the compiled file says the same as the one that people write."""

import gettext
import re
from pathlib import Path

import pytest

from tests.language.page import Page, has_letters
from tests.language.po import Message, read_po
from tests.language.source import ROOT, asked_by_code, asked_by_templates, reader_templates

FOLDER = ROOT / "locale" / "de" / "LC_MESSAGES"
NAMES = re.compile(r"%\(\w+\)s|<[^>]+>|#")
MARK_UP = re.compile(r"<[^>]+>")
NOT_WORDS = {"BibTeX", "CSL-JSON"}  # names of formats, which no language has otherwise
TRANSLATED = re.compile(r"{%\s*blocktranslate\b.*?{%\s*endblocktranslate\s*%}", re.DOTALL)
ELEMENT = re.compile(r"(</?){{[^}]*}}")  # whose name the page fills in
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)


@pytest.fixture(scope="module")
def messages() -> list[Message]:
    return read_po(FOLDER / "django.po")


def test_every_message_has_its_german_words_and_none_is_a_guess(messages: list[Message]) -> None:
    assert len(messages) > 200
    lacking = [message.text for message in messages if not message.said or not all(map(str.strip, message.said))]
    guessed = [message.text for message in messages if "fuzzy" in message.flags]
    assert (lacking, guessed) == ([], [])
    assert [message.text for message in messages if message.plural and len(message.said) != 2] == []
    assert "\n#~ " not in (FOLDER / "django.po").read_text(encoding="utf-8")


def test_german_words_hold_the_names_and_mark_up_of_the_english_ones(messages: list[Message]) -> None:
    for message in messages:
        for said in message.said:
            assert sorted(NAMES.findall(said)) == sorted(NAMES.findall(message.plural or message.text)), message.text


def test_german_words_have_german_quotation_marks_and_address_nobody(messages: list[Message]) -> None:
    for message in messages:
        for said in message.said:
            assert "”" not in said, said
            assert said.count("„") == said.count("“"), said
            assert not re.search(
                r"\b(Sie (?:haben|sind|können|müssen)|Ihnen|du|dein\w*|dir|dich)\b", MARK_UP.sub("", said)
            ), said


def test_the_compiled_file_says_the_same_as_the_written_one(messages: list[Message]) -> None:
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for message in messages:
        context = [message.context] if message.context else []
        if message.plural:
            ask = compiled.npgettext if context else compiled.ngettext
            found = [ask(*context, message.text, message.plural, number) for number in (1, 2)]
        else:
            ask = compiled.pgettext if context else compiled.gettext
            found = [ask(*context, message.text)]
        assert found == message.said, message.text
    held = {key if isinstance(key, str) else key[0] for key in compiled._catalog} - {""}
    assert held == {"\x04".join(filter(None, (message.context, message.text))) for message in messages}


def test_what_is_asked_to_be_translated_is_what_the_file_holds(messages: list[Message]) -> None:
    held = {(message.context, message.text) for message in messages}
    asked = asked_by_code() | asked_by_templates()
    assert sorted(asked - held) == [], "run makemessages, see README"
    assert sorted(held - asked) == []


@pytest.mark.parametrize("path", reader_templates(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_page_has_words_of_its_own_in_one_language_alone(path: Path) -> None:
    text = ELEMENT.sub(r"\1h2", TRANSLATED.sub("", path.read_text(encoding="utf-8")))
    page = Page(f"<body>{TAG.sub('', text)}</body>")
    left = [words for _, words in page.texts] + page.attributes
    assert [words for words in left if has_letters(words) and words not in NOT_WORDS] == []
