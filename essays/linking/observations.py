"""What is observed of words that may be a title: of themselves, of the film they may mean, and beside the subject.

Each observation is a name with a number; one that is absent is 0. ``next=`` and ``before=`` carry a word with them.
"""

import math
import re
from collections.abc import Collection, Iterator, Mapping

from essays.linking.catalogue import FilmRecord
from essays.linking.context import FILM_NOUNS, TITLE_LEADS, content_words
from essays.linking.evidence import Evidence, TitleHit, is_emphasised
from essays.linking.films import CREDIT_IN_SENTENCE, CREDIT_NEAR, LEAST_CREDITS, Choice, credited_near
from essays.linking.lexicon import given_names, not_titles, ordinary_words, surnames, title_verbs
from essays.linking.tokens import Prose, Run, Word
from people.names import fold

Observed = dict[str, float]

STRONG_FORMS = frozenset({"full", "other", "variant"})
LEAST_SET_OFF = 3  # words set off from which on an author sets titles off
HERO_MAX_WORDS = 3  # of a title that is a character's name: "Swamp Thing", "The Bride of ..." is none
NUMBER_AFTER = frozenset("2 3 4 5 6 7 8 9 10 ii iii iv v vi vii viii ix x part".split())
DETERMINERS = frozenset("the a an this that his her their its our my your these those some any no every each".split())
POSSESSIVE = "'s"
CAPITALISED = "Aa"

_COMPARED = re.compile(r"[-–](?:style|like|esque|ish|lite|inspired|type|era)\b")
_PUNCTUATION = re.compile(r"[^\s]")


def title_observed(evidence: Evidence, hit: TitleHit) -> Observed:
    """What the words and the films so called say, whichever is meant; observed once."""
    if hit.run not in evidence.observed:
        forms = {form for _, form in hit.films}
        credits = max(film.credit_count for film, _ in hit.films)
        evidence.observed[hit.run] = observe_title(words_observed(evidence, hit.run), forms, len(hit.films), credits)
    return evidence.observed[hit.run]


def words_observed(evidence: Evidence, run: Run) -> Observed:
    """What ``observe_words`` gives, observed once."""
    if run not in evidence.words_observed:
        evidence.words_observed[run] = observe_words(evidence, run)
    return evidence.words_observed[run]


def observe_title(words: Observed, forms: Collection[str], films: int, credits: int) -> Observed:
    """What is observed of the ``words``, and what the titles add that they are found as.

    ``films`` is how many films are so called, ``credits`` how many the best known of them has.
    """
    seen = dict(words)
    if STRONG_FORMS.isdisjoint(forms):
        seen["weak_form"] = 1.0
        for name in ("one_word", "three_words"):
            if name in words:
                seen[f"weak&{name}"] = 1.0
        for form in forms:
            seen[f"weak&{form}"] = 1.0
    if "full" in forms:
        seen["full_form"] = 1.0
    if films > 1:
        seen["films_of_the_title"] = math.log(films)
    seen["prominence"] = math.log10(1 + max(LEAST_CREDITS, credits))
    return seen


def observe_words(evidence: Evidence, run: Run) -> Observed:
    """What the words themselves and those around them say, whatever titles they are."""
    prose = evidence.prose
    words = prose.words
    first, last = words[run.first], words[run.last]
    before, after = prose.before(run.first), prose.after(run.last)
    cues = evidence.cues(run)
    count = content_words(prose, run)
    titled = prose.is_titled(first)
    ordinary = all(words[i].stem_key in ordinary_words() for i in range(run.first, run.last + 1))
    following, leading = _following(prose, run, after), _leading(first, before)
    one = count <= 1
    seen: Observed = {"bias": 1.0}

    def note(name: str, value: float | bool = True) -> None:
        if value:
            seen[name] = float(value)

    note("one_word", one)
    note("two_words", count == 2)
    note("three_words", count >= 3)
    note("article_in_title", run.length > count and one)
    note("small_words", any(not words[i].is_capital for i in range(run.first, run.last + 1)))
    note("opens_alone", first.opens and run.length == 1 and ordinary)
    note("opens_name", first.opens and run.length == 1 and not ordinary)
    note("ordinary", ordinary and run.length == 1)
    note("ordinary_words", ordinary and count >= 2 and not titled)
    note("given_name", run.length == 1 and run.key in given_names())
    note("given_name_first", count >= 2 and first.key in given_names())
    note("surname", run.length == 1 and run.key in surnames())
    if group := not_titles().get(run.key):
        note(f"is_{group}")
    note("number_only", run.key.replace(" ", "").isdigit())
    note("all_capitals", len(run.key) > 3 and prose.text[run.start : run.end].isupper())
    note("is_a_name_here", _is_name_here(evidence, run))
    note("lower_case_too", one and last.stem_key in prose.lower_keys)
    note("titled_block", titled)
    note("capital_before", _is_capital_before(evidence, run) and not titled)
    note("capital_after", _is_capital_after(evidence, run) and not titled)
    note("article_before", before is not None and before.key in DETERMINERS and not cues.is_films)
    note("possessive_before", before is not None and before.is_possessive and before.is_capital)
    note("lead_before", before is not None and before.key in TITLE_LEADS)
    note("number_after", after is not None and not after.gap.strip() and after.key in NUMBER_AFTER)
    note("hyphen_after", _COMPARED.match(prose.text, run.end) is not None)
    note("film_noun_near", _film_noun_near(evidence, run))
    note("quoted", first.quoted and prose.text[run.end : run.end + 2].strip(".,")[:1] in ("”", '"', "’"))
    emphasised = is_emphasised(evidence, run)
    note("emphasised", emphasised)
    note("plain_among_set_off", not emphasised and len(evidence.document.emphases) >= LEAST_SET_OFF)
    note("films_after", cues.is_films)
    note("year_said", cues.year is not None)
    note("tv_said", cues.is_tv or cues.is_mini)
    note("compared", cues.is_compared)
    note("work_of", cues.is_work_of)
    note("made", cues.is_made)
    note("defined", cues.is_defined)
    note("original", cues.is_original)
    note("song_near", cues.is_song)
    note("quoted_song", cues.is_song and "quoted" in seen)
    note("book_near", cues.is_book)
    note("part_before", cues.is_part)
    note("player_after", cues.is_played)
    note("of_people_after", following in title_verbs()["people"] or following == POSSESSIVE)
    note("of_works_after", following in title_verbs()["works"])
    note(f"next={following}")
    note(f"before={leading}")
    if one:
        note(f"one&next={following}")
        note(f"one&before={leading}")
    return seen


def observe_film(
    evidence: Evidence, hit: TitleHit, best: Choice, words: Mapping[str, float]
) -> Iterator[tuple[str, float]]:
    """What the record of the likeliest film adds to what is observed of the ``words``."""
    near = credited_near(evidence, hit).get(best.film.id, ())
    strongest = max((points for _, points in near), default=0.0)
    makers = _makers_near(evidence, hit.run, best.film.id)
    yield "credited_in_sentence", strongest >= CREDIT_IN_SENTENCE
    yield "credited_anywhere", 0 < strongest < CREDIT_IN_SENTENCE
    yield "credited_two", sum(points >= CREDIT_NEAR for _, points in near) >= 2
    yield "maker_before", makers[0]
    yield "maker_in_sentence", min(makers[1], 2)
    yield "contradicted", best.contradicts
    if hit.run.length <= HERO_MAX_WORDS and _is_hero(evidence, hit.run, best.film.id):
        yield "hero", True
        yield "hero&of_people_after", "of_people_after" in words
        yield "hero&of_works_after", "of_works_after" in words
        yield "hero&opens", evidence.prose.words[hit.run.first].opens
        yield "hero&article_before", "article_before" in words
        yield "hero&film_noun_near", "film_noun_near" in words
        yield "hero&credited", strongest >= CREDIT_NEAR or makers[1] > 0


def observe_subject(
    evidence: Evidence,
    hit: TitleHit,
    best: Choice,
    subject: FilmRecord,
    characters: Collection[str],
    words: Mapping[str, float],
) -> Iterator[tuple[str, float]]:
    """What the subject film adds. ``characters`` are the words by which its characters are called, as keys."""
    here = hit.run.length <= 2 and not set(hit.run.key.split()).isdisjoint(characters)
    yield "character_here", here
    if any(film.id == subject.id for film, _ in hit.films):
        yield "subject_title", True
        yield "hero_title", here
        yield "subject&one_word", "one_word" in words
        yield "subject&opens", evidence.prose.words[hit.run.first].opens
        yield "subject&article_before", "article_before" in words
        yield "subject&weak_form", "weak_form" in words
        yield "subject&place", "is_places" in words
        yield "subject&of_works_after", "of_works_after" in words
    elif is_of_one_series(subject.title, best.film.title):
        yield "series", True
        yield "series&weak_form", "weak_form" in words


def is_of_one_series(title: str, other: str) -> bool:
    """Whether two titles begin alike, as those of a series do: "Halloween" and "Halloween 4: The Return of ..."."""
    one, two = (_without_article(fold(text).split()) for text in (title, other))
    same = 0
    for left, right in zip(one, two, strict=False):
        if left != right:
            break
        same += 1
    return one != two and (same >= 2 or (same == 1 and len(one[0]) > 3 and same in (len(one), len(two))))


def _without_article(words: list[str]) -> list[str]:
    return words[1:] if words[:1] == ["the"] else words


def _following(prose: Prose, run: Run, after: Word | None) -> str:
    """The word after a run, its possessive ending, or the mark that stands between."""
    text = prose.text
    last = prose.words[run.last]
    if run.end < last.end or (text[run.end : run.end + 1] in ("'", "’") and last.is_possessive):
        return POSSESSIVE
    if after is None:
        return "."
    mark = _PUNCTUATION.search(after.gap)
    return mark.group() if mark else _plain(after)


def _leading(first: Word, before: Word | None) -> str:
    """The word before a run, the mark that stands between, or "^" where it opens its sentence."""
    if before is None:
        return "^"
    return first.gap.strip()[-1:] or _plain(before)


def _plain(word: Word) -> str:
    """A word in lower case as its key; one with a capital is some name, and which one says nothing."""
    return CAPITALISED if word.is_capital and not word.opens else word.key


def _makers_near(evidence: Evidence, run: Run, film_id: int) -> tuple[bool, int]:
    """Whether the name before a run is of somebody who made the film; how many of those its sentence names at all."""
    makers = evidence.surnames_on(film_id)
    if not makers:
        return False, 0
    words = evidence.prose.words
    own = {words[i].stem_key for i in range(run.first, run.last + 1)}
    named = evidence.capitals_in(words[run.first].sentence) & makers - own
    before = False
    for index in range(run.first - 1, max(-1, run.first - 4), -1):
        if words[index].sentence != words[run.first].sentence:
            break
        if words[index].is_possessive and words[index].is_capital:
            before = words[index].stem_key in makers
            break
    return before, len(named)


def _is_hero(evidence: Evidence, run: Run, film_id: int) -> bool:
    """Whether the words are a character of the very film."""
    bare = run.key.removeprefix("the ")
    return evidence.is_part(run.key, film_id) or (bare != run.key and evidence.is_part(bare, film_id))


def _is_capital_before(evidence: Evidence, run: Run) -> bool:
    prose = evidence.prose
    before = prose.before(run.first)
    if before is None or not before.is_capital or before.is_possessive or before.opens:
        return False
    if prose.words[run.first].gap.strip(" -"):
        return False
    return run.first - 1 not in evidence.name_at


def _is_capital_after(evidence: Evidence, run: Run) -> bool:
    prose = evidence.prose
    after = prose.after(run.last)
    if after is None or not after.is_capital or after.gap.strip(" -") or prose.words[run.last].end != run.end:
        return False
    return not after.key.isdigit()


def _film_noun_near(evidence: Evidence, run: Run) -> bool:
    words = evidence.prose.words
    around = (*range(max(0, run.first - 3), run.first), *range(run.last + 1, min(len(words), run.last + 3)))
    sentence = words[run.first].sentence
    return any(words[i].sentence == sentence and words[i].key in FILM_NOUNS for i in around)


def _is_name_here(evidence: Evidence, run: Run) -> bool:
    """Whether the words are part of a person's name, or the surname or given name of somebody named."""
    hit = evidence.name_at.get(run.first)
    if hit is not None and hit.run.first <= run.first and run.last <= hit.run.last:
        return True
    return run.length == 1 and run.key in evidence.name_edges
