"""The name of a unit as on paper."""

import pytest
from django.utils.translation import override

from communes.enums import CommuneKind, full_name


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (CommuneKind.XA, "Xã Bằng Lũng"),
        (CommuneKind.PHUONG, "Phường Bằng Lũng"),
        (CommuneKind.THI_TRAN, "Thị trấn Bằng Lũng"),
        (CommuneKind.DAC_KHU, "Đặc khu Bằng Lũng"),
    ],
)
def test_full_name_is_the_same_in_every_language(kind, said):
    assert full_name(kind, "Bằng Lũng") == said
    with override("en"):
        assert full_name(kind.value, "Bằng Lũng") == said
