"""Two texts side by side: which blocks are new, gone, changed or moved, and which words within them. No Django."""
