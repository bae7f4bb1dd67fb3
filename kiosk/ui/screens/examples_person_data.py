"""A citizen's request about their data in every notable state, with invented data."""

from dataclasses import replace
from datetime import UTC, datetime

from kiosk.domain.events import Consent
from kiosk.domain.person_data import Erasure, HeldDossier, HeldPost, KeptWhy, PersonData, PostPiece
from kiosk.flow.messages import Notice, View
from kiosk.flow.person_data_words import PersonDataView

AT = datetime(2026, 11, 20, 2, 15, tzinfo=UTC)
DATA = PersonData(
    masked_number="001•••••0001",
    dossiers=(
        HeldDossier(
            "K-HN0099-261120-0017-7",
            "Đăng ký khai sinh",
            "SUBMITTED",
            AT,
            True,
            2,
            (Consent("submit_dossier", "2026-1", AT), Consent("notices", "1", AT)),
        ),
        HeldDossier("K-HN0099-260412-0003-1", "Xác nhận tình trạng hôn nhân", "RETURNED", AT, False, 0, ()),
    ),
    accounts=(("TK-4F3A09", "ACTIVE", AT),),
    drafts=(("Đăng ký tạm trú", AT),),
    whole={},
    post=(
        HeldPost(PostPiece.ENVELOPE, "EE123456785VN", AT, KeptWhy.IN_PROGRESS),
        HeldPost(PostPiece.SIGNATURE, "citizen", AT, KeptWhy.COMPLAINT_TERM),
        HeldPost(PostPiece.PAYMENT, "K-HN0099-260412-0003-1", AT, KeptWhy.MONEY),
    ),
)
EMPTY = PersonData("001•••••0001", (), (), (), {})
BEGIN = PersonDataView(
    masked_number="", checked=False, wrong_card=False, can_go_back=True, assisted_by="Phạm Thu Cúc"
)
HELD = replace(BEGIN, masked_number="001•••••0001", checked=True, data=DATA, sticks=("/media/kiosk/HANOI-1",))
SHOWN_ONCE = "0412-7731-0098-5520-6147"
ERASURE = Erasure(
    1,
    2,
    1,
    0,
    (("K-HN0099-261120-0017-7", KeptWhy.IN_PROGRESS), ("K-HN0099-260412-0003-1", KeptWhy.RECORD)),
)
EXAMPLES: tuple[tuple[str, View], ...] = (
    ("person-data-begin", BEGIN),
    ("person-data-wrong-card", replace(BEGIN, wrong_card=True)),
    ("person-data-compare", replace(BEGIN, masked_number="001•••••0001")),
    ("person-data-looking", replace(HELD, data=None, busy=True, can_go_back=False)),
    ("person-data-held", HELD),
    ("person-data-no-stick", replace(HELD, sticks=())),
    ("person-data-nothing", replace(HELD, data=EMPTY)),
    ("person-data-exported", replace(HELD, exported=("du-lieu-ca-nhan.json", "du-lieu-ca-nhan.pdf"))),
    (
        "person-data-sealed",
        replace(HELD, exported=("du-lieu-ca-nhan.json.age",), passphrase=SHOWN_ONCE),
    ),
    ("person-data-asked", replace(HELD, asks_erasure=True)),
    ("person-data-erased", replace(HELD, erasure=ERASURE)),
    ("person-data-refused", replace(HELD, notice=Notice("error", "error.stick_full"))),
)
