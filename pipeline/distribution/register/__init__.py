"""The register of all that was handed out."""
