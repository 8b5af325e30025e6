"""What a WordPress post holds as HTML: paragraphs that are empty lines, shortcodes, blocks between comments."""

import re
from collections import Counter

BLOCKS = "<!-- wp:"  # written by the block editor: its paragraphs are marked up
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
NEXT_PAGE = re.compile(r"<!--\s*(?:nextpage|more)\b[^>]{0,300}-->")
NAME = r"[a-zA-Z][\w-]{1,40}"
ATTRIBUTES = r"""(?:\s+[\w-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s\]"']+))"""
SHORTCODE = re.compile(
    rf"\[(?P<escaped>\[)?(?P<close>/)?(?P<name>{NAME})(?P<attributes>{ATTRIBUTES}*+)"
    r"(?P<rest>[^\[\]<>]{0,300})\](?P<end>\])?"
)
CAPTION = re.compile(
    rf"\[(?:wp_)?caption(?P<attributes>{ATTRIBUTES}*+)\s*\]"
    r"(?P<inside>(?:[^\[]++|\[(?!/?(?:wp_)?caption\b))*+)\[/(?:wp_)?caption\]",
    re.IGNORECASE,
)
CAPTION_SAID = re.compile(r"""\bcaption\s*=\s*(?:"([^"]*)"|'([^']*)')""")
CAPTION_PICTURE = re.compile(r"\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(.*)", re.DOTALL | re.IGNORECASE)
EMBED = re.compile(r"\[embed[^\]]{0,200}\]\s*(https?://[^\s\[\]<>\"]+)\s*\[/embed\]", re.IGNORECASE)
ADDRESS_ALONE = re.compile(r"^[ \t]*(https?://[^\s<>\"]+)[ \t]*$", re.MULTILINE)
# Shortcodes that show something and hold no words of the post: left out, and named.
SHOWN = frozenset("gallery playlist youtube vimeo embed contact-form contact-form-7".split())
BLOCK_TAGS = (
    "address article aside blockquote center dd div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead tr ul"
).split()
BLOCK = re.compile(rf"\s*</?(?:{'|'.join(BLOCK_TAGS)})\b", re.IGNORECASE)
AFTER_BLOCK = re.compile(rf"(</(?:{'|'.join(BLOCK_TAGS)})>)[ \t]*\n", re.IGNORECASE)
PREFORMATTED = re.compile(r"(<pre\b.*?(?:</pre>|\Z))", re.DOTALL | re.IGNORECASE)
EMPTY_LINES = re.compile(r"\n\s*\n")
SHORTCODES_NAMED = 5  # in a note; the rest are counted


def html_of_wordpress(content: str) -> tuple[str, tuple[str, ...]]:
    """The HTML that WordPress shows of a post's content, without what runs there; and notes for the editor."""
    content = content.replace("\r\n", "\n").replace("\r", "\n")
    has_blocks = BLOCKS in content
    content = NEXT_PAGE.sub("\n\n", content)
    content = COMMENT.sub("", content)
    content = CAPTION.sub(_figure, content)
    content = EMBED.sub(r'<p><a href="\1">\1</a></p>', content)
    content, left_out = _without_shortcodes(content)
    content = ADDRESS_ALONE.sub(r'<a href="\1">\1</a>', content)
    if not has_blocks:
        content = "".join(
            part if PREFORMATTED.match(part) else _with_paragraphs(part) for part in PREFORMATTED.split(content)
        )
    return content, _notes(left_out)


def _figure(match: re.Match[str]) -> str:
    """A caption shortcode as the figure that it shows."""
    said = CAPTION_SAID.search(match["attributes"])
    inside = CAPTION_PICTURE.match(match["inside"])
    picture, words = (inside[1], inside[2]) if inside else ("", match["inside"])
    if said:
        words = said[1] or said[2] or ""
    return f"\n\n<figure>{picture}<figcaption>{words.strip()}</figcaption></figure>\n\n"


def _without_shortcodes(content: str) -> tuple[str, Counter[str]]:
    """``content`` without its shortcodes, whose words inside stay; what looks like one and is prose stays too.

    A word in brackets is a shortcode where it is one that WordPress brings, has attributes or is closed.
    """
    closed = {match["name"].lower() for match in SHORTCODE.finditer(content) if match["close"]}
    left_out: Counter[str] = Counter()

    def put(match: re.Match[str]) -> str:
        name = match["name"].lower()
        if match["escaped"]:
            return match[0][1:-1] if match["end"] else match[0]
        is_code = name in SHOWN or name in closed or (match["attributes"] and not match["rest"].strip())
        if not is_code:
            return match[0]
        if not match["close"]:
            left_out[name] += 1
        return match["end"] or ""

    return SHORTCODE.sub(put, content), left_out


def _with_paragraphs(content: str) -> str:
    """``content`` with its paragraphs marked up, as WordPress does when it shows it: empty lines part them."""
    content = AFTER_BLOCK.sub(r"\1\n\n", content)
    made = []
    for part in EMPTY_LINES.split(content):
        words = part.strip()
        if not words:
            continue
        made.append(words if BLOCK.match(words) else "<p>" + words.replace("\n", "<br>\n") + "</p>")
    return "\n".join(made)


def _notes(left_out: Counter[str]) -> tuple[str, ...]:
    if not left_out:
        return ()
    named = [f"[{name}]{f' ({count} times)' if count > 1 else ''}" for name, count in sorted(left_out.items())]
    more = f" and {len(named) - SHORTCODES_NAMED} more" if len(named) > SHORTCODES_NAMED else ""
    return (f"shortcodes that only its site could show were left out: {', '.join(named[:SHORTCODES_NAMED])}{more}",)
