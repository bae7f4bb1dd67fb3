"""The tables of money, over the same metadata as the others: payments, and the closings of the cash drawer."""

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text, text

from kiosk.storage.tables import Id, JsonText, RowNumber, UtcTime, metadata

payments = Table(
    "payments",
    metadata,
    Column("number", RowNumber, primary_key=True),
    Column("id", Id, nullable=False, unique=True),
    Column("dossier_id", Id, nullable=False, index=True),
    Column("reference", Text, nullable=False),
    Column("method", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("moved_at", UtcTime, nullable=False),
    Column("payee", Text, nullable=False),
    Column("vietqr", Text, nullable=False),
    Column("expires_at", UtcTime),
    Column("confirmed_amount", BigInteger),
    Column("receipt_url", Text, nullable=False),
    Column("staff_id", Text, nullable=False),
    Column("payer", Text, nullable=False),
    Column("problem", Text, nullable=False),
    Column("settled_by", Text, nullable=False),
    Column("closing_id", Text, nullable=False),
    Column("terminal", Text, nullable=False, server_default=""),
    Index(
        "payments_to_see_to",
        "number",
        sqlite_where=text("settled_by = '' AND (problem <> '' OR state = 'REFUND_DUE')"),
    ),
    Index(
        "payments_in_the_drawer",
        "terminal",
        "number",
        sqlite_where=text("method = 'cash' AND closing_id = ''"),
    ),
)
"""`dossier_id` is no foreign key: a payment may be about a dossier of another terminal."""

cash_closings = Table(
    "cash_closings",
    metadata,
    Column("number", RowNumber, primary_key=True),
    Column("id", Id, nullable=False, unique=True),
    Column("closed_at", UtcTime, nullable=False),
    Column("expected", BigInteger, nullable=False),
    Column("payments", Integer, nullable=False),
    Column("pieces", JsonText, nullable=False),
    Column("reason", Text, nullable=False),
    Column("clerk_id", Text, nullable=False),
    Column("supervisor_id", Text, nullable=False),
    Column("terminal", Text, nullable=False, server_default=""),
)
