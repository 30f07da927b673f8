"""The files under measurement, made once by `crm import` from CSV and kept from run to run."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks import timing
from benchmarks.environment import Environment
from benchmarks.scale import rows
from benchmarks.timing import Command, Usage

SYSTEM = "old-crm"  # whose ids the ids of the CSV files are
FIRST_DAY = 17  # of November: one import a day, so that the file can be asked as of between them


@dataclass(frozen=True, slots=True)
class Made:
    """A file, the CSV it was made from, and what each import took."""

    contacts: int
    path: Path
    sources: dict[str, Path]
    imports: dict[str, Usage]

    @property
    def size(self) -> int:
        """Return the bytes of the file, its log included."""
        return size(self.path)

    def copy(self, folder: Path) -> Made:
        """Return a copy to write on: this file serves other runs, too."""
        if self.size != self.path.stat().st_size:
            raise RuntimeError(f"{self.path} is not closed: a copy of it would be half of it")
        return replace(self, path=Path(shutil.copyfile(self.path, folder / f"copy-{self.contacts}.db")))

    @property
    def raw(self) -> int:
        """Return the bytes of the CSV files."""
        return sum(source.stat().st_size for source in self.sources.values())


def made(environment: Environment, contacts: int, *, keep: bool) -> Made:
    """Return the file of that size; one that another program made is made anew unless kept."""
    folder = environment.folder / f"scale-{contacts}"
    mark, path = folder / "made.json", folder / "crm.db"
    sources = {kind: folder / f"{kind}.csv" for kind in rows.HEADERS}
    if mark.exists():
        said = json.loads(mark.read_text(encoding="utf-8"))
        if keep or said["print"] == environment.print:
            return Made(
                contacts, path, sources, {kind: Usage(*told) for kind, told in said["imports"].items()}
            )
    print(f"making a file of {contacts:,} contacts and {contacts * 10:,} activities …", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    rows.write(folder, contacts)
    env = environment.variables(path)
    first = {**env, "CRM_NOW": f"2026-11-{FIRST_DAY - 1}T09:30:00Z"}
    timing.run(Command([environment.crm, "config", "set", "currency", "EUR"], first))
    imports = {}
    for day, (kind, source) in enumerate(sources.items(), FIRST_DAY):
        at = {**env, "CRM_NOW": f"2026-11-{day}T09:30:00Z"}
        imports[kind] = timing.run(Command(reading(environment, kind, source), at))
        print(f"  {kind}: {imports[kind].cpu:.1f} s, {imports[kind].memory / 1e6:.0f} MB", flush=True)
    timing.run(Command([environment.crm, "segment", "add", "sleeping", "deals.won:1.. last:..-90d"], env))
    told = {kind: (usage.cpu, usage.memory) for kind, usage in imports.items()}
    mark.write_text(json.dumps({"print": environment.print, "imports": told}), encoding="utf-8")
    return Made(contacts, path, sources, imports)


def reading(environment: Environment, kind: str, source: Path) -> list[str]:
    """Return the command that reads a file of a kind."""
    return [environment.crm, "import", str(source), "--as", kind, "--system", SYSTEM]


def size(path: Path) -> int:
    """Return the bytes a file takes with its log."""
    parts = [path, path.with_name(f"{path.name}-wal")]
    return sum(part.stat().st_size for part in parts if part.exists())
