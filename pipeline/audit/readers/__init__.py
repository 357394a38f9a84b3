"""Finished files read back, with libraries that the renderers do not use."""
