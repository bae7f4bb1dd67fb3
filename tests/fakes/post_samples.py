"""Envelopes and results of made-up people for tests of the post's desk."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from kiosk.domain.held_result import HeldResult, ResultState
from kiosk.domain.ids import new_id
from kiosk.domain.person import Person
from kiosk.domain.post_item import EnvelopePaper, Line, PostItem, PostState, Signature
from kiosk.domain.post_ports import PostCall, PostMessage

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
LABELS = ("EE123456785VN", "EE473124829VN", "RR123456785VN", "EA123456785VN")
AN = Person(full_name="Nguyễn Thị An", personal_number="001199000001", phone="+84912345678")
BINH = Person(full_name="Trần Văn Bình", personal_number="001088000002")


def sample_item(number: str = LABELS[0], **changes: Any) -> PostItem:
    item = PostItem(
        id=new_id(),
        number=number,
        state=PostState.SEALED,
        procedure_code="1.012783",
        case_id="worn",
        procedure_name="Cấp đổi Giấy chứng nhận",
        agency="Phường Cửa Nam",
        sender=AN,
        contents=(EnvelopePaper("to_khai", "Tờ khai", originals=1), EnvelopePaper("gcn", "GCN", copies=2)),
        line=Line.PROVINCE,
        service="both",
        price=30_000,
        staff_id="lan",
        counted_at=AT,
        citizen_signed_at=AT,
        clerk_signed_at=AT,
        sealed_at=AT,
        due_at=AT + timedelta(days=2),
        dossier_body={"channel": "paper"},
    )
    return replace(item, **changes)


def sample_signatures(at: datetime = AT) -> tuple[Signature, ...]:
    return Signature("citizen", at, b"png of a name"), Signature("clerk", at, b"png of another")


def sample_message(item: PostItem) -> PostMessage:
    return PostMessage(
        new_id(), PostCall.WAYBILL, item.number, item.number, {"sender": AN.to_wire(), "price": item.price}
    )


def sample_result(code: str = "H26.99-261120-0001", **changes: Any) -> HeldResult:
    result = HeldResult(
        id=new_id(),
        code=code,
        state=ResultState.AT_AGENT_POINT,
        arrived_at=AT,
        changed_at=AT,
        dossier_id=new_id(),
        reference="K-HN0099-261120-0001-A",
        procedure_code="1.012783",
        procedure_name="Cấp đổi Giấy chứng nhận",
        agency="Phường Cửa Nam",
    )
    return replace(result, **changes)
