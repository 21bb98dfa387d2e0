"""The words of `edi doctor`, in French and English."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the terminal says of each thing looked at, in one language. `fit` and `unfit` are the last line."""

    fine: str
    problem: str
    fit: str
    unfit: str
    program: str
    settings: str
    tables: str
    directory: str
    marches: str
    rules: str
    waiver: str
    schemas: str
    folders: str
    ledger: str
    partners: str
    app_code: str
    tables_said: str
    directory_said: str
    imported: str
    shipped: str
    fiches: tuple[str, str]
    rules_said: str
    every_partner: str
    off: str
    until: str
    ended: str
    no_partner: str
    flows: tuple[str, str]
    no_ledger: str
    ledger_lost: str
    ledger_older: str
    ledger_damaged: str
    ledger_closed: str
    no_root: str
    missing: str
    no_folder: str
    not_allowed: str
    not_readable: str
    unreadable: str
    other_disk: str


FR = Words(
    fine="ok",
    problem="PROBLÈME",
    fit="La passerelle peut démarrer.",
    unfit="La passerelle ne démarrera pas, ou mal, ainsi.",
    program="programme",
    settings="réglages",
    tables="tables",
    directory="annuaire",
    marches="marchés",
    rules="règles",
    waiver="dérogation",
    schemas="schémas",
    folders="dossiers",
    ledger="registre",
    partners="partenaires",
    app_code="{config} ; code application {code}",
    tables_said="{cadres} cadres, {cells} cases de matrice, {interfaces} interfaces",
    directory_said="{structures} structures, {services} services ({origin})",
    imported="importé",
    shipped="livré seul ; « edi structure import » importe le vôtre",
    fiches=("fiche d'identité", "fiches d'identité"),
    rules_said="{count} règles : {package} {version}, {sha256}",
    every_partner="tous les partenaires",
    off="éteinte",
    until="{rule} ({weight}), {whom} : jusqu'au {day} ; {reason}",
    ended="{rule} ({weight}), {whom} : finie le {day}, n'est plus suivie ; {reason}",
    no_partner="aucun ; « edi partner add » en déclare",
    flows=("flux", "flux"),
    no_ledger="pas encore ; « edi run » le crée au premier passage",
    ledger_lost="{ledger} : ce registre manque, alors que des flux sont déjà traités ({lost}, jusqu'à {last}). "
    "« edi run » ne prendra rien : restaurez-le depuis une sauvegarde.",
    ledger_older="{ledger} : des flux déjà traités lui sont inconnus ({lost}, jusqu'à {last}) : c'est une copie plus "
    "ancienne ou un registre neuf. « edi run » ne prendra rien : restaurez une copie plus récente.",
    ledger_damaged="{ledger} : il est endommagé ({what}) ; restaurez-le depuis une sauvegarde. Les originaux sont tous "
    "dans state/.",
    ledger_closed="{ledger} : la passerelle ne peut pas le lire et y écrire ; rendez-le à son compte (chown, chmod).",
    no_root="{folder} : ce dossier n'existe pas ; corrigez --root.",
    missing="{folder} : ce dossier n'existe pas ; créez-le (mkdir), au compte de la passerelle.",
    no_folder="{folder} : ce n'est pas un dossier ; déplacez ce fichier, puis créez le dossier.",
    not_allowed="{folder} : la passerelle ne peut pas le lire et y écrire ; rendez-le à son compte (chown, chmod).",
    not_readable="{folder} : la passerelle ne peut pas le lire ; ouvrez-le à son compte (chmod).",
    unreadable="{folder} : lecture impossible ({what}) ; rendez-le au compte de la passerelle.",
    other_disk="{folder} : sur un autre système de fichiers que {home} ; réunissez-les.",
)
EN = Words(
    fine="ok",
    problem="PROBLEM",
    fit="The gateway may start.",
    unfit="The gateway will not start like this, or not work well.",
    program="program",
    settings="settings",
    tables="tables",
    directory="directory",
    marches="marchés",
    rules="rules",
    waiver="waiver",
    schemas="schemas",
    folders="folders",
    ledger="ledger",
    partners="partners",
    app_code="{config}; application code {code}",
    tables_said="{cadres} cadres, {cells} cells of the matrix, {interfaces} interfaces",
    directory_said="{structures} structures, {services} services ({origin})",
    imported="imported",
    shipped="the shipped one alone; `edi structure import` imports yours",
    fiches=("fiche d'identité", "fiches d'identité"),
    rules_said="{count} rules: {package} {version}, {sha256}",
    every_partner="every partner",
    off="off",
    until="{rule} ({weight}), {whom}: until {day}; {reason}",
    ended="{rule} ({weight}), {whom}: ended on {day}, no longer followed; {reason}",
    no_partner="none; `edi partner add` declares one",
    flows=("flow", "flows"),
    no_ledger="none yet; `edi run` makes it on its first sweep",
    ledger_lost="{ledger}: this ledger is missing, yet flows were answered already ({lost}, up to {last}). `edi run` "
    "will take nothing: restore it from a backup.",
    ledger_older="{ledger}: flows that were answered already are unknown to it ({lost}, up to {last}): it is an older "
    "copy or a new ledger. `edi run` will take nothing: restore a later copy.",
    ledger_damaged="{ledger}: it is damaged ({what}); restore it from a backup. The originals are all in state/.",
    ledger_closed="{ledger}: the gateway cannot read and write it; give it to its account (chown, chmod).",
    no_root="{folder}: this folder does not exist; mend --root.",
    missing="{folder}: this folder does not exist; make it (mkdir), owned by the gateway's account.",
    no_folder="{folder}: this is no folder; move that file away, then make the folder.",
    not_allowed="{folder}: the gateway cannot read and write it; give it to its account (chown, chmod).",
    not_readable="{folder}: the gateway cannot read it; open it to its account (chmod).",
    unreadable="{folder}: it cannot be read ({what}); give it to the gateway's account.",
    other_disk="{folder}: on another file system than {home}; bring them together.",
)


def words(lang: str) -> Words:
    return EN if lang == "en" else FR
