"""Runs alone, in a process of its own with a small memory: opens one PDF, counts or draws pages.

A PDF is a stranger's program for the library that reads it. Should that library be made to ask for
all the memory there is, or to crash, only this process ends. Standard input: the file. Standard
output: a JSON object, or one picture. Imports nothing of the portal.
"""

import io
import json
import sys

TALLEST = 4  # times the width; a longer page is drawn smaller


def main() -> None:
    """Do what the one argument orders with the file on standard input."""
    order = json.loads(sys.argv[1])
    bound_this_process(order)
    content = sys.stdin.buffer.read()
    if order["do"] == "count":
        json.dump(count(content), sys.stdout)
    else:
        sys.stdout.buffer.write(draw(content, order["page"], order["width"]))


def bound_this_process(order: dict) -> None:
    """Limit memory and processor time where the system can."""
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    memory, seconds = order["memory_bytes"], order["cpu_seconds"]
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def count(content: bytes) -> dict:
    """How many pages, or why it cannot be opened; the first page must load."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
        pages = len(document)
        if pages:
            document[0]
    except pypdfium2.PdfiumError as error:
        return {"error": "password" if "password" in str(error).lower() else "unreadable"}
    return {"pages": pages}


def draw(content: bytes, number: int, width: int) -> bytes:
    """One page as WebP."""
    import pypdfium2

    page = pypdfium2.PdfDocument(content)[number - 1]
    wide, high = page.get_size()
    scale = min(width / max(wide, 1), TALLEST * width / max(high, 1))
    picture = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=80, method=4)
    return out.getvalue()


if __name__ == "__main__":
    main()
