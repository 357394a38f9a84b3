"""Renderers: pure functions from an edition to the bytes of a file; no clock, no network."""
