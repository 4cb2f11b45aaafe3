"""Guides with pictures (docs/huong-dan/) as pages of the portal.

The files are written for readers of the repository, too, so they are plain Markdown; `markup`
knows the little of it that they use. `library` finds them and keeps each page once read.
"""
