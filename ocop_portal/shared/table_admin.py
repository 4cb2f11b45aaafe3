"""Import and export of tables in the back office: the pages around a `TableResource`."""

from __future__ import annotations

import secrets
import time
from functools import partial
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.forms import CharField, HiddenInput
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from import_export.admin import ExportMixin, ImportMixin
from import_export.forms import ConfirmImportForm, ExportForm, ImportForm
from import_export.tmp_storages import BaseStorage

from ocop_portal.shared.private_files import PrivateStorage
from ocop_portal.shared.table_resource import TableResource, written_only
from ocop_portal.shared.tables import AnyTable, CsvFile, ExcelFile, TableRefused
from ocop_portal.shared.text import fold

MOST_BYTES = 10 * 1024 * 1024
UNREADABLE = "Không đọc được tệp. Mở bằng Excel, lưu thành .xlsx hoặc CSV UTF-8 rồi tải lại."
FOLDER = "tables"
LONGEST_WAIT = 24 * 60 * 60  # seconds a previewed file is kept


class WaitingFile(BaseStorage):
    """An uploaded table between its preview and its confirmation: private, under a random name."""

    def save(self, data: bytes) -> None:
        """Keep the bytes; throw away what others left lying for more than a day."""
        self.name = secrets.token_hex(16)
        path = self._path(self.name)
        path.parent.mkdir(parents=True, exist_ok=True)
        for old in path.parent.iterdir():
            if time.time() - old.stat().st_mtime > LONGEST_WAIT:
                old.unlink(missing_ok=True)
        path.write_bytes(data)

    def read(self) -> bytes:
        """Return the bytes; raise `TableRefused` when they are no longer there."""
        try:
            return self._path(self.name).read_bytes()
        except FileNotFoundError:
            raise TableRefused("Tệp xem trước không còn. Tải tệp lên lại.") from None

    def remove(self) -> None:
        """Throw the bytes away."""
        self._path(self.name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return Path(PrivateStorage().path(f"{FOLDER}/{name}"))


class UploadForm(ImportForm):
    """The file; what kind it is its content tells."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["format"].widget = HiddenInput()
        self.fields["import_file"].label = "Tệp bảng"
        self.fields["import_file"].help_text = "XLSX, XLS, ODS hoặc CSV, dòng đầu là tên cột."

    def clean_import_file(self) -> UploadedFile:
        """Refuse a file too large to be such a table."""
        upload = self.cleaned_data["import_file"]
        if upload.size > MOST_BYTES:
            raise ValidationError(f"Tệp nặng hơn {MOST_BYTES >> 20} MB. Chia nhỏ rồi tải lại.")
        return upload


class ConfirmForm(ConfirmImportForm):
    """Which waiting file is confirmed: a name only its uploader can hand back."""

    import_file_name = CharField(widget=HiddenInput())

    def __init__(self, *args: Any, uploader: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.uploader = uploader

    def clean_import_file_name(self) -> str:
        """Return the name of the waiting file if this person uploaded it."""
        try:
            name, owner = signing.loads(self.cleaned_data["import_file_name"], salt=FOLDER)
        except signing.BadSignature:
            raise ValidationError("Tệp xem trước không đúng. Tải tệp lên lại.") from None
        if owner != self.uploader:
            raise ValidationError("Tệp này do người khác tải lên.")
        return name


class TableExport(ExportMixin):
    """The list as filtered, written to a file."""

    export_form_class = ExportForm
    export_formats = [ExcelFile, CsvFile]
    import_export_change_list_template = None
    not_exported: frozenset[str] = frozenset()
    also_exported: frozenset[str] = frozenset()
    demo_path = ""

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Whether the person signed in may take rows of this list away."""
        return self.may(request, "export")

    def get_export_resource_classes(self, request: HttpRequest) -> list[type[TableResource]]:
        """Return the table of this model; every column, where none was drawn up."""
        if self.resource_classes:
            return list(self.resource_classes)
        table = written_only(self.model, self.not_exported, self.also_exported, self.demo_path)
        return [table]

    def get_export_filename(
        self, request: HttpRequest, queryset: models.QuerySet, file_format: Any
    ) -> str:
        """Name the file after its rows and the day."""
        what = slugify(fold(str(self.opts.verbose_name_plural)))
        return f"{what}-{timezone.localdate():%Y-%m-%d}.{file_format.get_extension()}"

    def get_data_for_export(self, request: HttpRequest, queryset: Any, **kwargs: Any) -> Any:
        """Return the table, its rows in the order of the list."""
        resource = self.get_export_resource_classes(request)[0]()
        return resource.export(queryset=queryset)


class TableImport(ImportMixin):
    """A file previewed row by row, then written whole or not at all."""

    import_form_class = UploadForm
    confirm_form_class = ConfirmForm
    import_export_change_list_template = None
    tmp_storage_class = WaitingFile
    skip_admin_log = True

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Whether the person signed in may bring rows into this list, everywhere."""
        return self.reach(request, "import").everywhere

    def get_import_formats(self) -> list[Any]:
        """Return the one format, read by what the site gives for it."""
        return [partial(AnyTable, self.admin_site.read_table)]

    def get_confirm_form_initial(self, request: HttpRequest, import_form: Any) -> dict[str, Any]:
        """Sign the name of the waiting file for the person who uploaded it."""
        initial = super().get_confirm_form_initial(request, import_form)
        if import_form is not None:
            pair = [initial["import_file_name"], request.user.pk]
            initial["import_file_name"] = signing.dumps(pair, salt=FOLDER)
        return initial

    def get_confirm_form_kwargs(
        self, request: HttpRequest, import_form: Any = None
    ) -> dict[str, Any]:
        """Tell the form who confirms."""
        kwargs = super().get_confirm_form_kwargs(request, import_form)
        return {**kwargs, "uploader": request.user.pk}

    def get_import_data_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Write nothing when one row cannot be written."""
        return {**super().get_import_data_kwargs(**kwargs), "rollback_on_validation_errors": True}

    def add_data_read_fail_error_to_form(self, form: UploadForm, e: Exception) -> None:
        """Say in words why the file was not taken."""
        form.add_error("import_file", str(e) if isinstance(e, TableRefused) else UNREADABLE)

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Write the confirmed file; a file that is gone is asked for again."""
        try:
            return super().process_import(request, **kwargs)
        except (TableRefused, ValueError, IndexError) as error:
            said = str(error) if isinstance(error, TableRefused) else UNREADABLE
            messages.error(request, said)
            return HttpResponseRedirect(self._address("import"))

    def process_result(self, result: Any, request: HttpRequest) -> HttpResponse:
        """Say what was written, or that nothing was because the register had changed."""
        if result.has_errors() or result.has_validation_errors():
            messages.error(request, "Sổ đã đổi từ lúc xem trước nên chưa ghi gì. Tải tệp lên lại.")
            return HttpResponseRedirect(self._address("import"))
        totals = result.totals
        messages.success(
            request,
            f"Đã nhập: {totals['new']} dòng mới, {totals['update']} dòng sửa, "
            f"{totals['skip']} dòng giữ nguyên.",
        )
        return HttpResponseRedirect(self._address("changelist"))

    def _address(self, page: str) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}")
