"""The one allow-list of body HTML, used in ``Essay.save`` and in the import."""

import nh3

BLOCK_TAGS = frozenset({"p", "h2", "h3", "blockquote", "ul", "ol", "li", "figure", "figcaption", "hr"})
INLINE_TAGS = frozenset({"em", "strong", "cite", "a", "sup", "br", "span", "img"})

_ATTRIBUTES = {
    "a": {"href", "title"},
    "sup": {"data-number", "data-certain"},
    "span": {"lang", "dir"},
    "p": {"lang", "dir"},
    "blockquote": {"lang", "dir", "cite"},
    "img": {"src", "alt", "width", "height"},
}
_CLASSES = {"sup": {"citation"}, "p": {"caption", "credits", "spoiler-warning", "footnote"}}
_VALUES = {"span": {"class": {"credit"}}}  # in the caption of a picture: whose it is
_CLEANER = nh3.Cleaner(
    tags=set(BLOCK_TAGS | INLINE_TAGS),
    attributes=_ATTRIBUTES,
    allowed_classes=_CLASSES,
    tag_attribute_values=_VALUES,
    url_schemes={"http", "https", "mailto"},
    clean_content_tags={"script", "style"},
    strip_comments=True,
    link_rel="noopener",
)


def clean_body(html: str) -> str:
    """Body HTML with only what is allowed; the same for what is clean already.

    A no-break space becomes a space: rich editors under a strict policy type one for the other.
    """
    return _CLEANER.clean(html).replace("&nbsp;", " ").strip()  # however it was typed, the cleaner writes it so
