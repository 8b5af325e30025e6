"""What is written about films, and the films."""

__version__ = "0.1.0"
