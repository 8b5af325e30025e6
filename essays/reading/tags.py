"""The elements of HTML that hold text, and what each says of the words in it."""

import re
from collections.abc import Mapping

import nh3

from essays.reading.document import BlockKind

HEADS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCK_TAGS = frozenset(
    "p div section article main header footer nav aside blockquote ul ol li dl dt dd figure figcaption table caption "
    "thead tbody tfoot tr pre address form fieldset details summary hr center".split()
) | frozenset(HEADS)
CELL_TAGS = frozenset({"td", "th"})
INLINE_TAGS = frozenset(
    "a abbr b big bdi bdo br cite code del dfn em font i img ins kbd label mark q s samp small span strike strong sub "
    "sup time tt u var wbr button".split()
)
DROPPED = frozenset("script style template noscript title iframe object embed svg math canvas audio video".split())
KIND_OF_TAG = {
    "h1": BlockKind.HEADLINE,
    **dict.fromkeys(HEADS[1:], BlockKind.SUBHEAD),
    "li": BlockKind.LIST_ITEM,
    "blockquote": BlockKind.PULL_QUOTE,
    "figcaption": BlockKind.CAPTION,
    "caption": BlockKind.CAPTION,
}
KIND_OF_CLASS = {
    "wp-caption-text": BlockKind.CAPTION,
    "caption": BlockKind.CAPTION,
    "credits": BlockKind.CREDIT_LINE,
    "spoiler-warning": BlockKind.SPOILER_WARNING,
    "footnote": BlockKind.FOOTNOTE,
    "standfirst": BlockKind.STANDFIRST,
}
ASIDE_TAGS = frozenset({"nav", "aside", "form", "footer", "button"})
ASIDE_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary", "search"})
ASIDE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|social|related|comments?|respond|promo|newsletter|sidebar|breadcrumbs?|cookies?"
    r"|subscribe|advert|menu|navigation|pagination)(?:$|[\s_-])",
    re.IGNORECASE,
)

CLEANER = nh3.Cleaner(
    tags=set(BLOCK_TAGS | CELL_TAGS | INLINE_TAGS),
    attributes={"*": {"class", "id", "role"}, "a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}},
    clean_content_tags=set(DROPPED),
    url_schemes={"http", "https", "mailto", "data", "file"},
    strip_comments=True,
    link_rel=None,
)


def kind_of_element(tag: str, of: Mapping[str, str]) -> BlockKind | None:
    for name in of.get("class", "").split():
        if name in KIND_OF_CLASS:
            return KIND_OF_CLASS[name]
    return KIND_OF_TAG.get(tag)


def is_aside(tag: str, of: Mapping[str, str], article: int) -> bool:
    """Whether an element holds what is about the site and not of the text."""
    if tag == "header" and not article and of.get("role") != "none":
        return of.get("role") == "banner"
    return tag in ASIDE_TAGS or of.get("role", "") in ASIDE_ROLES or bool(ASIDE_CLASS.search(of.get("class", "")))
