"""Build workflow, from a dossier to published files; read ``build.py`` first."""
