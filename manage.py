#!/usr/bin/env python
"""Django's command line for the portal."""

import os
import sys


def main() -> None:
    """Run one management command under the development settings unless told otherwise."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocop_portal.settings.dev")
    from django.core.management import execute_from_command_line

    from ocop_portal.command_trail import recorded

    with recorded(sys.argv):
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
