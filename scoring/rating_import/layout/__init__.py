"""A grid into its parts: title, header, group headings, data rows, footer."""
