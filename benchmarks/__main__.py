"""The entry: `python -m benchmarks startup|scale|peers|page`."""

from __future__ import annotations

import sys

from benchmarks.run import main

sys.exit(main())
