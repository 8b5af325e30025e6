"""Word documents (.docx): looked at from outside before anything in them is unpacked, then read as HTML."""

import io
import re
import zipfile
import zlib
from dataclasses import replace
from typing import Any
from xml.sax.handler import ContentHandler

from essays.reading.decoding import DocumentError, check_text
from essays.reading.document import Picture
from essays.reading.extras import library
from essays.reading.hypertext import read_hypertext
from essays.reading.page import Page, Stated, one_of_each

MAX_WORD_BYTES = 5_000_000  # packed; an essay of ten pages with six stills has about two million
MAX_PARTS = 2_000
MAX_UNPACKED_BYTES = 60_000_000
MAX_XML_BYTES = 10_000_000  # of one part; a novel's has about three million
MAX_RATIO = 200  # unpacked to packed, of a part larger than RATIO_FROM_BYTES; text packs to a tenth or a fifteenth
RATIO_FROM_BYTES = 1_000_000
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
MACROS = "vbaproject.bin"
# Who writes a file without being told so: programs, and accounts that are nobody's name.
NO_AUTHORS = frozenset(
    {"", "python-docx", "microsoft office user", "user", "admin", "administrator", "author", "owner"}
)
STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p.standfirst:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Caption'] => p.caption:fresh
p[style-name='caption'] => p.caption:fresh
r[style-name='Emphasis'] => em
u => em
"""
HELD = "held-picture-"  # and a number: the address, while the document is read, of a picture inside it
DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
TERMS = "{http://purl.org/dc/terms/}"
KEYWORDS = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}keywords"


def read_word(data: bytes) -> Page:
    """The page that these bytes of a Word document are. Raises DocumentError."""
    if not data:
        raise DocumentError("The document is empty; check that the file was saved.")
    if len(data) > MAX_WORD_BYTES:
        raise DocumentError(
            f"The Word file has {len(data):,} bytes and the limit is {MAX_WORD_BYTES:,}; take the pictures out of it."
        )
    if data.startswith(OLD_OFFICE):
        raise DocumentError(
            "The Word file is locked with a password or of the old kind (.doc); save it as .docx without a password."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            _check_parts(packed)
            stated = _stated(packed)
    except DocumentError:
        raise
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError, zlib.error) as error:
        raise DocumentError("The file is no Word document, or is damaged; save it again as .docx.") from error
    return _page(data, stated)


def _check_parts(packed: zipfile.ZipFile) -> None:
    """Refuse what no essay is: a bomb, macros, mark-up that brings its own definitions."""
    parts = packed.infolist()
    names = {part.filename for part in parts}
    if "word/document.xml" not in names:
        raise DocumentError("The file is zipped, but is no Word document; save it again as .docx.")
    if len(parts) > MAX_PARTS:
        raise DocumentError(
            f"The Word file has {len(parts):,} parts and the limit is {MAX_PARTS:,}; copy its text out."
        )
    total = sum(part.file_size for part in parts)
    if total > MAX_UNPACKED_BYTES:
        raise DocumentError(
            f"The Word file unpacks to {total:,} bytes and the limit is {MAX_UNPACKED_BYTES:,}; copy its text out."
        )
    for part in parts:
        if part.flag_bits & 1:
            raise DocumentError("The Word file is locked with a password; save it without one.")
        if part.filename.lower().endswith(MACROS):
            raise DocumentError(
                "The Word file holds macros, which are never opened here; save it as .docx without them."
            )
        if part.file_size > RATIO_FROM_BYTES and part.file_size > MAX_RATIO * max(part.compress_size, 1):
            times = part.file_size // max(part.compress_size, 1)
            raise DocumentError(
                f"A part of the Word file ({part.filename}) unpacks to {times:,} times its size, which no text does; "
                "copy its text out."
            )
    for part in parts:
        if part.filename.lower().endswith((".xml", ".rels")):
            _check_xml(packed, part)


def _check_xml(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse definitions and entities: with them a text comes out cut, or another file's."""
    if part.file_size > MAX_XML_BYTES:
        raise DocumentError(
            f"A part of the Word file ({part.filename}) has {part.file_size:,} bytes and the limit is "
            f"{MAX_XML_BYTES:,}; split the document."
        )
    sax = library("defusedxml.sax", reads="Word files")
    try:
        sax.parseString(packed.read(part), ContentHandler(), forbid_dtd=True)
    except ValueError as error:  # of defusedxml: DTD, entity or outside reference forbidden
        raise DocumentError(
            f"A part of the Word file ({part.filename}) brings definitions of its own (a DOCTYPE), which Word never "
            "writes; save it again with Word or LibreOffice."
        ) from error
    except Exception as error:
        if isinstance(error, zipfile.BadZipFile):
            raise
        raise DocumentError(f"A part of the Word file ({part.filename}) is damaged; save it again as .docx.") from error


def _stated(packed: zipfile.ZipFile) -> Stated:
    """Title, author, date and keywords of the file's properties."""
    if "docProps/core.xml" not in packed.namelist():
        return Stated()
    root = library("defusedxml.ElementTree", reads="Word files").fromstring(packed.read("docProps/core.xml"))

    def said(name: str) -> str:
        found = root.find(name)
        return " ".join((found.text or "").split()) if found is not None else ""

    author = said(f"{DUBLIN_CORE}creator")
    authors = [] if author.casefold() in NO_AUTHORS else re.split(r"\s*;\s*", author)
    created = said(f"{TERMS}created")[:10]
    return Stated(
        title=said(f"{DUBLIN_CORE}title"),
        authors=one_of_each(authors),
        dated_on=created if re.fullmatch(r"\d{4}-\d\d-\d\d", created) else None,
        tags=one_of_each(re.split(r"[,;]", said(KEYWORDS))),
    )


def _page(data: bytes, stated: Stated) -> Page:
    mammoth: Any = library("mammoth", reads="Word files")

    held: list[bytes] = []

    def picture(image: Any) -> dict[str, str]:
        try:
            with image.open() as opened:
                held.append(opened.read())
        except Exception:  # the part is missing or damaged, or it is a file elsewhere, which nobody opens
            held.append(b"")
        return {"src": f"{HELD}{len(held) - 1}"}

    try:
        result = mammoth.convert_to_html(
            io.BytesIO(data), style_map=STYLES, convert_image=mammoth.images.img_element(picture)
        )
    except Exception as error:  # it reads what Word writes; what it stumbles over, Word did not write
        raise DocumentError(
            f"The Word file cannot be read ({type(error).__name__}); save it again with Word or LibreOffice."
        ) from error
    hypertext = read_hypertext(result.value)
    if not hypertext.text.strip():
        raise DocumentError("The Word file holds no text; check that the right one was saved.")
    check_text(hypertext.text)
    return Page(
        text=hypertext.text,
        encoding="docx",
        is_plain=False,
        marks=hypertext.marks(),
        emphases=tuple(hypertext.emphases),
        strong=tuple(hypertext.strong),
        hyperlinks=tuple(hypertext.hyperlinks),
        pictures=tuple(_with_its_bytes(picture, held) for picture in hypertext.pictures),
        stated=stated,
    )


def _with_its_bytes(picture: Picture, held: list[bytes]) -> Picture:
    """A picture inside the document has no address, and its bytes."""
    if not picture.address.startswith(HELD):
        return picture
    return replace(picture, address="", data=held[int(picture.address.removeprefix(HELD))])
