"""What a file may cost before it is refused: time and memory stay bounded, real budgets stay far below."""

from __future__ import annotations

MEGABYTE = 1024 * 1024

MAX_FILE_BYTES = 200 * MEGABYTE
MAX_TEXT_BYTES = 64 * MEGABYTE  # text is held in memory, some 20 million Chinese characters
MAX_WEB_BYTES = 32 * MEGABYTE  # its tree takes some thirty times as much
MAX_PDF_PAGES = 1_000  # some 10 seconds
MAX_PDF_GLYPHS = 3_000_000  # of all pages; 260 pages of a budget have 130,000
MAX_PDF_SECONDS = 120  # to read the drawing of all pages
MAX_PDF_MEMORY_BYTES = 768 * MEGABYTE  # address space of the process that reads PDFs
MAX_PAGE_GLYPHS = 100_000  # characters of one page; a dense A3 sheet has 15,000
MAX_PAGE_OBJECTS = 300_000  # texts, paths and pictures that one page draws
MAX_PAGE_SEGMENTS = 100_000  # of paths, beyond which a page's drawing is no table
MAX_PAGE_SECONDS = 10  # to read the drawing of one page; a large one takes 0.1
MAX_UNPACKED_BYTES = 1024 * MEGABYTE  # all members of a DOCX or XLSX together
MAX_PACKING_RATIO = 200  # of unpacked to packed; a bomb reaches 1,000
FREE_UNPACKED_BYTES = 32 * MEGABYTE  # below this the ratio does not matter: blank rows pack well
MAX_ZIP_MEMBERS = 20_000
MAX_GRID_CELLS = 2_000_000  # places of one table, merged ones included
MAX_CONVERSION_SECONDS = 120  # of LibreOffice for one file
