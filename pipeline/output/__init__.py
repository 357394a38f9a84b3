"""Output folder: manifest, freshness, and the exchange of whole editions."""
