"""Bookings a second for 1, 4, 16 and 50 processes on both engines, with ratios (CLICKS: bookings of a measurement)."""

import os
import sys

from engines import on_both

if __name__ == "__main__":
    sys.exit(on_both("training_bench", "--clicks", os.environ.get("CLICKS", "1000")))
