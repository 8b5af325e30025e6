"""Lines that belong to a site and not to an essay: sign-up, share, read-more, cookie and copyright lines."""

import re

from essays.reading.patterns import late

MAX_LENGTH = 320  # code points; a longer line is prose even where it speaks of newsletters

# A line that is nothing but one of these, give or take a stop, a colon or an arrow.
WHOLE = late(
    r"""[\W_]*(?:
      advertis(?:e|ement|ing)s?|(?:article\ )?continues?\ (?:below|after\ (?:the\ )?(?:ad|advertisement|video
         |promotion))
      |sponsored(?:\ (?:content|post|by\ .{1,40}))?|promoted(?:\ content)?|affiliate\ links?
      |share|tweet|pin(?:\ it)?|e?-?mail|print|comments?(?:\ ?\(?\d+\)?)?|\d+\ comments?|\d+\ shares?|reply
         |like|save
      |no\ comments(?:\ yet)?|(?:leave|post|add|write)\ a\ (?:comment|reply).{0,40}|join\ the\ (?:conversation
         |discussion)
      |view\ (?:all\ )?comments.{0,20}|load(?:ing)?(?:\ more)?.{0,20}|show\ (?:more|less)|see\ (?:more
         |all).{0,30}
      |(?:facebook|twitter|x|instagram|reddit|whatsapp|pinterest|linkedin|email|e-mail|tumblr|flipboard
         |copy\ link|
         threads|bluesky|print|link|share|messenger|telegram|youtube|tiktok)
         (?:[\W_]+(?:facebook|twitter|x|instagram|reddit|whatsapp|pinterest|linkedin|email|e-mail|tumblr
            |flipboard|
         copy\ link|threads|bluesky|print|link|share|messenger|telegram|youtube|tiktok|and|or|via|on)){0,12}
      |(?:sign|log)\ ?(?:in|up|out)|register|subscribe(?:\ now|\ today|\ here)?|(?:my\ )?account|menu|search
         |home|close
      |accept(?:\ all)?(?:\ cookies)?|reject(?:\ all)?(?:\ cookies)?|manage\ (?:cookies|preferences|settings)
      |(?:cookie|privacy|terms|contact|about|advertise)(?:\ (?:policy|settings|notice|us|of\ (?:use|service)
         |preferences)).{0,60}
      |skip\ to\ (?:main\ )?(?:content|navigation)|(?:back|return)\ to\ (?:the\ )?(?:top|home|reviews).{0,20}
         |top
      |next(?:\ (?:article|post|page|story|review))?|prev(?:ious)?(?:\ (?:article|post|page|story|review))?
      |(?:related|recommended|popular|trending|latest|featured|further|more)[ ]
         (?:articles?|posts?|stor(?:y|ies)|reviews?|reading|news|videos?|content|links?|for\ you|like\ this
            |now).{0,30}
      |you\ (?:may|might)\ (?:also\ )?(?:like|enjoy|be\ interested\ in).{0,30}
      |(?:watch|play)\ (?:the\ )?(?:trailer|video|clip)(?:\ (?:here|below|now))?
      |(?:buy|book|get)\ (?:your\ )?(?:tickets?|it|now)(?:\ (?:now|here|today))?
    )[\W_]*""",
    re.IGNORECASE | re.VERBOSE,
)

# A line that begins like this says what to do on the site, not what the film does.
OPENING = late(
    r"""[\W_]*(?:
      (?:read|see|watch|check\ out)\ (?:more|next|also|our|the\ (?:full|rest|complete|original))\b
         (?=[^.]{0,200}$|.{0,40}:)
      |(?:continue|keep)\ reading\b|related\s*[:–—-]|more\ (?:from|on|about|by)\ [^.]{1,80}$|also\ (?:read|see
         |on)\s*:
      |(?:subscribe|sign\ up|signup|register|join)\ (?:now\b|here\b|today\b|
         (?:to|for|up\ (?:to|for))\ (?:our|the|my|free|a|this|updates)\b
         (?=.{0,80}\b(?:newsletter|letter|list|channel|podcast|feed|site|magazine|updates?|alerts?|account|free|inbox|mail|blog)s?\b)
         |(?:our|the\ newsletter|the\ mailing)\b)
      |(?:follow|like|find|join|visit|support|contact)\ (?:us|me|our)\ (?:on|at|via|page|site|channel|patreon
         |newsletter|for)\b
      |follow\ (?:@|[\w. ]{2,40}\ on\ (?:twitter|x|instagram|facebook|letterboxd|bluesky|threads))
      |share\ (?:this|on|via|it|the|with|your)\b(?=[^.]{0,120}\.?$)
      |click\ (?:here|below|on\ the|to)\b|tap\ (?:here|to)\b|enter\ your\ e-?mail\b|your\ e-?mail\ address\b
      |(?:we|this\ (?:site|website|page)|our\ (?:site|website)|by\ (?:using|continuing|browsing|visiting
         |signing|subscribing|clicking|entering))
         \b(?=.{0,160}\b(?:cookies?|privacy\ policy|terms\ of|affiliate|consent))
      |(?:tags?|tagged|filed\ under|filed\ in|posted\ in|categor(?:y|ies)|topics?
         |labels?)\s*:?\ (?=\S)(?=[^.!?]{1,160}$)
      |(?:all\ rights\ reserved|copyright\b|©|\(c\)\ \d{4})
      |(?:this\ (?:article|post|review|piece|story)\ (?:was\ )?(?:(?:first|originally)\ )?(?:appeared
         |published|contains\ affiliate|may\ contain\ affiliate))
      |(?:become\ a\ (?:member|subscriber|patron|supporter)|support\ (?:our|independent)|donate\b|buy\ (?:me
         |us)\ a\ coffee)
      |(?:get|receive)\ (?:the|our|all|your|a)\b(?=.{0,200}\b(?:inbox|newsletter|e-?mail|notifications?|app)\b)
      |(?:don['’]t|never)\ miss\b(?=.{0,120}\b(?:newsletter|update|story|review|post|inbox|episode|subscribe))
      |(?:have|got)\ (?:a\ (?:tip|story|comment|question)|something\ to\ say)\b.{0,80}(?:us|below|comments)
      |let\ us\ know\b.{0,120}\bcomments?\b|what\ did\ you\ think\b.{0,120}\bcomments?\b
      |(?:jump|skip)\ to\ (?:navigation|search|content|main)\b|from\ wikipedia\b|retrieved\ from\b
      |(?:available|stream(?:ing)?|rent|buy)\ (?:now\ )?(?:on|from|at|it\ (?:on|from))\ (?:amazon|itunes
         |netflix|apple|prime|disney|hulu|blu-?ray)\b(?=[^.]{0,80}\.?$)
    )""",
    re.IGNORECASE | re.VERBOSE,
)

# Words of the trade; two different ones in a short line, and the line is the site's.
TRADE = late(
    r"\b(?:(newsletters?)|(inbox|e-?mail address)|(subscribe|subscription|subscribers|unsubscribe)"
    r"|(sign(?:ing)? up)"
    r"|(cookies? (?:policy|settings|preferences)|use (?:of )?cookies|cookies to)|(privacy policy"
    r"|terms of (?:use|service))"
    r"|(advertisement|sponsored)|(get the latest|latest (?:news|reviews|stories|updates)|breaking news)"
    r"|(straight (?:to|from)|delivered (?:to|straight))|(click here|click the link|link below|links below)"
    r"|(?:on |our )(twitter|facebook|instagram|patreon|youtube channel|letterboxd|podcast feed)"
    r"|(affiliate (?:links?|commission)|commission)|(all rights reserved|copyright)|(browsing experience"
    r"|personali[sz]ed?)"
    r"|(comments? (?:section|below))|(special offers?|promotions?))\b",
    re.IGNORECASE,
)


IMAGE = late(r"!\[[^\]\n]*\]\([^()\n]*\)")


def is_boilerplate(line: str) -> bool:
    """Whether a whole line is the site speaking to its visitor."""
    if len(line) > MAX_LENGTH:
        return False
    if IMAGE.fullmatch(line):
        return True
    if WHOLE.fullmatch(line) or OPENING.match(line):
        return True
    return len({match.lastindex for match in TRADE.finditer(line)}) >= 2
