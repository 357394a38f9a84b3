"""What authors write: models, inline markup, positions, withheld values."""
