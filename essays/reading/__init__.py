"""Bytes to Document: what is on the page, span by span."""

from essays.reading.reader import read

__all__ = ["read"]
