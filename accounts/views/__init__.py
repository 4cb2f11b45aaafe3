"""Pages of one's own account: in the back office, and on the public side."""
