"""Factories by app: ``tests/factories/<app>.py`` makes valid rows, overridden by keyword."""
