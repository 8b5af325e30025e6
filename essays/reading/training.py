"""Fits the style weights: ``python -m essays.reading.training INPUT.jsonl GOLD.jsonl essays/reading/style.json``.

INPUT has ``{"id", "text"}`` a line, GOLD ``{"id", "kind"}``; either may be gzipped. Learned from whole documents,
from paragraphs of reviews and from entries without their first sentence, by logistic regression: the same lines in
give the same weights out. Names are left out: of whom a text speaks says nothing about how. Prints the share told
right, cross-validated over five parts and on all.
"""

import gzip
import hashlib
import json
import math
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from essays.reading.given_names import GIVEN_NAMES
from essays.reading.sentences import sentences
from essays.reading.style import ALWAYS_CAPITAL, WORD, features

LEAST_WORDS = 12  # in a piece worth learning from
LEAST_DOCUMENTS = 40  # that use a word
KEPT_WORDS = 900
ROUNDS = 12
RATE = 0.5
PENALTY = 2e-5
PARTS = 5
# Share of a word's uses inside sentences: in names (“Griffith”, “von Trier”) nearly all, in common words few.
NAME_SHARE = 0.5
LONGEST_NAME = 40  # code points looked at before a word
Example = tuple[dict[str, float], float, int, str]  # features, 1.0 for an entry, part, group


def read_lines(path: Path) -> Iterator[dict[str, str]]:
    """The JSON objects of a file, one a line."""
    with path.open("rb") as packed, gzip.open(packed) if path.suffix == ".gz" else packed as rows:
        for row in rows:
            yield json.loads(row)


def examples(input_path: Path, gold_path: Path) -> list[Example]:
    """Every piece to learn from, in an order that depends on the ids alone."""
    kinds = {row["id"]: row["kind"] for row in read_lines(gold_path)}
    found: list[tuple[str, Example]] = []
    for row in read_lines(input_path):
        digest = hashlib.sha256(row["id"].encode()).hexdigest()
        part = int(digest, 16) % PARTS
        is_entry = 1.0 if kinds[row["id"]] == "reference" else 0.0
        for number, (group, piece) in enumerate(_pieces(row["text"], is_entry == 1.0)):
            if len(piece.split()) >= LEAST_WORDS:
                key = hashlib.sha256(f"{row['id']}:{number}".encode()).hexdigest()
                found.append((key, (features(piece), is_entry, part, group)))
    return [example for _, example in sorted(found, key=lambda pair: pair[0])]


def names_in(texts: Iterable[str]) -> frozenset[str]:
    """The words, in lower case, that are names or parts of names.

    Given names; words that stand inside sentences with a capital letter mostly; and small words that stand there
    mostly between two capitalised ones, such as “von”.
    """
    used: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for text in texts:
        for match in WORD.finditer(text):
            word = match["word"]
            if word is None or match["opens"] is not None or word in ALWAYS_CAPITAL:
                continue
            key = word.replace("’", "'").lower()
            used[key] += 1
            named[key] += word[0].isupper() or _is_within_a_name(text, match.start("word"), match.end("word"))
    mostly = (word for word, count in used.items() if named[word] > NAME_SHARE * count)
    return GIVEN_NAMES.union(mostly)


def _is_within_a_name(text: str, start: int, end: int) -> bool:
    """Whether a word stands between two capitalised ones, with single spaces around it."""
    before = text[max(0, start - LONGEST_NAME) : start]
    if not before.endswith(" ") or text[end : end + 1] != " " or not text[end + 1 : end + 2].isupper():
        return False
    return before.split(" ")[-2][:1].isupper()


def word_of(feature: str) -> str:
    """The word of a feature, in lower case."""
    return feature.removeprefix("^").lower()


def _pieces(text: str, is_entry: bool) -> Iterator[tuple[str, str]]:
    yield "whole", text
    if is_entry:
        spans = sentences(text)
        if len(spans) > 1:
            yield "fragment", text[spans[1][0] :]
        if len(spans) > 3:
            yield "part", text[spans[2][0] :]
        return
    paragraphs = text.strip().split("\n\n")
    yield "fragment", paragraphs[0]
    for paragraph in paragraphs[1:]:
        yield "part", paragraph


def fit(data: list[Example], vocabulary: frozenset[str]) -> tuple[float, dict[str, float]]:
    """Bias and weights that tell entries from reviews, both kinds counting the same."""
    entries = sum(example[1] for example in data)
    balance = {1.0: len(data) / (2 * entries), 0.0: len(data) / (2 * (len(data) - entries))}
    weights = dict.fromkeys(sorted(vocabulary), 0.0)
    squares = dict.fromkeys(weights, 1e-6)
    bias = 0.0
    for turn in range(ROUNDS):
        rate = RATE / (1 + turn)
        for given, wanted, _, _ in data:
            known = [(word, value) for word, value in given.items() if word in weights]
            total = bias + sum(weights[word] * value for word, value in known)
            error = (wanted - 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))) * balance[wanted]
            bias += 0.01 * rate * error
            for word, value in known:
                slope = error * value - PENALTY * weights[word]
                squares[word] += slope * slope
                weights[word] += rate * slope / math.sqrt(squares[word])
    return bias, weights


def vocabulary_of(data: list[Example], names: frozenset[str]) -> frozenset[str]:
    """The words that enough pieces use, without names."""
    used: Counter[str] = Counter()
    for given, _, _, _ in data:
        used.update(given.keys())
    return frozenset(
        feature for feature, count in used.items() if count >= LEAST_DOCUMENTS and word_of(feature) not in names
    )


def strongest(weights: dict[str, float], data: list[Example]) -> frozenset[str]:
    """The words that decide most, by weight and use together."""
    use: Counter[str] = Counter()
    for given, _, _, _ in data:
        for word, value in given.items():
            use[word] += value  # type: ignore[assignment]
    ranked = sorted(weights, key=lambda word: (-abs(weights[word]) * math.sqrt(use[word]), word))
    return frozenset(ranked[:KEPT_WORDS])


def share_right(data: list[Example], bias: float, weights: dict[str, float]) -> dict[str, float]:
    """For each kind and group, the share of pieces told right."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for given, wanted, _, group in data:
        name = f"{'reference' if wanted else 'review'} {group}"
        said = bias + sum(weights.get(word, 0.0) * value for word, value in given.items())
        total[name] += 1
        right[name] += (said > 0) == bool(wanted)
    return {name: right[name] / total[name] for name in sorted(total)}


def main(input_path: Path, gold_path: Path, out: Path) -> None:
    """Fit, print the shares, write the weights."""
    data = examples(input_path, gold_path)
    names = names_in(row["text"] for row in read_lines(input_path))
    vocabulary = strongest(fit(data, vocabulary_of(data, names))[1], data)
    held_out: dict[str, list[float]] = {}
    for part in range(PARTS):
        model = fit([example for example in data if example[2] != part], vocabulary)
        for name, share in share_right([example for example in data if example[2] == part], *model).items():
            held_out.setdefault(name, []).append(share)
    bias, weights = fit(data, vocabulary)
    for name, share in share_right(data, bias, weights).items():
        parts = held_out[name]
        print(f"{name}: {share:.4f} fitted, {sum(parts) / len(parts):.4f} held out")
    rounded = {word: round(weight, 2) for word, weight in sorted(weights.items()) if abs(weight) >= 0.05}
    out.write_text(json.dumps({"bias": round(bias, 3), "weights": rounded}, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
