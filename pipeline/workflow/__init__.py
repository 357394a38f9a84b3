"""From a dossier to published files. Read ``build.py`` first."""
