"""The libraries that read formats: asked for when a document needs one, so that a site without them starts."""

from importlib import import_module
from types import ModuleType

from essays.reading.decoding import DocumentError


def library(name: str, *, reads: str) -> ModuleType:
    """The module ``name``, which reads ``reads`` ("Word files"). Raises DocumentError where it is not installed."""
    try:
        return import_module(name)
    except ImportError as error:
        raise DocumentError(
            f"{reads} need the extra “import”, which is not installed here; install double-bill[import] "
            "or save the document as plain text."
        ) from error
