"""The criteria of a decision: what a set is, how it is read, when it adds up, how it is kept."""
