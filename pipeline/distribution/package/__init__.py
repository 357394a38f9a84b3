"""What a recipient gets: the package, its manifest, its first page, its audiences."""
