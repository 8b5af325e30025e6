"""Exports of sites, made in memory: WordPress's (WXR) and Ghost's (JSON), with posts of our own words."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

NAMESPACES = {
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "wp": "http://wordpress.org/export/1.2/",
}
SITE = "https://films.example"
REVIEW = """Walter Hill made <em>Red Heat</em> in 1988, and it is a film about two men who work in cold rooms.
They hardly speak.

[caption id="attachment_7" width="640"]<img src="https://films.example/gate.jpg" alt="A gate" /> The gate[/caption]

A captain comes from Moscow to Chicago [sic], and a sergeant waits for him at the gate.

[gallery ids="7,8"]
"""
BLOCKS = """<!-- wp:paragraph -->
<p>Walter Hill made <em>Red Heat</em> in 1988, and it is a film about two men who work in cold rooms.</p>
<!-- /wp:paragraph -->

<!-- wp:heading -->
<h2 class="wp-block-heading">The Premise</h2>
<!-- /wp:heading -->

<!-- wp:image {"id":7} -->
<figure class="wp-block-image"><img src="https://films.example/gate.jpg" alt="A gate"/>
<figcaption>The gate</figcaption></figure>
<!-- /wp:image -->

<!-- wp:embed {"url":"https://video.example/1","type":"video"} -->
<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">
https://video.example/1
</div></figure>
<!-- /wp:embed -->

<!-- wp:paragraph -->
<p>A captain comes from Moscow to Chicago, and a sergeant waits for him at the gate.</p>
<!-- /wp:paragraph -->
"""


def item(number: int = 12, **changes: Any) -> str:
    """An item of a WordPress export: a published review of *Red Heat*, but for ``changes``."""
    slug = changes.get("slug", "red-heat")
    said = {
        "title": "Cold Rooms",
        "link": f"{SITE}/2009/06/{slug}/",
        "creator": "chris",
        "guid": f"{SITE}/?p={number}",
        "content": REVIEW,
        "excerpt": "Two men at a gate.",
        "gmt": "2009-06-17 12:30:00",
        "type": "post",
        "status": "publish",
        "password": "",
        "filed": [("category", "reviews", "Reviews"), ("post_tag", "cold-war", "Cold War")],
        "more": "",
    } | changes
    filed = "".join(
        f'<category domain="{domain}" nicename="{nicename}"><![CDATA[{name}]]></category>'
        for domain, nicename, name in said["filed"]
    )
    return f"""<item>
<title>{escape(said["title"])}</title>
<link>{escape(said["link"])}</link>
<pubDate>Wed, 17 Jun 2009 12:30:00 +0000</pubDate>
<dc:creator><![CDATA[{said["creator"]}]]></dc:creator>
<guid isPermaLink="false">{escape(said["guid"])}</guid>
<description></description>
<content:encoded><![CDATA[{said["content"]}]]></content:encoded>
<excerpt:encoded><![CDATA[{said["excerpt"]}]]></excerpt:encoded>
<wp:post_id>{number}</wp:post_id>
<wp:post_date>2009-06-17 14:30:00</wp:post_date>
<wp:post_date_gmt>{said["gmt"]}</wp:post_date_gmt>
<wp:post_name>{slug}</wp:post_name>
<wp:status>{said["status"]}</wp:status>
<wp:post_type>{said["type"]}</wp:post_type>
<wp:post_password>{said["password"]}</wp:post_password>
{filed}{said["more"]}
</item>
"""


def wxr(*items: str, head: str = "", namespaces: Mapping[str, str] = NAMESPACES, site: str = SITE) -> bytes:
    """A WordPress export of these items."""
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in namespaces.items())
    return f"""<?xml version="1.0" encoding="UTF-8" ?>
{head}<!-- This is a WordPress eXtended RSS file -->
<rss version="2.0" {declared}>
<channel>
<title>Films</title>
<link>{site}</link>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>{site}</wp:base_site_url>
<wp:base_blog_url>{site}</wp:base_blog_url>
<wp:author><wp:author_id>1</wp:author_id><wp:author_login><![CDATA[chris]]></wp:author_login>
<wp:author_display_name><![CDATA[Chris]]></wp:author_display_name></wp:author>
{"".join(items)}</channel>
</rss>
""".encode()


HTML = (
    "<p>Walter Hill made <em>Red Heat</em> in 1988, and it is a film about two men who work in cold rooms.</p>"
    '<!--kg-card-begin: html--><figure class="kg-card kg-image-card kg-card-hascaption">'
    '<img src="__GHOST_URL__/content/images/gate.jpg" class="kg-image" alt="A gate"><figcaption>The gate</figcaption>'
    "</figure><!--kg-card-end: html-->"
    "<h2>The Premise</h2><p>A captain comes from Moscow to Chicago, and a sergeant waits for him at the gate.</p>"
)


def ghost_post(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A row of Ghost's posts: a published review of *Red Heat*, but for ``changes``."""
    return {
        "id": f"5f{number:022x}",
        "uuid": f"00000000-0000-4000-8000-{number:012x}",
        "title": "Cold Rooms",
        "slug": "red-heat",
        "html": HTML,
        "lexical": '{"root": {}}',
        "mobiledoc": None,
        "plaintext": "Walter Hill made Red Heat in 1988",
        "feature_image": "__GHOST_URL__/content/images/street.jpg",
        "type": "post",
        "status": "published",
        "visibility": "public",
        "published_at": "2019-05-01T12:00:00.000Z",
        "custom_excerpt": "Two men at a gate.",
    } | changes


def ghost(
    *posts: Mapping[str, Any], tables: Mapping[str, Any] | None = None, tags: Sequence[str] = ("Cold War",)
) -> bytes:
    """A Ghost export of these posts, all by Chris and all with these tags."""
    data = {
        "posts": list(posts),
        "posts_meta": [
            {"post_id": post.get("id"), "feature_image_alt": "A street", "feature_image_caption": "Chicago"}
            for post in posts
        ],
        "users": [{"id": "1", "name": "Chris", "slug": "chris"}],
        "posts_authors": [{"post_id": post.get("id"), "author_id": "1", "sort_order": 0} for post in posts],
        "tags": [{"id": str(n), "name": name, "visibility": "public"} for n, name in enumerate(tags)],
        "posts_tags": [
            {"post_id": post.get("id"), "tag_id": str(n), "sort_order": n} for post in posts for n in range(len(tags))
        ],
        "settings": [{"key": "title", "value": "Films"}],
    }
    return json.dumps({"db": [{"meta": {"version": "5.82.0"}, "data": data | dict(tables or {})}]}).encode()
