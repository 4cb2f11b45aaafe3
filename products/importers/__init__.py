"""Files that fill the catalogue: the groups of the criteria decisions, and the first register."""
