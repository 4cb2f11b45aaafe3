"""The back office at ``/quan-tri/``."""

from django.contrib.admin import AdminSite


class PortalAdminSite(AdminSite):
    """Django's admin under the office's own name."""

    site_header = "Quản trị cổng OCOP"
    site_title = "Quản trị cổng OCOP"
    index_title = "Việc của tôi"
