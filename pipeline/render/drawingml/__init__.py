"""DrawingML that decks and Word documents share: native charts, and outlines of maps."""
