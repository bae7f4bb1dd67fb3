"""A camera for demos, practice and tests: sample cards and papers lying on a drawn desk, as a lens would see them."""
