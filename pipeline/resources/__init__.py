"""Loaders of the data in ``templates/``: labels, authority codes, maps, Jinja templates."""
