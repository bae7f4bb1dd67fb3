"""The commands: thin; each module is one family: parse, call the app, print."""
