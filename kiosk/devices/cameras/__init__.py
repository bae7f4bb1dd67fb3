"""Where frames come from: a real camera, a recorded clip, a folder of pictures; the registry opens them by address."""
