"""Flags, training and ratings in every notable state, with invented data; for the gallery and tests."""

from dataclasses import replace
from datetime import UTC, datetime

from kiosk.domain.bilingual import Text
from kiosk.domain.service_watch import Finding, Flag, FlagKind, FlagReason
from kiosk.flow.messages import View
from kiosk.flow.watch_words import FlagsView, NotTrainedView, TrainingView

AT = datetime(2026, 11, 20, 2, 15, tzinfo=UTC)
BIRTH = Text("Đăng ký khai sinh", "Birth registration")
COPY = Text(
    "Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh",
    "Copy of an extract of the civil register",
)
SHARED = Flag(
    "f1",
    Finding(
        FlagKind.SHARED_CONTACT,
        "k1",
        "9F3A51",
        {"count": 7, "what": "phone"},
        ("K-HN0099-261120-0017-7", "K-HN0099-261119-0004-2"),
    ),
    AT,
)
REPEATS = Flag("f2", Finding(FlagKind.REPEAT_VISITS, "k2", "1.001193", {"count": 4}), AT)
SECOND = Flag(
    "f3",
    Finding(
        FlagKind.SECOND_SUPPLEMENT,
        "k3",
        "K-HN0099-261118-0003-1",
        {"count": 2},
        ("K-HN0099-261118-0003-1",),
    ),
    AT,
    settled_at=AT,
    settled_by="cuc",
    reason=FlagReason.REPORTED,
)
FAST = Flag("f4", Finding(FlagKind.TOO_FAST, "k4", "lan", {"seconds": 41, "others": 210}), AT)
LATE = Flag("f5", Finding(FlagKind.LATE_HANDOVER, "k5", "", {"count": 3, "hours": 24}), AT)
OFF = Flag("f6", Finding(FlagKind.OFF_HOURS, "k6", "lan", {"count": 5}), AT)
DROPS = Flag("f7", Finding(FlagKind.MANY_DROPS, "k7", "binh", {"count": 12}), AT)
FLAGS = FlagsView(
    flags=(SHARED, REPEATS, FAST, LATE, OFF, DROPS),
    settled=(SECOND,),
    subjects={
        "f1": "9F3A51",
        "f2": BIRTH,
        "f3": "K-HN0099-261118-0003-1",
        "f4": "lan",
        "f5": "",
        "f6": "lan",
        "f7": "binh",
    },
    loading=False,
    can_go_back=True,
    personal=False,
    assisted_by="Phạm Thu Cúc",
)
TRAINING = TrainingView(
    members=(("binh", "Trần Văn Bình", 12), ("lan", "Trần Thị Lan", 0)),
    can_go_back=True,
    personal=False,
    assisted_by="Phạm Thu Cúc",
)
NOT_TRAINED = NotTrainedView(
    procedure_name=COPY,
    ask=("Trần Văn Bình", "Phạm Thu Cúc"),
    blocked=False,
    can_go_back=True,
    personal=False,
    assisted_by="Trần Thị Lan",
)

EXAMPLES: tuple[tuple[str, View], ...] = (
    ("flags", FLAGS),
    ("flags-loading", replace(FLAGS, flags=(), settled=(), loading=True, busy=True)),
    ("flags-none", replace(FLAGS, flags=(), settled=())),
    ("flags-contact", replace(FLAGS, opened=SHARED)),
    ("flags-fast", replace(FLAGS, opened=FAST)),
    ("flags-settled", replace(FLAGS, opened=SECOND)),
    ("training", TRAINING),
    (
        "training-person",
        replace(
            TRAINING,
            chosen="lan",
            name="Trần Thị Lan",
            trained=(("1.001193", BIRTH),),
            found=(("2.000635", COPY),),
        ),
    ),
    ("training-empty", replace(TRAINING, chosen="lan", name="Trần Thị Lan", found=(("2.000635", COPY),))),
    ("not-trained", NOT_TRAINED),
    ("not-trained-blocked", replace(NOT_TRAINED, ask=(), blocked=True)),
)
