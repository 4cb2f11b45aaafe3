"""What is said when a file, or one cell of it, cannot be taken."""


class FileRefused(Exception):
    """The whole file cannot be read. The message says what, where, and what to do."""


class BadValue(ValueError):
    """A cell holds something else than its column asks for.

    ``expected`` is the end of the sentence "Cần …": what the officer should type instead.
    """

    def __init__(self, expected: str) -> None:
        super().__init__(expected)
        self.expected = expected


def thousands(number: int) -> str:
    """A number as officers write it: 50.000."""
    return f"{number:,}".replace(",", ".")
