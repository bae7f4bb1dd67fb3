"""Asks a gateway whether it keeps the wire contract, rule by rule; for those who connect a portal, not for service."""
