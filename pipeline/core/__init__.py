"""What every room may use: errors, a cache, ways to compare letters, files written whole."""
