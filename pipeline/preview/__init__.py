"""The browser window: a dossier's pages while one writes, and the reviewer's panel."""
