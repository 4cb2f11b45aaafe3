"""How large a list of results may be. A province has some hundreds of rows a year."""

MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_UNPACKED_BYTES = 200 * 1024 * 1024  # all parts of a workbook together, unpacked
MAX_PARTS = 2_000  # parts of a workbook's archive
MAX_ROWS = 50_000  # rows of one sheet, and of all sheets together
MAX_COLUMNS = 200
MAX_SHEETS = 50
MAX_CELL_CHARS = 2_000

READER_MEMORY_BYTES = 640 * 1024 * 1024  # address space of the process that opens a workbook
READER_CPU_SECONDS = 60
READER_WALL_SECONDS = 90
