"""How a dossier travels: levels, clocks, rounds, holidays, and which process governs its day."""
