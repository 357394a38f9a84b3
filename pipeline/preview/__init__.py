"""Preview in the browser: a dossier's pages while one writes, and the reviewer's panel."""
