"""Package of a recipient: its files, manifest, read-me page and audiences."""
