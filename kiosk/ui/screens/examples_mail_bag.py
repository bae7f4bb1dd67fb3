"""The screen of mail-bags in every notable state, with invented data; for the gallery and tests."""

from dataclasses import replace
from datetime import UTC, datetime

from kiosk.domain.mailbag import BagContents, BagDesk, BagFile, BagOutcome, Stick
from kiosk.flow.mail_bag_words import MailBagView
from kiosk.flow.messages import Notice, View

AT = datetime(2026, 11, 20, 2, 15, tzinfo=UTC)
DESK = BagDesk(
    seal="4f3a-09bc-77d1-e240-5ac8",
    can_pack=True,
    can_take_in=True,
    waiting=37,
    sticks=(Stick("/media/kiosk/HANOI-1", "HANOI-1", 14_200_000_000),),
    bags=(
        BagFile("/media/kiosk/HANOI-1/a.kioskbag", "HN0099-2-20261120-091500.kioskbag", 184_000_000),
        BagFile("/media/kiosk/HANOI-1/b.kioskbag", "HN0102-20261119-170210.kioskbag", 23_000_000),
    ),
)
CONTENTS = BagContents(
    seal="b81c-2f40-93aa-0e57-61d9",
    terminal="Quầy 2",
    point="HN-0099",
    made_at=AT,
    dossiers=36,
    accounts=1,
    bytes=184_000_000,
)
BAG = MailBagView(desk=DESK, can_go_back=True, assisted_by="Trần Văn Bình", personal=False)
EMPTY = replace(DESK, can_pack=False, can_take_in=False, waiting=0, sticks=(), bags=())

EXAMPLES: tuple[tuple[str, View], ...] = (
    ("mail-bag", BAG),
    ("mail-bag-loading", replace(BAG, desk=None)),
    ("mail-bag-no-stick", replace(BAG, desk=replace(DESK, sticks=(), bags=()))),
    ("mail-bag-not-set-up", replace(BAG, desk=EMPTY)),
    ("mail-bag-packing", replace(BAG, working="packing", percent=42, busy=True, can_go_back=False)),
    ("mail-bag-packed", replace(BAG, packed=CONTENTS)),
    ("mail-bag-seen", replace(BAG, seen=CONTENTS)),
    (
        "mail-bag-taking-in",
        replace(BAG, seen=CONTENTS, working="taking_in", percent=88, busy=True, can_go_back=False),
    ),
    ("mail-bag-taken-in", replace(BAG, outcome=BagOutcome(35, 2))),
    (
        "mail-bag-partly",
        replace(BAG, outcome=BagOutcome(35, 1, (("K-HN0099-261120-20017-7", "reference_taken"),))),
    ),
    ("mail-bag-refused", replace(BAG, notice=Notice("error", "error.bag_damaged"))),
)
