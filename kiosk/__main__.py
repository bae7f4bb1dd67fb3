"""`python -m kiosk`, the same as the console script `kiosk`."""

import sys

from kiosk.app.wiping import start_over_with_wiping

if __name__ == "__main__":
    if sys.argv[1:2] == ["run"]:
        start_over_with_wiping(sys.argv[1:])  # first of all: nothing is loaded twice
    from kiosk.cli.main import main

    sys.exit(main())
