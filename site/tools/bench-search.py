"""Search with 5,000 entries in each language on both engines (ENGINE names one)."""

import sys

from engines import on_both

if __name__ == "__main__":
    sys.exit(on_both("search_bench"))
