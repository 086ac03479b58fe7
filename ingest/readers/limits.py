"""What a file may cost before it is refused. Real budgets stay far below each limit."""

from __future__ import annotations

MEGABYTE = 1024 * 1024

MAX_FILE_BYTES = 200 * MEGABYTE  # the largest published budgets, scans included, have some 60 MB
MAX_TEXT_BYTES = 64 * MEGABYTE  # thirty million characters; a whole province's budget has two
MAX_PDF_PAGES = 1_000  # a province's compilation of all departments has some 800
MAX_PAGE_BYTES = 8 * MEGABYTE  # unpacked drawing of one page, some 12 seconds; a dense table has 0.2 MB
MAX_DRAWING_BYTES = 128 * MEGABYTE  # of all pages together, some 3 minutes
MAX_UNPACKED_BYTES = 1024 * MEGABYTE  # all members of a DOCX or XLSX together
MAX_PACKING_RATIO = 200  # XML packs some 10 to 40 times; bombs more than 1,000
FREE_UNPACKED_BYTES = 32 * MEGABYTE  # below this the ratio does not matter: blank rows pack well
MAX_ZIP_MEMBERS = 20_000  # a workbook with pictures has hundreds
MAX_GRID_CELLS = 2_000_000  # places of one table, merged ones included
