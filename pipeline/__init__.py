"""Dossier: documents in several formats and two editions from one set of content files."""
