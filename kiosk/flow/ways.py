"""The names of the things a person can come for; the machines themselves have a file each."""

from enum import StrEnum


class WayName(StrEnum):
    """A tile of the welcome screen or of the clerk's bench."""

    REGISTER_ACCOUNT = "register_account"
    SUBMIT_DOSSIER = "submit_dossier"
    TRACK_DOSSIER = "track_dossier"
    WHAT_TO_BRING = "what_to_bring"
    STAFF = "staff"
