"""Pure functions from an edition to the bytes of a file. No clock, no network, no source."""
