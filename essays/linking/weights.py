"""The weights of linking's models: JSON beside this file, made by ``manage.py train_linking``."""

import json
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

WEIGHTS = Path(__file__).parent / "weights.json"
ODDS_MAX = 20.0  # beyond it a probability is 0 or 1 to eight places

Models = Mapping[str, Mapping[str, float]]
_in_training: ContextVar[Models | None] = ContextVar("models in training", default=None)


@cache
def _shipped() -> Models:
    models: Models = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return models


def weights_of(model: str) -> Mapping[str, float]:
    """The weights of a model by the name of the observation. KeyError where there is no such model."""
    return (_in_training.get() or _shipped())[model]


@contextmanager
def using(models: Models) -> Iterator[None]:
    """Weigh by ``models``, as far as they are fitted, in place of what is shipped."""
    token = _in_training.set(models)
    try:
        yield
    finally:
        _in_training.reset(token)


def log_odds(weights: Mapping[str, float], observed: Mapping[str, float]) -> float:
    """The log-odds that a model gives to what was observed; what it does not know counts nothing."""
    known = weights.get
    total = 0.0
    for name, value in observed.items():
        weight = known(name)
        if weight is not None:
            total += weight * value
    return total


def probability(odds: float) -> float:
    """Log-odds as a probability."""
    return 1 / (1 + math.exp(-max(-ODDS_MAX, min(ODDS_MAX, odds))))
