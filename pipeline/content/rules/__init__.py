"""Validation rules that join several fields or files of a dossier."""
