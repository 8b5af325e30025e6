"""What stands around a title: years, words about films, kinds, neighbours in a list."""

import re
from dataclasses import dataclass

from essays.linking.tokens import LOWER_IN_TITLES, Prose, Run

FILM_NOUNS = frozenset(
    "film films movie movies picture pictures flick flicks remake remakes sequel sequels prequel prequels reboot "
    "adaptation blockbuster classic classics masterpiece thriller comedy drama western trilogy franchise series saga "
    "entry entries feature features vehicle vehicles soundtrack score screenplay script screening premiere poster "
    "trailer cast finale ending opening version versions noir musical documentary miniseries installment instalment "
    "outing outings remade knockoff ripoff rip-off".split()
)
SERIES_NOUNS = frozenset("films movies pictures series franchise saga trilogy flicks entries sequels".split())
TITLE_LEADS = frozenset(
    "in like of and or with for from than as to watch watching watched saw see seen seeing after before since by "
    "made directed directing called titled penned wrote write starred stars starring remember except unlike between "
    "on was is via enjoyed loved find found recalls echoes recalling inspired rivals about versus preceded followed "
    "including include features while following".split()
)
_TV_BEFORE = re.compile(
    r"(?:\bTV(?:[’']s)?|\b(?:television|sitcoms?|TV shows?|shows|TV series|television series|mini-?series|soap)"
    r"(?: (?:like|such as|called))?),?\s*[\"“‘]?$",
    re.I,
)
_TV_AFTER = re.compile(
    r"^[\"”’]?,?\s*(?:\(?(?:on|for) (?:TV|television|the small screen)\b"
    r"|(?:the )?(?:TV|television|sitcom|mini-?series)\b)",
    re.I,
)
_TV_WATCHED = re.compile(r"\b(?:watch\w*|airs?|aired|airing|shown?|showing|caught|saw|seen|playing)\b[^.!?]*$", re.I)
_TV_PLACE = re.compile(
    r"\b(?:play(?:s|ed|ing)?|roles?|parts?|appear\w*|guest\w*|starr\w*|regular|recurring|episodes?|seasons?)\b"
    r"[^.!?]{0,50}\bon\s+[\"“‘]?$",
    re.I,
)
_MINI = re.compile(r"mini-?series", re.I)
_YEAR = r"((?:18|19|20)\d\d)"
_YEAR_AFTER = re.compile(rf"^[\"”’'*_]*,?\s*[(\[](?:[^()\[\]]{{0,40}}?\b)?{_YEAR}\b")
_YEAR_BEFORE = re.compile(
    rf"\b{_YEAR}(?:['’]s|\s+(?:film|movie|classic|thriller|comedy|drama|western|version|remake|sequel|original|hit|"
    rf"[a-z-]+ (?:film|movie|comedy|drama|thriller|classic|western)),?)\s*[\"“‘]?$"
)
_YEAR_LATER = re.compile(rf"^[\"”’]?,?\s+(?:in|from|of|\w+ in)\s+{_YEAR}\b")
_NEXT_YEAR = re.compile(r"\b(?:the (?:following|next) year|a year later|(?:the|one) year after)\b", re.I)
_LAST_YEAR = re.compile(r"\b(?:the (?:previous|preceding|prior) year|a year earlier|(?:the|a|one) year before)\b", re.I)
_ORIGINAL = re.compile(
    r"\b(?:original|classic|first)\s+[\"“‘]?$"
    r"|\b(?:remake|remaking|reboot|re-?imagining|re-?telling|update) of\s+[\"“‘]?(?:the\s+)?$",
    re.I,
)
_COMPARED = re.compile(
    r"\b(?:debts?|owes|reminiscent|echo\w*|nods?|homages?|compar\w+|likes|vein|evok\w+|recall\w*|reminds?|predat\w+|rivals?|inspired|"
    r"modell?ed|borrow\w*|influenc\w+|between|meets|unlike|like|[àa] la|rip-?offs?|knock-?offs?|answer|response|"
    r"tradition|spirit|sequels?|prequels?|follow-?up|predecessors?|successors?|success|than|as good as|imitat\w+|"
    r"foreshadow\w*|alongside|post|pre|earlier film|previous film|earlier|previous|after|since|other)\b[^.!?;]{0,24}$",
    re.I,
)
_WORK_OF = re.compile(
    r"\b(?:screenplays?|scripts?|scores?|soundtracks?|music|directors?|writers?|producers?|creators?|stars?|cast|crew|"
    r"sequels?|prequels?|remakes?|finale|ending|climax|scenes?|version|making|filming|shooting|release|success|"
    r"premiere|songs?|roles?|parts?|performances?|turns?|work|fans|reviews?|viewers?|audiences?|heroes|hero|plot|style)"
    r" (?:of|for|to|from|in|on|behind)\s+[\"“‘]?$",
    re.I,
)
_MADE = re.compile(
    r"\b(?:made|makes|making|directed|directs|directing|shot|wrote|writing|penned|produced|titled|called|entitled|"
    r"watch|watched|watching|rewatched|starred in|starring in|appeared in|seen in|film|movie|picture)\s+[\"“‘]?$",
    re.I,
)
_DEFINED = re.compile(
    r"^[\"”’]?,\s+(?:an?|the|his|her|their)\s+(?:[\w’'-]+\s+){0,4}?(?:films?|movies?|pictures?|comedy|drama|thriller|western|"
    r"musical|remake|sequel|classic|documentary|noir|romance|adaptation|flop|hit|blockbuster)\b",
    re.I,
)
_SONG = re.compile(
    r"\b(?:songs?|sings?|sang|sung|singing|tunes?|ballads?|lyrics?|musical numbers?|standards|anthems?|melody|albums?|"
    r"hymns?|duets?|theme)\b",
    re.I,
)
_BOOK = re.compile(
    r"\b(?:novels?|novellas?|books?|short stor(?:y|ies)|plays? by|stage play|poems?|comics?|magazines?|newspapers?|"
    r"cartoons?|operas?|ballets?|paintings?|(?:video|board) ?games?|memoirs?|biograph(?:y|ies)|radio)\b",
    re.I,
)
_PLAYED = re.compile(r"^(?:['’]s?)?,? ?(?:\((?=[A-Z])|(?:is |was |as )?(?:played|portrayed|voiced|embodied) by\b)")
_PART = re.compile(
    r"\b(?:plays?|played|playing|portray\w*|as|becomes?|became|named|called|turn as|roles? of|parts? of|cast as|"
    r"characters?(?: of)?|titular|hero|heroine|villain)\s+(?:the |an? )?(?:[a-z-]+ )?[\"“‘]?$"
)
_REMAKE = re.compile(r"\b(?:remakes?|remade|remaking|reboot|re-?imagin\w+|original|version|earlier|1st|first)\b", re.I)
_NAMED_PART = re.compile(
    r"\b(?:plays?|played|playing|portray(?:s|ed|ing)?|named|called|names? of|cast as|characters?|roles? of)\s+$"
)
_PLAYED_PART = re.compile(
    r"^(?: \([A-Z][\w.'’-]+ [A-Z][\w.'’ -]*\)|,? (?:who is |is )?(?:played|portrayed|voiced) by\b)"
)
WINDOW = 90  # code points looked at on either side
NEAR = 50  # code points in which a song or a book is of this title


@dataclass(frozen=True, slots=True)
class Cues:
    """What the words around a title say of it."""

    year: int | None = None  # of release, said of this very title
    year_shift: int | None = None  # years after the subject film
    is_tv: bool = False
    is_mini: bool = False
    is_films: bool = False  # "the X movies": a row of films
    is_remake_talk: bool = False
    is_original: bool = False  # "the original X", "a remake of X"
    is_compared: bool = False  # "reminiscent of X", "better than X"
    is_work_of: bool = False  # "the screenplay for X"
    is_made: bool = False  # "directed X", "the film X"
    is_defined: bool = False  # "X, a French comedy"
    is_song: bool = False  # songs are spoken of near by
    is_book: bool = False  # so are books, plays, comics
    is_part: bool = False  # "plays X", "as X"
    is_played: bool = False  # "X, played by", "X (Somebody)"
    year_near: int | None = None  # a year said just before, perhaps of something else


def cues_of(prose: Prose, run: Run) -> Cues:
    """The cues for one title."""
    text = prose.text
    before = text[max(0, run.start - WINDOW) : run.start].rpartition("\n")[2]
    after = text[run.end : run.end + WINDOW].partition("\n")[0]
    stops = re.search(r"[.!?](?=\s)", after)
    near_after = after[: stops.start()] if stops else after
    year = _YEAR_AFTER.search(after) or _YEAR_BEFORE.search(before) or _YEAR_LATER.search(near_after)
    shift = 1 if _NEXT_YEAR.search(near_after[:50]) else -1 if _LAST_YEAR.search(near_after[:50]) else None
    if shift is None and re.search(r"[,—–(]?\s*(?:and\s)?$", before):
        lead = re.split(r"[.!?]\s", before)[-1][-40:]
        shift = 1 if _NEXT_YEAR.search(lead) else -1 if _LAST_YEAR.search(lead) else None
    following = prose.after(run.last)
    return Cues(
        year=int(year.group(1)) if year else None,
        year_shift=shift,
        is_tv=_is_tv(before, after),
        is_mini=bool(_MINI.match(after.lstrip(' ”"’,')) or _MINI.search(before[-24:])),
        is_films=following is not None and following.key in SERIES_NOUNS and following.gap.strip() in ("", "”", '"'),
        is_remake_talk=bool(_REMAKE.search(before[-40:]) or _REMAKE.search(near_after[:40])),
        is_original=bool(_ORIGINAL.search(before)),
        is_compared=bool(_COMPARED.search(before)),
        is_work_of=bool(_WORK_OF.search(before)),
        is_made=bool(_MADE.search(before)),
        is_defined=bool(_DEFINED.search(after)),
        is_song=bool(_SONG.search(before[-NEAR:]) or _SONG.search(after[:NEAR])),
        is_book=bool(_BOOK.search(before[-NEAR:]) or _BOOK.search(after[:NEAR])),
        is_part=bool(_PART.search(before[-NEAR:])),
        is_played=bool(_PLAYED.search(after)),
        year_near=int(years[-1]) if (years := re.findall(rf"\b{_YEAR}\b", before[-45:])) else None,
    )


def is_told_as_part(prose: Prose, run: Run) -> bool:
    """Whether the words around a name say that it is a character's: "plays X", "X (Frank Langella)"."""
    before = prose.text[max(0, run.start - WINDOW) : run.start]
    return bool(_NAMED_PART.search(before) or _PLAYED_PART.match(prose.text[run.end : run.end + WINDOW]))


def _is_tv(before: str, after: str) -> bool:
    """Whether the words say that a title is television; a film watched on television is still a film."""
    if _TV_AFTER.search(after):
        return not _TV_WATCHED.search(before)
    return bool(_TV_BEFORE.search(before) or _TV_PLACE.search(before))


def content_words(prose: Prose, run: Run) -> int:
    """How many words of a run are more than an article or a preposition."""
    return sum(prose.words[i].key not in LOWER_IN_TITLES for i in range(run.first, run.last + 1))
