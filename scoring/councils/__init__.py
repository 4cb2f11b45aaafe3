"""A council at work: sessions, conflicts of interest, score sheets, spread, conclusion, minutes."""
