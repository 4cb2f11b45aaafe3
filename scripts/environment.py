"""Makes the virtual environment and keeps it in step: ``environment.py REQUIREMENTS``.

Runs on the machine's own Python with nothing installed. pip is asked only when the requirements
are not those of the last time.
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

OLDEST_PYTHON = (3, 11)
ENVIRONMENT = Path(".venv")
PYTHON = ENVIRONMENT / "bin" / "python"

TOO_OLD = """\
Cần Python 3.11 trở lên; đây là {found}. Chạy lại với: make PYTHON=python3.12 …
Python 3.11 or later is needed; this is {found}. Run again with: make PYTHON=python3.12 …"""
NO_VENV = """\
Python này thiếu mô-đun venv hoặc pip. Trên Debian, Ubuntu: apt install python3-venv
This Python lacks venv or pip. On Debian and Ubuntu: apt install python3-venv"""


def main() -> None:
    """Bring the environment in step with the requirements file named on the command line."""
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(TOO_OLD.format(found=sys.version.split()[0]))
    os.chdir(Path(__file__).resolve().parent.parent)
    requirements = Path(sys.argv[1])
    stamp = ENVIRONMENT / f".{requirements.name}.sha256"
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()
    if works() and stamp.exists() and stamp.read_text() == digest:
        return
    if not works():
        print("Tạo môi trường Python trong .venv …", flush=True)
        make_environment()
    print(f"Cài thư viện trong {requirements} …", flush=True)
    install(requirements)
    stamp.write_text(digest)


def works() -> bool:
    """Whether the environment is there, with a Python that runs and has pip."""
    try:
        return subprocess.run([PYTHON, "-c", "import pip"], capture_output=True).returncode == 0
    except OSError:
        return False


def make_environment() -> None:
    """Make it anew; exit with advice where the system's Python cannot."""
    try:
        venv.create(ENVIRONMENT, clear=True, with_pip=True, symlinks=True)
    except (subprocess.CalledProcessError, ImportError):
        sys.exit(NO_VENV)


def install(requirements: Path) -> None:
    """Install exactly the locked files; exit with pip's own status when it fails."""
    pip = [str(PYTHON), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    process = subprocess.run([*pip, "install", "--require-hashes", "-r", requirements])
    if process.returncode != 0:
        sys.exit(process.returncode)


if __name__ == "__main__":
    main()
