"""The same page in another language: only the address decides the language."""

from django.conf import settings


def address_in(language: str, path: str) -> str:
    """Return ``path`` (without host or query) as it reads in ``language``.

    The default language has no prefix; the others begin with ``/<code>/``. This is what
    ``translate_url`` answers for every page of the portal, without resolving the address.
    """
    bare = path
    for code, _name in settings.LANGUAGES:
        if code != settings.LANGUAGE_CODE and path.startswith(f"/{code}/"):
            bare = path[len(code) + 1 :]
    return bare if language == settings.LANGUAGE_CODE else f"/{language}{bare}"
