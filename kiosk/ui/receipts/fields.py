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
_PAPER: dict[str, Text] = {
    "name": (240, "a paper to bring"),
    "details": (400, "originals and copies, and what may stand in for it"),
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
        "pages_total": (6, "pages of all documents together; empty where none were taken"),
        "missing": [(240, "a document still to be brought")],
        "fee_text": (60, "the statutory fee"),
        "fee_note": (200, "how and when it is paid"),
        "delivery_text": (200, "how the result comes back"),
        "delivery_price_text": (60, "what the delivery costs"),
        "total_text": (60, "fee and delivery together"),
        "clerk": (60, "who helped; empty at a terminal of one's own"),
        "qr": (400, "the reference with its signed proof of content; the bare reference when empty"),
    },
    "bring": {
        **_POINT,
        "procedure_name": (300, "the procedure"),
        "procedure_code": (20, "its national code"),
        "case_name": (200, "which case of it; empty where there is one only"),
        "agency": (160, "who decides"),
        "way": (120, "how it is filed: here, by post or in person"),
        "here": (4, "yes where it is filed at this terminal"),
        "hand_in": [_PAPER],
        "show": [_PAPER],
        "proof": (240, "what proves the exemption that was chosen"),
        "spared": [{"name": (240, "a paper that stays at home"), "details": (160, "why")}],
        "notes": [(240, "a remark")],
        "time_text": (80, "how long it takes"),
        "fee_text": (80, "the statutory fee"),
        "fee_note": (240, "for what, and who sets it"),
        "at": (30, "when the list was made"),
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
    "acceptance": {
        **_POINT,
        "code": (40, "the official dossier code"),
        "reference": (40, "local reference; empty where it was filed elsewhere"),
        "procedure_name": (300, "the procedure"),
        "agency": (160, "who accepted"),
        "applicant_name": (120, "for whom; empty on a slip that anyone may ask for"),
        "number_masked": (20, "personal number, masked"),
        "sent_at": (30, "when it was sent"),
        "accepted_at": (30, "when the agency accepted it"),
        "due_at": (30, "when the result is promised"),
        "notice": (600, "the agency's own words"),
        "next_step": (300, "what the citizen should do or await"),
        "as_of": (30, "how fresh all this is"),
        "qr": (120, "plain code for the QR"),
    },
    "supplement": {
        **_POINT,
        "reference": (40, "local reference"),
        "code": (40, "the official dossier code, once there is one"),
        "procedure_name": (300, "the procedure"),
        "applicant_name": (120, "for whom"),
        "at": (30, "when the agency asked"),
        "items": [
            {
                "name": (240, "the document"),
                "reason": (400, "what is wrong with it"),
                "what_to_do": (400, "what to bring or change"),
            }
        ],
        "notice": (600, "the agency's own words on the whole"),
        "qr": (120, "plain code for the QR"),
    },
    "payment": {
        **_POINT,
        "state": (12, "due, paid or expired"),
        "reference": (40, "local reference"),
        "code": (40, "the official dossier code"),
        "procedure_name": (300, "the procedure"),
        "applicant_name": (120, "for whom"),
        "lines": [{"what": (120, "what for"), "amount": (40, "how much")}],
        "total_text": (40, "all together"),
        "payee": (160, "who receives it"),
        "payer_name": (120, "who pays, where it is not the applicant"),
        "how": (60, "cash or bank transfer; empty while it is due"),
        "kept": (4, "yes while the portal has not been told of the cash"),
        "clerk": (60, "who took the cash"),
        "pay_by": (30, "until when; only while it is due"),
        "paid_at": (30, "when it was paid; empty before"),
        "notice": (600, "the agency's own words"),
        "look_up": (160, "where the official receipt can be looked up"),
        "qr": (300, "the portal's VietQR; only while it is due"),
    },
    "dispatch": {
        **_POINT,
        "number": (40, "number of the post's label (S10) or of this note"),
        "reference": (40, "local reference"),
        "sender_name": (120, "who sends"),
        "sender_address": (240, "the sender's address"),
        "number_masked": (20, "personal number, masked"),
        "phone_masked": (20, "telephone, masked"),
        "agency": (160, "who receives"),
        "agency_address": (240, "where"),
        "procedure_name": (300, "the procedure"),
        "contents": [
            {
                "name": (240, "a document in the envelope"),
                "originals": (6, "how many originals"),
                "copies": (6, "how many copies"),
            }
        ],
        "originals_total": (6, "originals together"),
        "copies_total": (6, "copies together"),
        "at": (30, "when it was counted and sealed"),
        "due_at": (30, "by when it is handed over"),
        "price_text": (60, "what the delivery costs"),
        "payment_text": (120, "who paid, and how"),
        "clerk": (60, "who counted"),
    },
    "handover": {
        **_POINT,
        "number": (40, "number of the record"),
        "agency": (160, "who takes over"),
        "place": (160, "where"),
        "at": (30, "when: the legal time of filing"),
        "dossiers": [
            {
                "number": (40, "number of the dispatch note"),
                "reference": (40, "local reference"),
                "papers": (6, "how many papers"),
                "complete": (3, "yes or no"),
                "remark": (200, "what was missing or damaged"),
            }
        ],
        "total": (6, "how many dossiers"),
        "papers_total": (6, "how many papers together"),
        "clerk": (60, "who hands over"),
        "officer": (60, "who takes over"),
    },
    "result": {
        **_POINT,
        "reference": (40, "local reference"),
        "code": (40, "the official dossier code"),
        "procedure_name": (300, "the procedure"),
        "agency": (160, "whose result it is"),
        "result_name": (240, "what was handed out"),
        "papers": (6, "how many papers"),
        "receiver_name": (120, "who took it"),
        "number_masked": (20, "the receiver's personal number, masked"),
        "on_behalf_of": (120, "the applicant, where somebody else took it"),
        "id_checked": (80, "how the receiver's paper was checked"),
        "taken_back": [(240, "an old paper that was given back")],
        "at": (30, "when"),
        "clerk": (60, "who handed out"),
    },
    "invitation": {
        **_POINT,
        "code": (40, "the official dossier code, or what stands on the result"),
        "reference": (40, "local reference"),
        "receiver_name": (120, "who is asked to come"),
        "receiver_address": (300, "where the letter goes"),
        "turn": (4, "first or second invitation, as a number"),
        "at": (30, "when"),
        "clerk": (60, "who invites"),
    },
    "opening": {
        **_POINT,
        "terminal": (60, "this terminal"),
        "version": (20, "of the program"),
        "at": (30, "now"),
        "clerk": (60, "who opens the shift; empty when a technician prints it"),
        "checks": [
            {
                "what": (60, "what was checked"),
                "state": (4, "ok, warn or fail"),
                "value": (240, "how it stands"),
                "todo": (240, "what to do about it; empty when fine"),
            }
        ],
        "counts": [{"what": (120, "what is counted"), "value": (40, "how much of it")}],
        "wrong": (4, "how many checks failed; empty when none did"),
    },
    "pass_on": {
        **_POINT,
        "code": (12, "what the draft is picked up by"),
        "procedure_name": (300, "the procedure"),
        "until": (30, "how long it waits"),
        "at": (30, "now"),
    },
    "month_report": {
        **_POINT,
        "title": (60, "the month"),
        "at": (30, "now"),
        "clerk": (60, "who prints it"),
        "lines": [
            {
                "head": (120, "a heading; then the other two are empty"),
                "what": (200, "what is counted"),
                "value": (40, "how much of it"),
            }
        ],
        "footing": (200, "where the figures come from"),
    },
    "drawer": {
        **_POINT,
        "terminal": (60, "this terminal"),
        "at": (30, "when it was closed"),
        "payments": (6, "how many cash payments it holds"),
        "notes": [{"note": (20, "which note"), "pieces": (8, "how many"), "amount": (30, "together")}],
        "counted_text": (40, "what was counted"),
        "expected_text": (40, "what the book says"),
        "difference_text": (40, "counted less expected; empty when exact"),
        "reason": (300, "why they differ"),
        "clerk": (60, "who counted"),
        "supervisor": (60, "who counted along and confirmed"),
    },
    "test_page": {
        **_POINT,
        "printer": (120, "the printer's address"),
        "at": (30, "now"),
    },
    "practice": {},
    "copy": {
        "count": (4, "which reprint this is, from 1"),
        "at": (30, "when it is printed"),
    },
}

PROVIDED: Mapping[str, Text] = {"width_dots": (4, "paper width, filled in by the painter")}
"""Names every template may use that no use case fills."""
