"""Edition: what one audience may read, in one language, in few primitives."""
