"""The tables of the post's desk, beside those of `tables`: envelopes, hand-overs, results, their signatures and messages."""

from sqlalchemy import BigInteger, Boolean, Column, Index, LargeBinary, Table, Text

from kiosk.storage.tables import Id, JsonText, RowNumber, UtcTime, metadata

post_labels = Table(
    "post_labels",
    metadata,
    Column("number", Text, primary_key=True),
    Column("subject_id", Id, nullable=False),
    Column("at", UtcTime, nullable=False),
)
"""Every S10 number that was ever used here: no label goes out twice. Kept when all else is erased."""

post_items = Table(
    "post_items",
    metadata,
    Column("seq", RowNumber, primary_key=True),
    Column("id", Id, nullable=False, unique=True),
    Column("number", Text, nullable=False, unique=True),
    Column("reference", Text, nullable=False, index=True),
    Column("state", Text, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("changed_at", UtcTime, nullable=False),
    Column("body", JsonText, nullable=False),
    Column("masked", Boolean, nullable=False),
    Index("post_items_by_state", "state", "due_at"),
    Index("post_items_to_erase", "masked", "changed_at"),
)
"""`masked`: the sender is gone from the body, only the masked number is left."""

post_records = Table(
    "post_records",
    metadata,
    Column("number", Text, primary_key=True),
    Column("id", Id, nullable=False, unique=True),
    Column("day", Text, nullable=False, index=True),
    Column("at", UtcTime, nullable=False, index=True),
    Column("body", JsonText, nullable=False),
)
"""Hand-over records (biên bản giao nhận)."""

post_results = Table(
    "post_results",
    metadata,
    Column("seq", RowNumber, primary_key=True),
    Column("id", Id, nullable=False, unique=True),
    Column("code", Text, nullable=False, index=True),
    Column("reference", Text, nullable=False, index=True),
    Column("state", Text, nullable=False, index=True),
    Column("changed_at", UtcTime, nullable=False, index=True),
    Column("body", JsonText, nullable=False),
)

post_signatures = Table(
    "post_signatures",
    metadata,
    Column("seq", RowNumber, primary_key=True),
    Column("subject_id", Id, nullable=False, index=True),
    Column("role", Text, nullable=False),
    Column("at", UtcTime, nullable=False, index=True),
    Column("bytes", BigInteger, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("file_name", Text),
    Column("wrapped_key", LargeBinary),
)
"""Names drawn on the screen, sealed like documents; where somebody signed with a witness or on paper, how that was, as JSON
with the witness's name. Without `wrapped_key` it is erased."""

post_messages = Table(
    "post_messages",
    metadata,
    Column("id", Id, primary_key=True),
    Column("call", Text, nullable=False),
    Column("thing_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("body", JsonText),
)
"""What the portal is told, as it was when it happened. Without `body` it was told and the data is erased."""
