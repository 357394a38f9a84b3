"""Dossier: one set of validated content files, many formats, two editions."""
