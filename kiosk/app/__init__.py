"""Floor 3: starts, wires and stops; the only room that knows every other room."""
