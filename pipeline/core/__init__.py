"""Shared basics: problems, cache, text matching, files written whole, zips, limits, lengths."""
