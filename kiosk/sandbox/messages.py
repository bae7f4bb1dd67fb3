"""The text messages and mails a real portal would send; here they are only written down for the officer's page."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from kiosk.sandbox.portal import Portal
from kiosk.sandbox.tables import Message


def masked(recipient: str) -> str:
    """`+84912345678` → `091•••••678`, `an@example.vn` → `a•••@example.vn`: enough to recognise one's own."""
    name, at, host = recipient.partition("@")
    if at:
        return f"{name[:1]}•••@{host}"
    national = "0" + recipient[3:] if recipient.startswith("+84") else recipient
    return f"{national[:3]}•••••{national[-3:]}"


def send_message(
    portal: Portal,
    session: Session,
    *,
    channel: str,
    recipient: str,
    kind: str,
    text: str,
    subject_id: str,
    otp: str | None = None,
    link: str | None = None,
) -> None:
    session.add(
        Message(
            at=portal.clock.stamp(),
            channel=channel,
            recipient=recipient,
            kind=kind,
            text=text,
            otp=otp,
            link=link,
            subject_id=subject_id,
        )
    )


def notify_applicant(
    portal: Portal, session: Session, dossier_id: str, body: Mapping[str, Any], text: str
) -> None:
    """A notice by every channel the dossier asks for and knows an address of."""
    wishes = body.get("notices") or {}
    applicant = body["applicant"]
    for channel, contact in (("sms", "phone"), ("zalo", "phone"), ("email", "email")):
        wish = wishes.get(channel)
        recipient = wish if isinstance(wish, str) and wish else applicant.get(contact)
        if wish and recipient:
            send_message(
                portal,
                session,
                channel=channel,
                recipient=recipient,
                kind="notice",
                text=text,
                subject_id=dossier_id,
            )
