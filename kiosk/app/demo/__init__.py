"""The demonstration: a real terminal with a sandbox portal, a stage for a camera and a paper roll on the screen."""
