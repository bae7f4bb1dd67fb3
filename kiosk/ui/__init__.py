"""Floor 2: the window a person touches (Qt Widgets); knows views and intents, no device, store or wire library."""
