"""Documents in the formats that editors bring, made in memory: a Word file, a zip, a page as a browser saves it."""

import io
import zipfile
from collections.abc import Callable, Mapping

CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
RELATIONSHIPS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
PART_RELATIONSHIPS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="notes" Target="footnotes.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"/>'
    '<Relationship Id="link" Target="https://example.org/moscow" TargetMode="External" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"/></Relationships>'
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def zipped(files: Mapping[str, bytes | str], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of these files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def run(words: str, properties: str = "") -> str:
    """A run of a Word paragraph; ``properties`` such as "<w:i/>"."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(*runs: str, style: str = "") -> str:
    chosen = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{chosen}{''.join(runs)}</w:p>"


NOTE_MARK = '<w:r><w:footnoteReference w:id="2"/></w:r>'
LINK = f'<w:hyperlink r:id="link" xmlns:r="{RELATION}">{run("the square")}</w:hyperlink>'
BODY = (
    paragraph(run("Cold Rooms"), style="Heading1")
    + paragraph(run("By Chris"))
    + paragraph(
        run("Walter Hill made "),
        run("Red Heat", "<w:i/>"),
        run(" in 1988, and it opens on "),
        LINK,
        run("."),
        NOTE_MARK,
    )
    + paragraph(run("The Premise"), style="Heading2")
    + paragraph(run("A captain comes from Moscow to Chicago, and a sergeant waits for him at the gate."))
)


def word(
    body: str = BODY, *, title: str = "", author: str = "", extra: Mapping[str, bytes | str] | None = None
) -> bytes:
    """A Word document with this body; the note that ``NOTE_MARK`` refers to is "It was shot in Moscow."."""
    core = (
        '<?xml version="1.0"?><cp:coreProperties '
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        f"<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator></cp:coreProperties>"
    )
    notes = (
        f'<?xml version="1.0"?><w:footnotes xmlns:w="{WORD}"><w:footnote w:id="2">'
        f"{paragraph(run('It was shot in Moscow.'))}</w:footnote></w:footnotes>"
    )
    files: dict[str, bytes | str] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELATIONSHIPS,
        "docProps/core.xml": core,
        "word/document.xml": (
            f'<?xml version="1.0"?><w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
        ),
        "word/_rels/document.xml.rels": PART_RELATIONSHIPS,
        "word/footnotes.xml": notes,
    }
    return zipped({**files, **(extra or {})})


SAVED_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Cold Rooms | The Site</title>
<meta property="og:title" content="Cold Rooms"><meta name="author" content="Robin">
<script>var tracked = "script words";</script><style>.a { color: red }</style></head>
<body><header role="banner">
<nav><ul><li><a href="/">Home</a></li><li><a href="/films">Films</a></li></ul></nav></header>
<main><article><h1>Cold Rooms</h1><p class="byline">By Chris</p>
<p>Walter Hill made <em>Red Heat</em> in 1988, and it is a film about two men who work in cold rooms and in hot
streets, the one after the other, as if there were nothing else to be done in a city.</p>
<h2>The Premise</h2>
<figure><img src="still.jpg" alt="Two men at a gate"><figcaption>The gate at night</figcaption></figure>
<p>A captain comes from <a href="https://example.org/moscow">Moscow</a> to Chicago.<sup><a href="#fn1"
id="r1">1</a></sup> The sergeant who meets him at the airport has been told to keep him
quiet, and <strong>does not</strong>.</p>
<blockquote><p>The captain says very little, and what he says he says once, to the one who needs it.</p></blockquote>
<ol><li>He watches the house for a long time.</li><li>He goes in when the light goes out upstairs.</li></ol>
<p id="fn1">It was shot in Moscow. <a href="#r1">↩</a></p></article></main>
<aside><h3>Related</h3><ul><li><a href="/chases">Ten chases that you must see before winter</a></li></ul></aside>
<footer><p>All rights reserved by the people of the site since the day that it began.</p></footer>
</body></html>
"""
MARKDOWN = """---
title: Cold Rooms
author: Chris
date: 2024-03-05
tags: [Cold War, police]
layout: post
---
Walter Hill made *Red Heat* in 1988.[^1]

## The Premise

A captain comes from [Moscow](https://example.org/moscow) to **Chicago**, and a sergeant waits for him at the gate.

![Two men at a gate](still.jpg)

- He watches.
- He goes in.

> The captain says very little.

[^1]: It was shot in Moscow.
"""


RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"


def pictured_word(*pictures: bytes, alt: str = "A gate") -> bytes:
    """A Word document with these pictures, each in a paragraph of its own after the first."""
    relations = "".join(
        f'<Relationship Id="rIdP{number}" Type="{RELATION}/image" Target="media/image{number}.png"/>'
        for number in range(len(pictures))
    )
    shown = "".join(
        f'<w:p><w:r><w:drawing xmlns:wp="{DRAWING}/wordprocessingDrawing"><wp:inline>'
        f'<wp:docPr id="{number + 1}" name="Picture" descr="{alt}"/><a:graphic xmlns:a="{DRAWING}/main"><a:graphicData>'
        f'<pic:pic xmlns:pic="{DRAWING}/picture"><pic:blipFill><a:blip xmlns:r="{RELATION}" r:embed="rIdP{number}"/>'
        "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
        for number in range(len(pictures))
    )
    ends = "</Relationships>"
    paragraphs = BODY.split("</w:p>", 2)
    body = "</w:p>".join([*paragraphs[:2], shown + paragraphs[2]])
    return word(
        body,
        extra={
            "word/_rels/document.xml.rels": PART_RELATIONSHIPS.replace(ends, relations + ends),
            "[Content_Types].xml": CONTENT_TYPES.replace(
                "</Types>", '<Default Extension="png" ContentType="image/png"/></Types>'
            ),
            **{f"word/media/image{number}.png": data for number, data in enumerate(pictures)},
        },
    )


def repacked(packed: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """The zip archive with one of its files, a text, changed."""
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        files: dict[str, bytes | str] = {part: opened.read(part) for part in opened.namelist()}
    return zipped(files | {name: change(str(files[name], "utf-8"))})  # type: ignore[arg-type]
