"""Logistic regression over named observations. Needs NumPy (the extra ``train``)."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

Weights = dict[str, float]
Row = tuple[Mapping[str, float], bool]  # what was observed, and whether it is so

LEAST_USES = 8  # of a word beside titles, to have a weight
PENALTY, PENALTY_OF_WORDS, PENALTY_OF_CHOICE = 1.5, 3.0, 2.0  # of leaving the first guess; best of those tried
PENALTY_OF_FIRM = 30.0
ROUNDS, ENOUGH = 40, 1e-5
KEPT = 0.005  # least weight worth keeping


def fit(rows: Iterable[Row], guess: Mapping[str, float], *, firm: Collection[str] = ()) -> Weights:
    """Logistic regression by Newton's method, each weight drawn to its first guess, the bias free.

    ``firm`` names those whose guess the rows hardly move.
    """
    observed, labels = zip(*rows, strict=True)
    uses = Counter(name for row in observed for name in row)
    names = sorted({*guess, *(name for name, count in uses.items() if "=" not in name or count >= LEAST_USES)})
    matrix = _matrix(observed, names)
    truth = np.array(labels, dtype=float)
    start = np.array([guess.get(name, 0.0) for name in names])
    penalty = np.array([_penalty(name, firm) for name in names])
    weights = start.copy()
    for _ in range(ROUNDS):
        likely = 1 / (1 + np.exp(-np.clip(matrix @ weights, -30, 30)))
        slope = matrix.T @ (likely - truth) + penalty * (weights - start)
        curve = (matrix * (likely * (1 - likely))[:, None]).T @ matrix + np.diag(penalty + 1e-8)
        step = np.linalg.solve(curve, slope)
        weights -= step
        if np.abs(step).max() < ENOUGH:
            break
    return _kept(names, weights)


def _penalty(name: str, firm: Collection[str]) -> float:
    if name == "bias":
        return 1e-6
    return PENALTY_OF_FIRM if name in firm else PENALTY_OF_WORDS if "=" in name else PENALTY


def _matrix(observed: Sequence[Mapping[str, float]], names: Sequence[str]) -> Any:
    columns = {name: column for column, name in enumerate(names)}
    matrix = np.zeros((len(observed), len(names)))
    for line, row in enumerate(observed):
        for name, value in row.items():
            if name in columns:
                matrix[line, columns[name]] = value
    return matrix


def _kept(names: Sequence[str], weights: Iterable[float]) -> Weights:
    return {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True) if abs(weight) >= KEPT}


def fit_choice(
    choices: Iterable[tuple[Sequence[Mapping[str, float]], Sequence[bool]]], guess: Mapping[str, float]
) -> Weights:
    """Conditional logistic regression: of each list the right ones against the others.

    A list in which none is right says nothing.
    """
    known = [(observed, truth) for observed, truth in choices if any(truth)]
    names = sorted({*guess, *(name for observed, _ in known for row in observed for name in row)})
    start = np.array([guess.get(name, 0.0) for name in names])
    weights = start.copy()
    matrices = [(_matrix(observed, names), np.array(truth, float)) for observed, truth in known]
    for _ in range(ROUNDS):
        slope = PENALTY_OF_CHOICE * (weights - start)
        curve = PENALTY_OF_CHOICE * np.eye(len(names))
        for matrix, truth in matrices:
            points = matrix @ weights
            share = np.exp(points - points.max())
            share /= share.sum()
            wanted = share * truth / (share * truth).sum()
            mean = share @ matrix
            slope += mean - wanted @ matrix
            curve += (matrix * share[:, None]).T @ matrix - np.outer(mean, mean)
        step = np.linalg.solve(curve, slope)
        weights -= step
        if np.abs(step).max() < ENOUGH:
            break
    return _kept(names, weights)
