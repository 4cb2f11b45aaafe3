"""Pages of a producer's dossiers."""
