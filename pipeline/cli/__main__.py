"""Run the command as a module."""

import sys

from pipeline.cli import main

sys.exit(main())
