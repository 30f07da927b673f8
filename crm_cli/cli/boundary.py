"""The one place where errors become words and exit codes."""

from __future__ import annotations

import os
import sys

from crm_cli.core.errors import CrmError, ExitCode, Finished

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_cli.app.context import App
    from crm_cli.output import Value
    from crm_cli.output.formats import Format


def run(argv: Sequence[str], app: App | None = None, *, is_quick: bool = True) -> int:
    """Run one command line and return its exit code; nothing but SystemExit from the interpreter's end escapes.

    is_quick: answer plain reads before the tree is built; both ways say the same.
    """
    from crm_cli.app.context import App
    from crm_cli.app.hoisting import hoist

    is_debug = "--debug" in argv
    page = None
    try:
        try:
            options, rest = hoist([_text(word) for word in argv])
            if app is None:
                app = App(options=options, argv=argv)
            else:
                app.options, app.argv = options, argv
            if app.is_terminal:
                from crm_cli.app import paging

                page = paging.begin(app)
            code = _answered(rest, app, is_quick=is_quick)
            app.stdout.flush()
            return code
        finally:
            if app is not None:
                app.close()
    except CrmError as error:
        if is_debug:
            _traceback()
        _tell(error, argv, app)
        _keep_draft(app)
        return error.exit
    except KeyboardInterrupt:
        _keep_draft(app)
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        _close_pipe()
        return ExitCode.DONE
    except Exception as error:
        if is_debug:
            _traceback()
        told = _unexpected(error, app)
        _tell(told, argv, app)
        _keep_draft(app)
        return ExitCode.FILE if _is_of_file(error) else told.exit
    finally:
        if page is not None and app is not None:
            page.end()
            app.close()


def _answered(words: Sequence[str], app: App, *, is_quick: bool) -> int:
    """Answer a plain read at once; all else by the tree."""
    from crm_cli.cli import quick

    try:
        call = quick.meant(words) if is_quick else None
        if call is not None:
            return call.answer(app)
        from crm_cli.cli import tree

        return tree.run(words, app)
    except Finished:
        return ExitCode.DONE


def _text(word: str) -> str:
    """Refuse an argument that is not text in the terminal's encoding."""
    if any("\ud800" <= sign <= "\udfff" for sign in word):
        from crm_cli.core.errors import UsageError

        raise UsageError(f"`{word.encode('utf-8', 'replace').decode()}` is not readable as UTF-8 text")
    return word


def _tell(error: CrmError, argv: Sequence[str], app: App | None) -> None:
    """Say what was wrong, what is known and what to run instead; as an object too where the format has them."""
    from crm_cli.app import program
    from crm_cli.core.text import safe

    err = app.stderr if app else sys.stderr
    called = app.called if app else program.called(os.environ, sys.argv[0], sys.executable)
    db = app.options.db if app and "--db" not in error.hint else None
    hint = program.spelled(error.hint, program.on_file(called, db))
    lines = [safe(f"Error: {error.message}", multiline=True)]
    try:
        if error.candidates:
            from crm_cli.app.prompts import listed

            lines += [f"  {listed(candidate, err)}" for candidate in error.candidates]
        lines += [safe(f"hint: {each}") for each in hint.splitlines()]
        err.write("".join(line + "\n" for line in lines))
        format = _format_asked(argv)
        if format is not None and format.has_objects:
            from crm_cli.output import Column, Screen, write_one

            body: dict[str, Value] = {
                "code": error.code,
                "exit": error.exit,
                "message": error.message,
                "hint": hint or None,
                "candidates": [{"kind": c.kind, "id": c.id, "name": c.name} for c in error.candidates],
            }
            write_one((body,), [Column("error", "Error")], format, err, screen=Screen())
        err.flush()
    except BrokenPipeError:
        _close_pipe()
    except OSError:
        pass  # a full disk: the exit code says it


def _keep_draft(app: App | None) -> None:
    """Keep what somebody wrote in an editor and nothing came of, and say where."""
    if app is not None and app.draft is not None and app.step is None:
        from crm_cli.app import editor

        if place := editor.kept(app):
            app.stderr.write(f"what you wrote is kept in {place}\n")


def _format_asked(argv: Sequence[str]) -> Format | None:
    """The last format that the arguments name, though they could not be read; None where they name none."""
    from crm_cli.output.formats import format_named

    for word, value in zip(reversed(argv), ["", *reversed(argv)], strict=False):
        if word in {"-f", "--format"}:
            asked = value
        elif word.startswith("-f"):
            asked = word.removeprefix("-f")
        elif word.startswith("--format="):
            asked = word.removeprefix("--format=")
        else:
            continue
        try:
            return format_named(asked)
        except CrmError:
            continue
    return None


def _is_of_file(error: Exception) -> bool:
    if isinstance(error, UnicodeDecodeError):
        # SQLite's own words about damage may quote the damage; stdin and input files are read by `codecs`
        frames = error.__traceback__
        while frames is not None and frames.tb_next is not None:
            frames = frames.tb_next
        return frames is not None and "codecs" not in frames.tb_frame.f_code.co_filename
    import sqlite3

    if not isinstance(error, sqlite3.OperationalError | sqlite3.DatabaseError):
        return False
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return str(error).startswith("Could not decode to UTF-8")
    from crm_cli.db.words import is_unreadable

    return is_unreadable(error) or code & 0xFF not in {
        sqlite3.SQLITE_ERROR,
        sqlite3.SQLITE_CONSTRAINT,
        sqlite3.SQLITE_MISUSE,
        sqlite3.SQLITE_RANGE,
    }


def _altered(app: App) -> CrmError | None:
    """What is wrong with the schema of the file, where a trigger or view of it names what is not there."""
    from crm_cli.app import clock
    from crm_cli.core.errors import FileError
    from crm_cli.db import health

    try:
        found = health.altered(app.path, now=clock.real())
    except Exception:  # what has failed already may fail here, too
        return None
    if found is None:
        return None
    return FileError(
        f"`{app.path}`: {found.words}", hint="crm doctor --fix" if found.can_mend else "crm doctor"
    )


def _torn(app: App) -> CrmError | None:
    """Which link of the file leads nowhere, where a statement fails since one would."""
    from contextlib import closing

    from crm_cli.core.errors import FileError
    from crm_cli.db import connection, health

    try:
        with closing(connection.open_read(app.path)) as db:
            found = health.links(db)
    except Exception:  # what has failed already may fail here, too
        return None
    return FileError(f"`{app.path}`: {found.words}", hint="crm doctor") if found.state != health.OK else None


def _unexpected(error: Exception, app: App | None) -> CrmError:
    if _is_of_file(error) and app is not None:
        from crm_cli.core.errors import FileError
        from crm_cli.db.connection import translated

        if isinstance(error, UnicodeDecodeError):
            return FileError(f"`{app.path}` is damaged", hint="crm doctor")

        try:
            with translated(app.path):
                raise error
        except FileError as told:
            return told
        except Exception:  # not one of SQLite's that has words of its own
            pass
    if app is not None and str(error).startswith("no such ") and (altered := _altered(app)):
        return altered
    if app is not None and str(error).startswith("FOREIGN KEY ") and (torn := _torn(app)):
        return torn
    if isinstance(error, OSError) and error.filename is None and error.strerror:
        is_done = app is not None and app.step is not None and not app.options.dry_run
        done = "the change is made, but " if is_done else ""
        return CrmError(f"{done}the answer cannot be written: {error.strerror.lower()}")
    return CrmError(f"{type(error).__name__}: {error}", hint="run it again with --debug to see where")


def _traceback() -> None:
    import traceback

    traceback.print_exc()


def _close_pipe() -> None:
    """Let the interpreter end quietly though whoever read our output is gone."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.dup2(nowhere, sys.stderr.fileno())
    except (OSError, ValueError):
        pass
