"""Print the oldest version of each library that pyproject.toml allows, as constraints for pip."""

import re
import tomllib
from pathlib import Path

project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))[
    "project"
]
for line in project["dependencies"]:
    if found := re.match(r"([\w.-]+)\s*>=\s*([\w.]+)", line):
        print(f"{found[1]}=={found[2]}")
