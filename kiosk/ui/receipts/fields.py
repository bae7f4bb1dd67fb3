"""What each receipt template may name, with meaning and length; the vocabulary, not the words on the slip.

A text is `(most characters, meaning)`, a list of texts `[text]`, a list of records `[{name: text}]`. Whatever a use
case does not fill is empty, and `{% if name %}` leaves its line out. Times and amounts come as they are to be read;
personal numbers and telephones come masked (`kiosk.domain.rules.mask_number`). `resources/receipts/<template>.vi.txt`
and `.en.txt` use these names; a name that is not here stops the template.
"""

from collections.abc import Mapping

Text = tuple[int, str]
Field = Text | list[Text] | list[dict[str, Text]]

_POINT: dict[str, Field] = {
    "point_name": (80, "the agent point, as on its sign"),
    "point_address": (160, "where it is"),
    "operator": (80, "the company that runs it"),
    "hotline": (40, "whom to call"),
}
_DOCUMENT: dict[str, Text] = {
    "name": (240, "the document, as in the catalogue"),
    "pages": (12, "how many pages were taken; empty where none were"),
    "how": (80, "handed in, shown, or satisfied by data the State has"),
}

FIELDS: Mapping[str, Mapping[str, Field]] = {
    "account": {
        **_POINT,
        "title_state": (12, "active, link (open the link in the message), pending (no line yet) or vneid"),
        "name": (120, "the citizen's name"),
        "number_masked": (20, "personal number, masked"),
        "phone_masked": (20, "telephone, masked"),
        "at": (30, "when it was registered"),
        "clerk": (60, "who helped; empty at a terminal of one's own"),
        "reference": (40, "this terminal's name for the registration"),
    },
    "submission": {
        **_POINT,
        "reference": (40, "local reference; not an official dossier code"),
        "official_code": (40, "the portal's dossier code, once there is one"),
        "state": (12, "queued (kept, waiting to be sent) or sent (waiting to be accepted)"),
        "at": (30, "when it was submitted"),
        "procedure_name": (300, "the procedure"),
        "procedure_code": (20, "its national code"),
        "case_name": (200, "which case of it; empty where there is one only"),
        "agency": (160, "who decides"),
        "applicant_name": (120, "for whom"),
        "number_masked": (20, "personal number, masked"),
        "phone_masked": (20, "telephone, masked"),
        "documents": [_DOCUMENT],
        "missing": [(240, "a document still to be brought")],
        "fee_text": (60, "the statutory fee"),
        "fee_note": (200, "how and when it is paid"),
        "delivery_text": (200, "how the result comes back"),
        "delivery_price_text": (60, "what the delivery costs"),
        "total_text": (60, "fee and delivery together"),
        "clerk": (60, "who helped; empty at a terminal of one's own"),
        "qr": (120, "plain code for the QR; the reference when empty"),
    },
    "tracking": {
        **_POINT,
        "code": (40, "the code that was asked for"),
        "procedure_name": (300, "the procedure"),
        "agency": (160, "who decides"),
        "state_text": (120, "where the dossier stands"),
        "sent_at": (30, "when it was sent"),
        "accepted_at": (30, "when the agency accepted it; empty before"),
        "due_at": (30, "promised date; printed only after acceptance"),
        "as_of": (30, "how fresh all this is"),
        "next_step": (300, "what the citizen should do or await"),
        "qr": (120, "plain code for the QR; the asked code when empty"),
    },
    "test_page": {
        **_POINT,
        "printer": (120, "the printer's address"),
        "at": (30, "now"),
    },
    "copy": {
        "count": (4, "which reprint this is, from 1"),
        "at": (30, "when it is printed"),
    },
}

PROVIDED: Mapping[str, Text] = {"width_dots": (4, "paper width, filled in by the painter")}
"""Names every template may use that no use case fills."""
