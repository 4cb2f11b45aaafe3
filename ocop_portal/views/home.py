"""The way in, and the page about the programme."""

from django.views.generic import TemplateView


class HomeView(TemplateView):
    """The way in."""

    template_name = "home.html"


class AboutView(TemplateView):
    """What OCOP is, what a star means, and whose portal this is."""

    template_name = "about.html"
