"""Cards to try the kiosk with: all persons invented, every side marked MẪU / SPECIMEN; nothing here reads a card."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.devices.stage.card_art import (
    INK,
    LABEL,
    LILAC,
    ROSE,
    SAND,
    SKY,
    SPECIMEN_RED,
    CardCanvas,
    Ground,
)
from kiosk.domain.bilingual import Text
from kiosk.domain.mrz import check_digit
from kiosk.domain.rules import without_accents
from kiosk.domain.scan import Frame


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """An invented holder. Dates as printed, dd/mm/yyyy."""

    number: str
    old_number: str
    name: str
    birth: str
    gender: str
    address: str
    issued: str
    expires: str

    @property
    def qr_text(self) -> str:
        """The seven fields of a card of 2021."""
        birth, issued = self.birth.replace("/", ""), self.issued.replace("/", "")
        return f"{self.number}|{self.old_number}|{self.name}|{birth}|{self.gender}|{self.address}|{issued}"

    @property
    def zone(self) -> tuple[str, str, str]:
        """The machine-readable zone of the card's back."""
        birth, expires = (date[8:] + date[3:5] + date[:2] for date in (self.birth, self.expires))
        nine = self.number[3:]
        first = f"IDVNM{nine}{check_digit(nine)}{self.number}<<{check_digit(self.number + '<<')}"
        sex = "F" if self.gender == "Nữ" else "M"
        second = f"{birth}{check_digit(birth)}{sex}{expires}{check_digit(expires)}VNM<<<<<<<<<<<"
        second += check_digit(first[5:30] + second[0:7] + second[8:15] + second[18:29])
        surname, _, given = without_accents(self.name).partition(" ")
        return first, second, f"{surname}<<{given.replace(' ', '<')}".ljust(30, "<")[:30]


AN = SamplePerson(
    "001199000001",
    "012345678",
    "Nguyễn Thị An",
    "15/01/1999",
    "Nữ",
    "Số 1, Phường Cửa Nam, Hà Nội",
    "10/05/2021",
    "15/01/2039",
)
AN_2024 = SamplePerson(
    "001199000001",
    "",
    "Nguyễn Thị An",
    "15/01/1999",
    "Nữ",
    "Số 1, Phường Cửa Nam, Hà Nội",
    "10/09/2024",
    "15/01/2039",
)
MAU = SamplePerson(
    "079085000002", "", "Trần Văn Mẫu", "02/09/1985", "Nam", "Số 2, Phường Bến Thành, TP. Hồ Chí Minh", "20/06/2022", "02/09/2045"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SampleCard:
    """One card to hold before the stage camera; front and back are frames of 1712 × 1080 pixels."""

    id: str
    label: Text
    front: Frame
    back: Frame


def sample_cards(font_dirs: Sequence[Path] = ()) -> list[SampleCard]:
    """Draw all sample cards; takes about a second. Fonts are looked for in `font_dirs`, then in the system."""
    damaged = f"{AN.number}|{AN.name}|{AN.birth.replace('/', '')}"
    return [
        SampleCard(
            "cccd_2021",
            Text("Căn cước công dân (mã QR ở mặt trước)", "Citizen card of 2021 (QR code on the front)"),
            _front_2021(AN, AN.qr_text, font_dirs),
            _back_2021(AN, font_dirs),
        ),
        SampleCard(
            "can_cuoc_2024",
            Text("Thẻ căn cước mẫu 2024 (mã QR ở mặt sau)", "Identity card of 2024 (QR code on the back)"),
            _front_2024(AN_2024, font_dirs),
            _back_2024(AN_2024, font_dirs),
        ),
        SampleCard(
            "second_person",
            Text("Căn cước công dân của người thứ hai", "Citizen card of a second person"),
            _front_2021(MAU, MAU.qr_text, font_dirs),
            _back_2021(MAU, font_dirs),
        ),
        SampleCard(
            "cccd_damaged",
            Text("Thẻ có mã QR hỏng", "Card with a damaged QR code"),
            _front_2021(AN, damaged, font_dirs),
            _back_2021(AN, font_dirs),
        ),
        SampleCard(
            "health_card",
            Text("Thẻ bảo hiểm y tế", "Health-insurance card"),
            _health_front(AN, font_dirs),
            _health_back(font_dirs),
        ),
        SampleCard(
            "web_address",
            Text("Mã QR không phải giấy tờ", "QR code that is no document"),
            _flyer_front(font_dirs),
            _flyer_back(font_dirs),
        ),
    ]


def _heading(card: CardCanvas, title: str, subtitle: str) -> None:
    card.mark(9.5, 8.6, 9.5)
    card.text(16.6, 3.2, "THẺ MẪU ĐỂ TẬP DÙNG · PRACTICE CARD", 1.9, colour=LABEL)
    card.text(16.6, 5.6, title, 4.1, style="bold", colour=card.ground.heading)
    card.text(16.6, 10.6, subtitle, 2.0, style="italic", colour=LABEL)


def _footing(card: CardCanvas) -> None:
    card.text(
        3.4, 50.9, "MẪU – KHÔNG CÓ GIÁ TRỊ · SPECIMEN – NOT VALID", 1.8, style="bold", colour=SPECIMEN_RED
    )


def _front_2021(who: SamplePerson, code: str, font_dirs: Sequence[Path]) -> Frame:
    card = CardCanvas(ROSE, font_dirs)
    _heading(card, "CĂN CƯỚC CÔNG DÂN", "Citizen identity card")
    card.specimen(53, 36)
    card.portrait(3.6, 17.0, 19.5, long_hair=who.gender == "Nữ")
    card.text(3.6, 44.2, "Có giá trị đến", 1.75, colour=LABEL)
    card.text(3.6, 46.3, who.expires, 2.4, style="bold")
    card.qr(66.4, 3.9, 15.0, code)
    card.text(26, 16.4, "Số / No.", 1.9, colour=LABEL)
    card.text(34.4, 15.0, who.number, 4.1, style="bold", colour=card.ground.heading)
    card.labelled(26, 21.0, "Họ và tên", "Full name", who.name.upper(), 3.0)
    card.labelled(26, 27.1, "Ngày sinh", "Date of birth", who.birth)
    card.labelled(52, 27.1, "Giới tính", "Sex", who.gender)
    card.labelled(67, 27.1, "Quốc tịch", "Nationality", "Việt Nam")
    card.labelled(26, 33.2, "Quê quán", "Place of origin", who.address.split(", ", 1)[1])
    card.labelled(26, 39.3, "Nơi thường trú", "Place of residence", who.address)
    _footing(card)
    return card.finished()


def _back_2021(who: SamplePerson, font_dirs: Sequence[Path]) -> Frame:
    card = CardCanvas(ROSE, font_dirs)
    card.specimen(43, 19, 7.6)
    card.labelled(4.5, 3.4, "Đặc điểm nhận dạng", "Personal identification", "Không ghi trên thẻ mẫu")
    card.labelled(4.5, 10.0, "Ngày cấp", "Date of issue", who.issued)
    card.chip(4.5, 17.6)
    for left, label in ((52, "Ngón trỏ trái"), (68, "Ngón trỏ phải")):
        card.text(left, 25.6, label, 1.7, colour=LABEL)
        card.mark(left + 5.4, 17.0, 12.0)
    card.text(
        4.5, 29.4, "MẪU – KHÔNG CÓ GIÁ TRỊ · SPECIMEN – NOT VALID", 1.8, style="bold", colour=SPECIMEN_RED
    )
    card.zone(36.0, who.zone)
    return card.finished()


def _front_2024(who: SamplePerson, font_dirs: Sequence[Path]) -> Frame:
    card = CardCanvas(LILAC, font_dirs)
    _heading(card, "CĂN CƯỚC", "Identity card")
    card.specimen(54, 33)
    card.portrait(3.6, 17.0, 19.5, long_hair=who.gender == "Nữ")
    card.chip(69.5, 4.4)
    card.text(27, 17.0, "Số định danh cá nhân / Personal number", 1.8, colour=LABEL)
    card.text(27, 19.0, who.number, 4.4, style="bold", colour=card.ground.heading)
    card.labelled(27, 26.2, "Họ, chữ đệm và tên khai sinh", "Full name", who.name.upper(), 3.1)
    card.labelled(27, 33.4, "Ngày, tháng, năm sinh", "Date of birth", who.birth)
    card.labelled(27, 39.8, "Giới tính", "Sex", who.gender)
    card.labelled(48, 39.8, "Quốc tịch", "Nationality", "Việt Nam")
    _footing(card)
    return card.finished()


def _back_2024(who: SamplePerson, font_dirs: Sequence[Path]) -> Frame:
    card = CardCanvas(LILAC, font_dirs)
    card.specimen(33, 22, 6.6)
    card.labelled(4.5, 3.0, "Nơi cư trú", "Place of residence", who.address, 2.5)
    card.labelled(4.5, 9.0, "Nơi đăng ký khai sinh", "Place of birth", who.address.split(", ", 1)[1], 2.5)
    card.labelled(4.5, 15.0, "Ngày cấp", "Date of issue", who.issued, 2.5)
    card.labelled(29, 15.0, "Có giá trị đến", "Date of expiry", who.expires, 2.5)
    card.qr(65.4, 3.6, 16.8, who.qr_text + "||||")
    card.text(
        4.5, 29.4, "MẪU – KHÔNG CÓ GIÁ TRỊ · SPECIMEN – NOT VALID", 1.8, style="bold", colour=SPECIMEN_RED
    )
    card.zone(36.0, who.zone)
    return card.finished()


def _health_front(who: SamplePerson, font_dirs: Sequence[Path]) -> Frame:
    card = CardCanvas(SKY, font_dirs)
    _heading(card, "THẺ BẢO HIỂM Y TẾ", "Health-insurance card")
    card.specimen(44, 32)
    card_number = "DN4010000000001"
    name, address = who.name.encode().hex(), who.address.encode().hex()
    card.qr(
        65.6,
        33.4,
        16.0,
        f"{card_number}|{name}|{who.birth}|2|{address}|01 - 001|01/01/2026|-|01/01/2026|-|-|4|01/01/2031|$",
    )
    card.text(5, 16.6, "Mã số / No.", 1.9, colour=LABEL)
    card.text(16, 15.2, card_number, 4.0, style="bold", colour=card.ground.heading)
    card.labelled(5, 22.2, "Họ và tên", "Full name", who.name.upper(), 3.0)
    card.labelled(5, 29.0, "Ngày sinh", "Date of birth", who.birth)
    card.labelled(30, 29.0, "Giới tính", "Sex", who.gender)
    card.labelled(5, 35.4, "Nơi khám chữa bệnh ban đầu", "Registered clinic", "Trạm y tế mẫu")
    card.labelled(5, 41.8, "Giá trị sử dụng từ", "Valid from", "01/01/2026")
    _footing(card)
    return card.finished()


def _health_back(font_dirs: Sequence[Path]) -> Frame:
    card = CardCanvas(SKY, font_dirs)
    card.specimen(43, 30)
    card.centred(5, "NHỮNG ĐIỀU CẦN CHÚ Ý", 3.2, colour=card.ground.heading)
    for row, words in enumerate(
        (
            "1. Đây là thẻ mẫu dùng để tập và trình diễn.",
            "2. Xuất trình thẻ cùng giấy tờ tùy thân khi khám bệnh.",
            "3. Không cho người khác mượn thẻ.",
            "4. Báo ngay khi mất thẻ hoặc sai thông tin.",
        )
    ):
        card.text(8, 13 + 6.4 * row, words, 2.7, colour=INK)
    _footing(card)
    return card.finished()


def _flyer(ground: Ground, font_dirs: Sequence[Path]) -> CardCanvas:
    card = CardCanvas(ground, font_dirs)
    card.band(0, 11.5, ground.heading)
    card.centred(2.6, "QUÁN CÀ PHÊ MẪU", 4.4, colour=(255, 252, 244))
    return card


def _flyer_front(font_dirs: Sequence[Path]) -> Frame:
    card = _flyer(SAND, font_dirs)
    card.text(6, 17, "Quét mã xem thực đơn", 3.6, style="bold", colour=card.ground.heading)
    card.text(6, 22.6, "Scan for the menu", 2.6, style="italic", colour=LABEL)
    card.text(6, 31, "Đổi 10 tem lấy một ly", 2.8)
    card.qr(56, 18.4, 22.0, "https://example.com/thuc-don?ban=7")
    _footing(card)
    return card.finished()


def _flyer_back(font_dirs: Sequence[Path]) -> Frame:
    card = _flyer(SAND, font_dirs)
    for stamp in range(10):
        card.mark(13 + 15 * (stamp % 5), 23 + 15 * (stamp // 5), 11.5)
    _footing(card)
    return card.finished()
