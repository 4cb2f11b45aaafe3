"""20,000 made-up products: names as decisions write them, for searching at size.

A product is made of parts (goods, brand, trait, producer, commune). Which products a question means
is judged by the parts they were made of, never by the engine under test.
"""

import random
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from products.catalogue.index import CatalogueIndex, Entry
from products.catalogue.parameters import FACETS
from products.catalogue.words import phrases

SIZE = 20_000

GOODS = (
    "Miến dong;Trà hoa vàng;Trà Shan tuyết;Chè xanh;Mật ong rừng;Mật ong hoa nhãn;Rượu men lá;"
    "Rượu chuối;Rượu mơ;Tinh bột nghệ;Viên nghệ mật ong;Gạo nếp;Gạo tẻ;Bún khô;Bánh phở khô;"
    "Bánh gio;Bánh chưng;Bánh đa nem;Nước mắm;Tương ớt;Măng khô;Măng ớt;Mộc nhĩ;Nấm hương;"
    "Nấm sò;Lạp sườn gác bếp;Thịt trâu gác bếp;Giò lụa;Chả cá;Cá kho;Tôm khô;Muối tôm;Hạt tiêu;"
    "Hạt điều rang muối;Cà phê rang xay;Ca cao;Chuối sấy dẻo;Hồng không hạt;Cam sành;Bưởi da xanh;"
    "Na dai;Thanh long;Vải thiều;Nhãn lồng;Dâu tây;Rau bồ khai;Bí xanh thơm;Khoai lang sấy;"
    "Bột sắn dây;Đậu phụ;Lạc rang;Dầu lạc;Dầu dừa;Tinh dầu sả;Tinh dầu quế;Tinh dầu hồi;Cao gắm;"
    "Trà giảo cổ lam;Trà cà gai leo;Trà gừng;Ba kích;Đông trùng hạ thảo;Thuốc tắm người Dao;"
    "Gối thảo dược;Thổ cẩm;Nón lá;Khăn lụa;Gốm sứ;Chiếu cói;Hoa lan;Cây cảnh;Homestay;Trứng gà;"
    "Gà thả đồi;Sữa chua;Kẹo lạc;Kẹo dừa;Mứt gừng;Giấm chuối;Hạt sen;Tỏi đen;Hành tím;Mắc khén;"
    "Hạt dổi;Mắm tép;Chẩm chéo;Bánh tráng;Bánh cốm;Bánh đậu xanh;Bánh khảo;Phở khô;Mì chũ"
).split(";")
BRANDS = (
    "Tài Lộc;Minh Anh;Thanh Tâm;Thiên An;Quỳnh Mai;Hương Ngàn;Bảo Châu;Ngọc Thắng;An Bình;Đại Hà;"
    "Toàn Thắng;Kim Ngân;Hợp Giang;Tân Phong;Sơn Lâm;Hồng Luân;Yến Dương;Hoàng Huynh;Nhật Minh;"
    "Phương Nam;Đông Á;Việt Xanh;Tây Bắc;Cao Nguyên;Trường Sơn;Bích Ngọc;Gia Bảo;Thảo Nguyên;"
    "Mai Lan;Đức Phát;Hải Đăng;Phú Quý;Thành Đạt;Hưng Thịnh;Khánh Linh;Ánh Dương;Vân Sơn"
).split(";")
TRAITS = (
    ";;;;hữu cơ;đặc biệt;thượng hạng;túi lọc;sấy lạnh;nguyên chất;500ml;500g;1kg;250g;truyền thống;"
    "cao cấp;hộp quà;loại 1;không đường"
).split(";")
FORMS = (
    "HTX {};HTX nông nghiệp {};HTX dịch vụ nông nghiệp {};Công ty TNHH {};Công ty TNHH MTV {};"
    "Công ty CP nông sản {};Tổ hợp tác {}"
).split(";")
FAMILIES = "Nguyễn Trần Lê Phạm Hoàng Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý Nông Ma Triệu Đàm".split()
GIVEN = "Hoa Hùng Minh Thanh Mai Hương Châu Thắng Bình Hà Giang Phong Sơn Linh Dũng Thúy".split()
FIRST = (
    "Tân Phú Hòa An Bình Đông Tây Nam Bắc Xuân Thanh Quang Vĩnh Long Yên Mường Chiềng Nghĩa Đại "
    "Kim Cẩm Lạc Hưng Thạch Sơn Thượng Hạ Trung Đức Mỹ"
).split()
SECOND = (
    "Lập Thịnh Sơn Minh Giang Phong Lộc Thạnh Hà Khê Trạch Lâm Hải Tiến Thành Đồng Cương Mai Quý "
    "Lũng Bằng Cường Ninh Xá Thủy Điền Môn Hội Trì Khánh"
).split()


class Made(NamedTuple):
    """The parts one product was made of."""

    goods: str
    brand: str
    trait: str
    producer: str
    commune: str

    @property
    def name(self) -> str:
        return " ".join(filter(None, (self.goods, self.brand, self.trait)))


# Products whose finding is asked for one by one, among all the others.
WANTED = [
    Made("Miến dong", "Tài Hoan", "", "HTX Tài Hoan", "Xã Côn Minh"),
    Made("Trà giảo cổ lam", "Hoàng Huynh", "", "HTX Hoàng Huynh Ba Bể", "Xã Khang Ninh"),
    Made("Rượu men lá", "Bằng Phúc", "", "HTX rượu men lá Bằng Phúc", "Xã Đồng Phúc"),
    Made("Tinh bột nghệ nếp đỏ", "Bắc Kạn", "", "HTX nông nghiệp Tân Thành", "Xã Nông Thượng"),
    Made("Măng khô", "Mảy Puốc", "", "HTX Cao Phong", "Xã Xuân Lạc"),
    Made("Thịt lợn rừng lai", "Phúc Thơm", "", "HTX Quỳnh Trang", "Xã Đồng Thắng"),
    Made("Gạo Nhật", "Japonica", "", "HTX Sơn Lâm", "Thị trấn Bằng Lũng"),
    Made("Củ mài núi", "", "thái lát", "Tổ hợp tác Đại Thắng", "Xã Đại Sảo"),
    Made("Trà hoa đu đủ đực", "", "", "Tổ hợp tác Quân Hà", "Xã Quân Hà"),
    Made("Vicumax nano curcumin", "", "", "Công ty CP Curcumin Bắc Hà", "Phường Đức Xuân"),
    Made("Rượu mơ", "Dakimo", "", "Công ty TNHH MTV Asuka Việt Nam", "Phường Xuất Hóa"),
    Made("Bánh trời", "", "", "Cơ sở Hoàng Thị Điển", "Thị trấn Bằng Lũng"),
    Made("Chè Shan tuyết", "Lũng Phàng", "", "Tổ hợp tác Nam Xuân Lạc", "Xã Xuân Lạc"),
    Made("Bí xanh thơm", "Ba Bể", "", "HTX Yến Dương", "Xã Yến Dương"),
    Made("Quýt", "Toàn Thắng", "", "HTX Toàn Thắng", "Xã Đồng Thắng"),
    Made("Tinh dầu hồi", "", "", "HTX An Bình", "Xã Sỹ Bình"),
]


def _made(dice: random.Random, communes: list[str], producers: list[tuple[str, str]]) -> Made:
    producer, commune = dice.choice(producers)
    brand = dice.choice((dice.choice(BRANDS), dice.choice(communes).split(" ", 1)[1], ""))
    return Made(dice.choice(GOODS), brand, dice.choice(TRAITS), producer, commune)


def _producer(dice: random.Random, commune: str) -> str:
    if dice.random() < 0.3:
        return f"Hộ kinh doanh {dice.choice(FAMILIES)} {dice.choice(GIVEN)} {dice.choice(GIVEN)}"
    named_after = dice.choice((commune.split(" ", 1)[1], dice.choice(BRANDS)))
    return dice.choice(FORMS).format(named_after)


@cache
def big_register() -> list[Made]:
    """The same 20,000 products every time, in the order of their names."""
    dice = random.Random(26)
    kinds = ("Xã", "Xã", "Xã", "Phường")
    communes = [f"{dice.choice(kinds)} {a} {b}" for a in FIRST for b in SECOND if a != b]
    places = [dice.choice(communes) for _ in range(10_000)]
    producers = [(_producer(dice, commune), commune) for commune in places]
    made = [_made(dice, communes, producers) for _ in range(SIZE - len(WANTED))]
    return sorted([*WANTED, *made], key=lambda product: product.name)


@cache
def big_index() -> CatalogueIndex:
    """The catalogue over these products; keys are their places in `big_register`."""
    return index_of(big_register())


def index_of(register: Sequence[Made | str]) -> CatalogueIndex:
    """The catalogue over products made of parts, or of names alone; keys are their places."""
    shared = cache(phrases)
    made = [Made(name, "", "", "", "") if isinstance(name, str) else name for name in register]
    entries = (
        Entry(
            product_id=number,
            texts=(phrases(one.name), shared(one.producer), shared(one.commune), ()),
            facets=tuple(() for _ in FACETS),
            by_stars=(0,),
            by_newest=(0,),
            shown=None,
        )
        for number, one in enumerate(made)
    )
    return CatalogueIndex(entries, lambda _used: {name: {} for name in FACETS})
