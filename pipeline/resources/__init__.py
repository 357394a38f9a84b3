"""Loaders of the data in ``templates/``: labels, authority codes, covers, maps, Jinja, paths."""
