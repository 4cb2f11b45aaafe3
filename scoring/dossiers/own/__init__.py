"""``/ho-so/``: a producer's own dossiers, written over many evenings, handed in, answered."""
