"""Taking in an existing archive of news: reading files, checking them, writing articles."""
