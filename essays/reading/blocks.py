"""Blocks collected while a text is read, then completed so that they cover every character."""

from essays.reading.document import Block, BlockKind


def cover(text: str, blocks: list[Block]) -> tuple[Block, ...]:
    """``blocks`` in order, with a separator wherever they leave a gap.

    Raises ValueError where two blocks overlap, which is a mistake of the reader, never of the text.
    """
    covering: list[Block] = []
    at = 0
    for block in sorted((b for b in blocks if b.start < b.end), key=lambda b: b.start):
        if block.start < at:
            raise ValueError(f"two blocks overlap at {block.start}")
        if block.start > at:
            covering.append(Block(BlockKind.SEPARATOR, at, block.start))
        covering.append(block)
        at = block.end
    if at < len(text):
        covering.append(Block(BlockKind.SEPARATOR, at, len(text)))
    return tuple(covering)
