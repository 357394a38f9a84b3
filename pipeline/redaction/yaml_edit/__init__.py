"""Edits of content files in YAML that change nothing else."""
