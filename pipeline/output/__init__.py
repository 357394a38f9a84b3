"""Looks after the output folder: what was made from what, and how a new edition takes its place."""
