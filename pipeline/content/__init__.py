"""Content files: models, inline markup, positions, validation, withheld values."""
