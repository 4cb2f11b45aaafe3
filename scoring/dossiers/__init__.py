"""A producer's dossier: its states, its way through the offices, its clocks and revisions."""
