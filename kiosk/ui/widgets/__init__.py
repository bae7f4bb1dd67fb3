"""The parts screens are built from, each dressed by the theme; none of them knows a view or an intent."""
