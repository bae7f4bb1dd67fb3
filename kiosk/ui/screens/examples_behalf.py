"""The screen of filing for somebody else in every notable state, with invented data; for the gallery and tests."""

from dataclasses import replace

from kiosk.flow.behalf_words import BehalfView
from kiosk.flow.messages import View

BEHALF = BehalfView(step=(2, 5), can_go_back=True)
COMPANY = replace(BEHALF, kind="organisation", fields={"name": "Công ty Mẫu", "tax_code": "0100109106"})
WRONG = {"relation": "behalf.relation_missing", "authority": "behalf.authority_missing"}

EXAMPLES: tuple[tuple[str, View], ...] = (
    ("behalf", BEHALF),
    ("behalf-problems", replace(BEHALF, problems=WRONG)),
    ("behalf-company", COMPANY),
    ("behalf-company-wrong", replace(COMPANY, problems={"tax_code": "behalf.tax_code_wrong"})),
)
