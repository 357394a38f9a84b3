"""Shared basics: problems, cache, text matching, file writing, zips."""
