"""Register of all packages that were handed out."""
