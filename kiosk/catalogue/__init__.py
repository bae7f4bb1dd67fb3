"""The procedure catalogue: loads, checks and searches procedures; it alone knows jsonschema and rapidfuzz."""
