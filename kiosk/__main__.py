"""`python -m kiosk`, the same as the console script `kiosk`."""

import sys

from kiosk.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
