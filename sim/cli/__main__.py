"""``python -m sim.cli`` is ``domino``."""

import sys

from sim.cli import main

sys.exit(main())
