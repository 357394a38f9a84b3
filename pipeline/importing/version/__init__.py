"""New version of a text that a dossier has: compared, decided change by change, written into it."""
