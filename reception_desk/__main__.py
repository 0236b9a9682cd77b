"""`python -m reception_desk`."""

import sys

from reception_desk.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
