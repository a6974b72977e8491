"""The pictures of the project as the tests list them."""

import re
from pathlib import Path

from papernotes.figures import picture_name
from papernotes.figures.draw import scripts

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "images"
SCRIPTS = {picture_name(script): script for script in scripts()}  # "cnn/yolo-grid" → "cnn_yolo_grid"
FILES = sorted(path.relative_to(IMAGES).as_posix() for path in IMAGES.rglob("*.*") if path.is_file() and path.suffix != ".md" and not path.name.startswith("."))
CARDS = [name for name in FILES if name.startswith("og/")]
DRAWINGS = [name for name in FILES if name.endswith(".svg") and name.removesuffix(".svg") in SCRIPTS]
SOURCES = set(re.findall(r"^\| `([^`]+)` \|", (IMAGES / "SOURCES.md").read_text(encoding="utf-8"), re.MULTILINE))
