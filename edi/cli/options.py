"""How a verb declares itself: its name, its help in both languages, its example, its options; once, in its own file.

In: functions whose first parameter is the Call and whose others are annotated with `option(...)` or `argument(...)`.
Out: commands of typer in one language. Every verb gets --root, --config, --lang and --json besides its own options.
"""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, get_args

import typer
from typer.core import TyperCommand, TyperGroup

from edi.cli.call import HERE, Common, call_of
from edi.cli.exits import DONE
from edi.cli.french import HELP, french
from edi.message import Message

Work = Callable[..., int]
NO_GROUP = Message("", "")
EXAMPLE = Message("Exemple : {line}", "Example: {line}")


@dataclass(frozen=True, slots=True)
class Word:
    """One option or argument of a verb, in both languages."""

    make: Callable[..., Any]
    names: tuple[str, ...]
    help: Message
    metavar: Message | str | None
    settings: Mapping[str, Any]

    def of(self, lang: str) -> Any:
        metavar = self.metavar.of(lang) if isinstance(self.metavar, Message) else self.metavar
        return self.make(*self.names, help=self.help.of(lang), metavar=metavar, **self.settings)


def option(*names: str, help: Message, metavar: Message | str | None = None, **settings: Any) -> Word:
    return Word(typer.Option, names, help, metavar, settings)


def argument(metavar: Message | str, help: Message) -> Word:
    return Word(typer.Argument, (), help, metavar, {})


# what several verbs share
ROOT = option(
    "--root",
    metavar="DIR",
    help=Message(
        "Le dossier de la passerelle : config/, inbox/, outbox/, state/ ; à défaut $EDI_ROOT, puis le dossier courant.",
        "The gateway's folder: config/, inbox/, outbox/, state/; else $EDI_ROOT, then the current folder.",
    ),
)
CONFIG = option(
    "--config",
    metavar="FILE",
    help=Message(
        "Fichier de réglages (défaut : DIR/config/gateway.toml).", "File of settings (DIR/config/gateway.toml if none)."
    ),
)
LANG = option(
    "--lang",
    metavar="fr|en",
    help=Message(
        "Langue des phrases ; à défaut $EDI_LANG, puis celle des réglages.",
        "Language of the sentences; else $EDI_LANG, then that of the settings.",
    ),
)
AS_JSON = option("--json", help=Message("Sortie JSON, pour un programme.", "Output as JSON, for a program."))
SETTLE = option(
    "--settle",
    min=0,
    metavar=Message("SECONDES", "SECONDS"),
    help=Message(
        "Durée sans changement avant de prendre un dépôt ; 0 si vous répondez de l'intégrité des fichiers.",
        "How long a drop must stay unchanged before it is taken; 0 if you vouch for the files.",
    ),
)
OF_PARTNER = option(
    "--partner", metavar="P", help=Message("Seulement les flux de ce partenaire.", "Only this partner's flows.")
)
DRY_RUN = option(
    "--dry-run",
    help=Message("Montre ce qui changerait, n'écrit rien.", "Shows what would change, writes nothing."),
)
COMMON: Mapping[str, Any] = {
    "as_json": (bool, AS_JSON, False),
    "lang": (str | None, LANG, None),
    "root": (Path | None, ROOT, None),
    "config": (Path | None, CONFIG, None),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """One verb. `without` names the common options it does not take."""

    name: str
    work: Work
    help: Message
    example: str
    without: frozenset[str]
    default_root: Path

    def join(self, app: typer.Typer, lang: str) -> None:
        """Makes it a command of `app`."""
        epilog = EXAMPLE.of(lang, line=self.example)
        app.command(self.name, cls=COMMANDS[lang], help=self.help.of(lang), epilog=epilog)(self._command(lang))

    def _command(self, lang: str) -> Work:
        def command(ctx: typer.Context, **values: Any) -> int:
            typed = {name: values.pop(name) for name in COMMON if name not in self.without}
            as_json = typed.pop("as_json", False)
            before = ctx.find_root().obj or Common()
            call = call_of(Common(**typed), before, as_json=as_json, default_root=self.default_root)
            return _heard(lambda: self.work(call, **values))

        command.__signature__ = inspect.Signature(list(self._parameters(lang)))  # type: ignore[attr-defined]
        command.__annotations__ = {}
        return command

    def _parameters(self, lang: str) -> Iterator[inspect.Parameter]:
        yield inspect.Parameter("ctx", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)
        own = list(inspect.signature(self.work, eval_str=True).parameters.values())
        for parameter in own[1:]:  # the first is the Call
            kind, word = get_args(parameter.annotation)
            yield _parameter(parameter.name, kind, word, parameter.default, lang)
        for name, (kind, word, default) in COMMON.items():
            if name not in self.without:
                yield _parameter(name, kind, word, default, lang)


def _heard(work: Callable[[], int]) -> int:
    """What the work ends with; where the reader of our output went away, nothing is left to say to anybody."""
    try:
        code = work()
        sys.stdout.flush()
    except BrokenPipeError:  # here, for typer ends with 1 on it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    return code


def _parameter(name: str, kind: Any, word: Word, default: Any, lang: str) -> inspect.Parameter:
    annotation = Annotated[kind, word.of(lang)]
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


@dataclass(frozen=True, slots=True)
class Verbs:
    """The verbs of one file: those of a group where it has a name, else verbs of `edi` itself."""

    group: str = ""
    help: Message = NO_GROUP
    verbs: list[Verb] = field(default_factory=list)

    def add(
        self,
        name: str,
        help: Message,
        *,
        example: str,
        without: tuple[str, ...] = (),
        default_root: Path = HERE,
    ) -> Callable[[Work], Work]:
        def added(work: Work) -> Work:
            self.verbs.append(
                Verb(
                    name=name,
                    work=work,
                    help=help,
                    example=example,
                    without=frozenset(without),
                    default_root=default_root,
                )
            )
            return work

        return added

    def join(self, app: typer.Typer, lang: str) -> None:
        """Makes them commands of `app`, or of a group of it."""
        if self.group:
            inner = typer.Typer(cls=GROUPS[lang], no_args_is_help=True, help=self.help.of(lang))
            app.add_typer(inner, name=self.group)
            app = inner
        for verb in self.verbs:
            verb.join(app, lang)


class FrenchCommand(TyperCommand):
    """One verb; its help has French headings."""

    def get_help(self, ctx: Any) -> str:
        return french(super().get_help(ctx), HELP)


class FrenchGroup(TyperGroup):
    """A group of verbs, as a FrenchCommand."""

    def get_help(self, ctx: Any) -> str:
        return french(super().get_help(ctx), HELP)


COMMANDS: Mapping[str, type[TyperCommand]] = {"fr": FrenchCommand, "en": TyperCommand}
GROUPS: Mapping[str, type[TyperGroup]] = {"fr": FrenchGroup, "en": TyperGroup}


def application(lang: str, help: Message) -> typer.Typer:
    """`edi` itself, without a verb yet."""
    return typer.Typer(
        cls=GROUPS[lang],
        no_args_is_help=True,
        name="edi",
        help=help.of(lang),
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def before_the_verb(app: typer.Typer, lang: str, first: Callable[[bool], None]) -> None:
    """Gives `edi` the options that stand before a verb; `first` is told whether --version was asked for."""

    def top(ctx: typer.Context, version: bool, **typed: Any) -> None:
        first(version)
        ctx.obj = Common(**typed)

    version = option("--version", help=Message("La version, puis rien d'autre.", "The version and nothing else."))
    parameters = [inspect.Parameter("ctx", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)]
    parameters.append(_parameter("version", bool, version, False, lang))
    parameters += [
        _parameter(name, kind, word, default, lang)
        for name, (kind, word, default) in COMMON.items()
        if name != "as_json"
    ]
    top.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    top.__annotations__ = {}
    app.callback(invoke_without_command=True)(top)
