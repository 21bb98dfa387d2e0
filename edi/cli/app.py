"""The `edi` command: the one list of verbs, each a file in edi/cli/verbs; errors become exit codes, never tracebacks.

The exit codes and the verbs that end with them stand in edi/cli/exits.py.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

import typer

from edi import __version__
from edi.cli.call import language, verb_of
from edi.cli.exits import DONE, FAILURE, INTERRUPTED
from edi.cli.french import french
from edi.cli.options import application, before_the_verb
from edi.cli.speak import warn
from edi.errors import GatewayError
from edi.message import Message

# the files of edi/cli/verbs, in the order of the help; those of several verbs are groups
VERBS = (
    "run", "check", "matrix", "rules", "explain", "flows", "show", "verify", "doctor", "watch", "transfer", "health",
    "reprocess", "resend", "purge", "demo", "partner", "hold", "structure", "marche",
)  # fmt: skip
WHAT = Message(
    "Passerelle EDI devant Chorus Pro : reçoit les flux de factures, les juge, rend les statuts CPPStatut.",
    "EDI gateway before Chorus Pro: takes flows of invoices, judges them, answers with CPPStatut statuses.",
)
UNEXPECTED = Message(
    "défaillance de la passerelle ({what}). Rien n'est perdu : ce qui est pris reste dans state/ et reprend "
    "au prochain lancement. Relancez avec EDI_TRACEBACK=1 pour le détail.",
    "the gateway failed ({what}). Nothing is lost: what was taken stays in state/ and goes on at the next start. "
    "Start again with EDI_TRACEBACK=1 for the detail.",
)
ON_A_FILE = Message("{file} : {what}", "{file}: {what}")


def command_line(lang: str, verb: str = "") -> typer.Typer:
    """The whole command, in one language; of one verb alone where it is known which is asked for."""
    app = application(lang, WHAT)
    before_the_verb(app, lang, _version)
    for name in (verb,) if verb in VERBS else VERBS:
        import_module(f"edi.cli.verbs.{name}").VERBS.join(app, lang)
    return app


def _version(asked: bool) -> None:
    if asked:
        print(__version__)
        raise typer.Exit


def main() -> None:
    """The console script: runs a verb and exits with its code."""
    lang = language(sys.argv[1:])
    code = _ended(lambda: command_line(lang, verb_of(sys.argv[1:]))(standalone_mode=False), lang)
    sys.exit(code if isinstance(code, int) else DONE)


def _ended(work: Callable[[], Any], lang: str) -> Any:
    """What the work ends with, or the exit code of its failure."""
    try:
        return work()
    except typer.Exit as done:
        return done.exit_code
    except (typer.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except GatewayError as failure:
        warn(failure.of(lang), lang)
        return failure.exit_code
    except Exception as failure:
        # a usage error knows how to show itself; its class moved between typer's releases, its two members did not
        if hasattr(failure, "show") and hasattr(failure, "exit_code"):
            _show(failure, lang)
            return failure.exit_code
        return _unexpected(failure, lang)


def _show(failure: Any, lang: str) -> None:
    """A wrong command line in the words of the person who typed it."""
    shown = io.StringIO()
    with contextlib.redirect_stderr(shown):
        failure.show()
    text = shown.getvalue()
    print(text if lang == "en" else french(text), end="", file=sys.stderr)


def _unexpected(failure: Exception, lang: str) -> int:
    """A failure nobody foresaw: one sentence for the person, the traceback only on request."""
    if os.environ.get("EDI_TRACEBACK"):
        raise failure
    what: Message | str = repr(failure)
    if isinstance(failure, OSError):
        what = ON_A_FILE.filled(file=failure.filename or "", what=failure.strerror)
    warn(UNEXPECTED.filled(what=what), lang)
    return FAILURE


if __name__ == "__main__":
    main()
