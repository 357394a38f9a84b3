"""Edits of YAML files that keep every other byte."""
