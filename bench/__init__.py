"""Measures the portal against a hello-world view in the same run: ``make bench``."""
