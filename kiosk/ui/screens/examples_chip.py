"""The screens of the chip and of proving who one is, in every notable state, with invented people; for gallery and tests."""

from datetime import date

from kiosk.domain.chip import ChipReaderState, ChipStage, ChipTrouble
from kiosk.domain.person import Address, Gender, Person
from kiosk.flow.chip_words import ChipKeyView, ReadChipView
from kiosk.flow.messages import View
from kiosk.flow.views import CheckPersonView, ProveIdentityView, ScanCardView

_AN = Person(
    full_name="Nguyễn Thị An",
    personal_number="001199000001",
    birth_date=date(1999, 1, 15),
    gender=Gender.FEMALE,
    address=Address(text="Số 1, Phường Cửa Nam, Hà Nội"),
)
_BY_CHIP = ("personal_number", "full_name", "birth_date", "gender")

EXAMPLES: tuple[tuple[str, View], ...] = (
    ("scan-card-chip", ScanCardView(chip=True, step=(2, 4), can_go_back=True)),
    ("chip-key", ChipKeyView(step=(2, 4), can_go_back=True)),
    ("read-chip", ReadChipView(can_skip=True, step=(2, 4), can_go_back=True)),
    ("read-chip-unplugged", ReadChipView(reader=ChipReaderState.NO_READER, step=(2, 4), can_go_back=True)),
    (
        "read-chip-photo",
        ReadChipView(state="reading", stage=ChipStage.PHOTO, share=46, step=(2, 4), can_go_back=True),
    ),
    *(
        (
            f"read-chip-{trouble.value}",
            ReadChipView(state="trouble", trouble=trouble, can_skip=True, step=(2, 4), can_go_back=True),
        )
        for trouble in ChipTrouble
    ),
    ("prove-identity", ProveIdentityView(by_vneid=True, step=(2, 4), can_go_back=True)),
    ("prove-identity-wrong", ProveIdentityView(problem="staff.wrong", step=(2, 4), can_go_back=True)),
    (
        "check-person-chip",
        CheckPersonView(person=_AN, locked=_BY_CHIP, by_chip=True, step=(2, 4), can_go_back=True),
    ),
)
