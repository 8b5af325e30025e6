"""Training: the same reviews give the same weights, and what they plainly show is learned."""

import json

import pytest
from django.core.management import CommandError, call_command

from essays.linking.evidence import gather
from essays.linking.gold import GoldFilm, GoldReview, GoldSpan, gold_review
from essays.linking.observations import observe_words
from essays.linking.regression import fit, fit_choice
from essays.linking.training import TITLE_GUESS, train
from essays.linking.weights import log_odds, using, weights_of
from essays.reading.document import DocumentKind
from essays.reading.reader import read
from tests.linking.archive import archive

HEAT = GoldFilm(frozenset({"heat"}), 1995)
PSYCHO = GoldFilm(frozenset({"psycho"}), 1960)
LAURA = GoldFilm(frozenset({"laura"}), 1944)


def gold(
    name: str, text: str, film: GoldFilm, *titles: tuple[str, GoldFilm], people: tuple[str, ...] = ()
) -> GoldReview:
    spans = tuple(GoldSpan(text.index(t), text.index(t) + len(t), "film", meant) for t, meant in titles)
    names = tuple((text.index(p), text.index(p) + len(p), p) for p in people)
    return GoldReview(name, text, film, spans, names)


REVIEWS = [
    gold(
        f"heat-{n}",
        "Michael Mann directed Heat with Al Pacino and Robert De Niro. The heat of the day never lets up.",
        HEAT,
        ("Heat", HEAT),
        people=("Michael Mann", "Al Pacino", "Robert De Niro"),
    )
    for n in range(6)
] + [
    gold(
        f"laura-{n}",
        "Otto Preminger films Gene Tierney. Laura smiles, and Dana Andrews is lost. Reminiscent of Psycho.",
        LAURA,
        ("Psycho", PSYCHO),
        people=("Otto Preminger", "Gene Tierney", "Dana Andrews"),
    )
    for n in range(6)
]


def trained():
    return train(REVIEWS, archive(), say=lambda words: None)


def test_the_same_reviews_give_the_same_weights():
    assert trained().models == trained().models


def test_a_heros_name_is_learned_to_be_no_title_and_a_compared_one_to_be_one():
    models = trained().models
    person = {"bias": 1.0, "one_word": 1.0, "hero": 1.0, "hero&of_people_after": 1.0, "of_people_after": 1.0}
    compared = {"bias": 1.0, "one_word": 1.0, "compared": 1.0}
    assert log_odds(models["title"], person) < 0 < log_odds(models["title"], compared)


def test_what_training_reaches_is_told_cross_validated_and_fitted():
    lines = trained().lines
    assert any(line.startswith("subject, cross-validated: ") for line in lines)
    assert any(line.startswith("titles, fitted: ") for line in lines)
    assert any(line.startswith("reliability, titles linked") for line in lines)


def test_weights_in_training_are_used_only_meanwhile():
    shipped = weights_of("title")
    with using({"title": {"bias": 9.0}}):
        assert weights_of("title") == {"bias": 9.0}
    assert weights_of("title") is shipped


def test_a_weight_that_no_row_shows_keeps_its_guess():
    weights = fit([({"bias": 1.0}, True), ({"bias": 1.0}, False)], {"never_seen": 2.5})
    assert weights["never_seen"] == 2.5


def test_a_firm_weight_moves_less_than_another():
    rows = [({"bias": 1.0, "sign": 1.0}, False)] * 20 + [({"bias": 1.0}, True)] * 20
    free, firm = fit(rows, {"sign": 2.0}), fit(rows, {"sign": 2.0}, firm={"sign"})
    assert free.get("sign", 0.0) < firm["sign"]


def test_of_a_choice_the_right_ones_mark_is_learned():
    choices = [([{"mark": 1.0}, {"other": 1.0}], [True, False])] * 10
    weights = fit_choice(choices, {})
    assert weights["mark"] > 0 > weights["other"]


def test_a_span_that_ends_with_its_year_may_end_before_it():
    text = "Like Psycho (1960) it waits."
    assert GoldSpan(5, 18, "film").ends(text) == (18, 11)


def test_a_line_of_gold_is_a_review():
    film = {"title": "Amélie", "year": 2001, "aliases": ["Le fabuleux destin d'Amélie Poulain"]}
    row = {"id": "a", "text": "Amélie", "film": film, "people": [{"start": 0, "end": 6, "name": "X"}]}
    row["films"] = [{"start": 0, "end": 6, "label": "film", "film": film}]
    review = gold_review(row)
    assert review.film.keys == {"amelie", "le fabuleux destin damelie poulain"} and review.is_inferable


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param("no json", "this is no file of reviews", id="no JSON"),
        pytest.param('{"kind": "review", "id": "a"}', "this is no file of reviews", id="no gold"),
        pytest.param('{"kind": "reference"}', "no review stands in it", id="no review"),
    ],
)
def test_a_file_that_teaches_nothing_is_refused_and_no_weights_are_written(tmp_path, lines, said):
    path, out = tmp_path / "gold.jsonl", tmp_path / "weights.json"
    path.write_text(lines + "\n")
    with pytest.raises(CommandError, match=said):
        call_command("train_linking", path, out=out)
    assert not out.exists()


def test_the_weights_in_use_know_every_guess():
    shipped = weights_of("title")
    kept = {name for name, weight in TITLE_GUESS.items() if abs(weight) > 1}
    assert json.dumps(sorted(kept - shipped.keys())) == "[]"


def test_which_name_stands_beside_a_title_says_nothing():
    evidence = gather(read("We saw Warner Red Heat and Red Heat.", kind=DocumentKind.REVIEW), archive())
    seen = {name for hit in evidence.title_runs for name in observe_words(evidence, hit.run) if "=" in name}
    assert "before=Aa" in seen and "before=and" in seen
    assert not any("warner" in name for name in seen)
