"""Which reader a document needs: told by the ending of its name, and held against what it holds."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from essays.reading.decoding import MAX_BYTES, DocumentError, check_text, decode
from essays.reading.document import Picture
from essays.reading.markdown import read_markdown
from essays.reading.page import Page
from essays.reading.saved_page import MAX_PAGE_BYTES, read_saved_page
from essays.reading.site_post import POST_ENDING, read_post
from essays.reading.word import MAX_WORD_BYTES, read_word

PLAIN_ENDINGS = (".txt", ".text")
MARKDOWN_ENDINGS = (".md", ".markdown")
PAGE_ENDINGS = (".html", ".htm")
WORD_ENDINGS = (".docx",)
ENDINGS = (*PLAIN_ENDINGS, *MARKDOWN_ENDINGS, *PAGE_ENDINGS, *WORD_ENDINGS)
MAX_DOCUMENT_BYTES = max(MAX_BYTES, MAX_PAGE_BYTES, MAX_WORD_BYTES)  # of any format
PICTURES_NAMED = 5  # in a note; the rest are counted
PAGE_HEAD = re.compile(r"\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
TAG = re.compile(r"<[a-zA-Z!/]")


def page_of(data: bytes | str, *, name: str, beside: Mapping[str, bytes] | None = None) -> Page:
    """The page that a document is: an archive line's text, or the bytes of the file called ``name``.

    ``beside`` are the pictures that came with it, by their names in the archive that it stands in. Raises DocumentError
    for what cannot be read, or is not what its name says.
    """
    if isinstance(data, str):
        return Page(check_text(data))
    page = _reader(name)(data)
    if beside and page.pictures:
        page = replace(page, pictures=tuple(_found_beside(picture, name, beside) for picture in page.pictures))
    return _with_pictures_named(page)


def _found_beside(picture: Picture, name: str, beside: Mapping[str, bytes]) -> Picture:
    """The picture with its bytes, where its address, as the document called ``name`` means it, is one of ``beside``."""
    address = unquote(picture.address.partition("?")[0].partition("#")[0])
    if picture.data or not address or "://" in address:
        return picture
    return replace(picture, data=beside.get(normpath(join(dirname(name), address)), b""))


def ending_of(name: str) -> str:
    """The ending that says which format a file of this name is in; ``.txt`` for a name that has none of them."""
    return next((ending for ending in ENDINGS if name.casefold().endswith(ending)), PLAIN_ENDINGS[0])


def limit_of(name: str) -> int:
    """The largest size in bytes that a document of this name may have."""
    ending = ending_of(name)
    if ending in PAGE_ENDINGS:
        return MAX_PAGE_BYTES
    return MAX_WORD_BYTES if ending in WORD_ENDINGS else MAX_BYTES


def _reader(name: str) -> Callable[[bytes], Page]:
    ending = name.casefold()
    if ending.endswith(POST_ENDING):
        return read_post
    if ending.endswith(MARKDOWN_ENDINGS):
        return read_markdown
    if ending.endswith(PAGE_ENDINGS):
        return _read_page_file
    return read_word if ending.endswith(WORD_ENDINGS) else _read_plain


def _read_plain(data: bytes) -> Page:
    decoded = decode(data)
    if PAGE_HEAD.match(decoded.text):
        raise DocumentError("The file is a web page, not plain text; give it a name that ends in .html.")
    return Page(decoded.text, decoded.encoding, decoded.is_guess, notes=decoded.notes)


def _read_page_file(data: bytes) -> Page:
    page = read_saved_page(data)
    if not page.marks and TAG.search(data[:MAX_PAGE_BYTES].decode("latin-1")) is None:
        raise DocumentError("The file holds no mark-up, so it is no web page; give it a name that ends in .txt.")
    return page


def _with_pictures_named(page: Page) -> Page:
    """``page`` with a note that says which pictures it only names: none of them is fetched."""
    only_named = [picture for picture in page.pictures if not picture.data]
    if not only_named:
        return page
    named = list(dict.fromkeys(_short(picture) for picture in only_named))
    said = ", ".join(named[:PICTURES_NAMED])
    more = f" and {len(named) - PICTURES_NAMED} more" if len(named) > PICTURES_NAMED else ""
    count = len(only_named)
    note = f"{count} picture{'' if count == 1 else 's'} kept in place by name and not brought here: {said}{more}"
    return replace(page, notes=(*page.notes, note))


def _short(picture: Picture) -> str:
    name = picture.address.partition("?")[0].rstrip("/").rpartition("/")[2] or picture.alt or "one inside the document"
    return name if len(name) <= 60 else name[:59] + "…"
