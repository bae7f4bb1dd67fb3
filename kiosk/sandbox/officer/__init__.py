"""The officer's desk of the sandbox portal: pages for people and the same things as JSON; never part of the contract."""

from fastapi import APIRouter, Depends

from kiosk.sandbox.officer import citizen_pages, desk, dossier_pages, post_pages, switches
from kiosk.sandbox.officer.sent import refuse_foreign_pages

officer_pages = APIRouter(
    prefix="/_sandbox", include_in_schema=False, dependencies=[Depends(refuse_foreign_pages)]
)
for _pages in (dossier_pages, desk, citizen_pages, post_pages, switches):
    officer_pages.include_router(_pages.pages)
