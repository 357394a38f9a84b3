"""Layout: where everything on a page goes, in points; the same for all formats."""
