"""Comparison of two packages or editions, word by word and page by page."""
