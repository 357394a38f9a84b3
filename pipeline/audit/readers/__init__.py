"""Readers of finished files, with libraries that the renderers do not use."""
