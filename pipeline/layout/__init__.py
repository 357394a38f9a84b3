"""Where everything on a page goes, in points: measured once, the same for all formats."""
