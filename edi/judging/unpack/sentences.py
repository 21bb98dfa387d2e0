"""What can be wrong with a drop as a container: its kind, its size, the names and the nature of what it holds.

FATAL here means the whole flow is irrecevable. `{why_fr}` and `{why_en}` are filled from one of the reasons below.
"""

from __future__ import annotations

from edi.message import Message
from edi.model.finding import Finding, Severity
from edi.model.limits import MIB
from edi.words.sentence import Spec

# the precise reason inside a more general sentence
KIND = Message("ce format de compression n'est pas accepté", "this compression format is not accepted")
ENCRYPTED = Message("l'archive est protégée par un mot de passe", "the archive is protected by a password")
METHOD = Message("cette méthode de compression zip n'est pas acceptée", "this zip compression method is not accepted")
SPLIT = Message("l'archive est découpée en plusieurs morceaux", "the archive is split into several pieces")

CUT = Message(
    "il s'arrête avant sa fin, comme après un envoi interrompu", "it stops before its end, as after a broken upload"
)
TRAILING = Message("des données suivent la fin de l'archive", "there is data after the end of the archive")
TORN = Message("ses données ne peuvent pas être décompressées", "its data cannot be expanded")
HEADER = Message("un en-tête de l'archive est illisible", "a header of the archive cannot be read")
OVERLAP = Message("des fichiers de l'archive se chevauchent", "files of the archive overlap")
COUNT = Message(
    "la table de l'archive ne dit pas son vrai contenu", "the archive's table does not tell its true content"
)
CHECKSUM = Message("un contrôle d'intégrité est faux", "an integrity check is wrong")

NAME_EMPTY = Message("il est vide", "it is empty")
NAME_LONG = Message("il dépasse 255 octets", "it is longer than 255 bytes")
NAME_ENCODING = Message("il n'est pas écrit en UTF-8", "it is not written in UTF-8")
NAME_CONTROL = Message(
    "il contient un caractère de contrôle ou un saut de ligne", "it holds a control character or a new line"
)
NAME_ABSOLUTE = Message("il désigne un emplacement absolu", "it names an absolute place")
NAME_PARENT = Message("il sort de l'archive par « .. »", "it leaves the archive through “..”")
NAME_FOLDER = Message("c'est un nom de dossier, mais il a un contenu", "it is the name of a folder, yet it has content")

UNSUPPORTED = Spec(
    code="UNPACK-UNSUPPORTED",
    severity=Severity.FATAL,
    rule="IRR_EXTRAC",
    fr="Le fichier déposé ne peut pas être ouvert : {why_fr} ({value}).",
    en="The dropped file cannot be opened: {why_en} ({value}).",
    hint_fr="Déposez une archive tar.gz ordinaire, ou un seul fichier XML ou PDF sans compression.",
    hint_en="Drop an ordinary tar.gz archive, or a single XML or PDF file without compression.",
)
DAMAGED = Spec(
    code="UNPACK-DAMAGED",
    severity=Severity.FATAL,
    rule="IRR_EXTRAC",
    fr="Le fichier déposé est endommagé : {why_fr}. Aucune de ses factures n'a été prise.",
    en="The dropped file is damaged: {why_en}. None of its invoices was taken.",
    hint_fr="Refaites l'archive, vérifiez que l'envoi s'achève, puis déposez-la sous un nouveau numéro de flux.",
    hint_en="Make the archive again, check that the upload runs to its end, and drop it under a new flow number.",
)
TOO_LARGE = Spec(
    code="UNPACK-TOO-LARGE",
    severity=Severity.FATAL,
    rule="IRR_TAILLE",
    fr="Une fois décompressée, l'archive dépasse la limite de {limit} Mo.",
    en="Once expanded, the archive is larger than the limit of {limit} MB.",
    hint_fr="Répartissez les factures sur plusieurs flux.",
    hint_en="Spread the invoices over several flows.",
)
RATIO = Spec(
    code="UNPACK-RATIO",
    severity=Severity.FATAL,
    rule="IRR_TAILLE",
    fr="L'archive se décompresse en plus de {limit} fois sa taille : cela ne ressemble pas à des factures.",
    en="The archive expands to more than {limit} times its size: that does not look like invoices.",
    hint_fr="Vérifiez le contenu de l'archive : elle ne doit contenir que des factures et leurs signatures.",
    hint_en="Check what the archive holds: it must hold nothing but invoices and their signatures.",
)
MEMBER_TOO_LARGE = Spec(
    code="UNPACK-MEMBER-TOO-LARGE",
    severity=Severity.FATAL,
    rule="IRR_TAILLE_F",
    fr="Un fichier du flux dépasse la limite de {limit} Mo par fichier (au moins {value} octets).",
    en="A file of the flow is larger than the limit of {limit} MB a file (at least {value} bytes).",
    hint_fr="Allégez les pièces jointes de cette facture, ou déposez-les sur le portail.",
    hint_en="Make the attachments of this invoice lighter, or deposit them on the portal.",
)
NOT_A_FILE = Spec(
    code="UNPACK-NOT-A-FILE",
    severity=Severity.FATAL,
    rule="IRR_TYPE_F",
    fr="L'archive contient « {value} », qui n'est pas un fichier ordinaire (lien, fichier spécial ou fichier creux).",
    en="The archive holds “{value}”, which is not an ordinary file (a link, a special file or a sparse file).",
    hint_fr="Refaites l'archive avec les fichiers eux-mêmes, sans lien ni fichier spécial.",
    hint_en="Make the archive again with the files themselves, without links or special files.",
)
BAD_NAME = Spec(
    code="UNPACK-BAD-NAME",
    severity=Severity.FATAL,
    rule="IRR_NOM_F",
    fr="Le nom de fichier « {value} » est refusé dans une archive : {why_fr}.",
    en="The file name “{value}” is refused inside an archive: {why_en}.",
    hint_fr="Renommez le fichier avec un nom simple, par exemple « facture-0001.xml », et refaites l'archive.",
    hint_en="Give the file a plain name, such as “facture-0001.xml”, and make the archive again.",
)
DUPLICATE_NAME = Spec(
    code="UNPACK-DUPLICATE-NAME",
    severity=Severity.FATAL,
    rule="IRR_NOM_F",
    fr="L'archive contient deux fois le nom « {value} » (majuscules et minuscules confondues).",
    en="The archive holds the name “{value}” twice (upper and lower case count as the same).",
    hint_fr="Donnez à chaque fichier un nom différent et refaites l'archive.",
    hint_en="Give each file a name of its own and make the archive again.",
)
NESTED = Spec(
    code="UNPACK-NESTED",
    severity=Severity.FATAL,
    rule="IRR_EXTRAC",
    fr="Le flux contient une archive dans une archive ({value}).",
    en="The flow holds an archive inside an archive ({value}).",
    hint_fr="Mettez les factures elles-mêmes dans une seule archive tar.gz.",
    hint_en="Put the invoices themselves into one single tar.gz archive.",
)
TOO_MANY_ENTRIES = Spec(
    code="UNPACK-TOO-MANY-ENTRIES",
    severity=Severity.FATAL,
    rule="IRR_TAILLE",
    fr="L'archive contient plus de {limit} fichiers ou plus de {limit} dossiers.",
    en="The archive holds more than {limit} files or more than {limit} folders.",
    hint_fr="Répartissez les factures sur plusieurs flux ; l'archive ne doit contenir que factures et signatures.",
    hint_en="Spread the invoices over several flows, and put nothing but invoices and their signatures in the archive.",
)
TOO_MANY_DOCUMENTS = Spec(
    code="UNPACK-TOO-MANY",
    severity=Severity.FATAL,
    rule="IRR_TAILLE",
    fr="Le flux contient {found} factures ; la limite est de {limit} par flux.",
    en="The flow holds {found} invoices; the limit is {limit} a flow.",
    hint_fr="Répartissez les factures sur plusieurs flux.",
    hint_en="Spread the invoices over several flows.",
)
NOTHING_INSIDE = Spec(
    code="UNPACK-NOTHING-INSIDE",
    severity=Severity.FATAL,
    rule="IRR_VIDE",
    fr="Le flux ne contient aucun fichier.",
    en="The flow holds no file at all.",
    hint_fr="Vérifiez l'extraction dans votre logiciel de facturation, puis déposez le flux avec ses factures.",
    hint_en="Check the export of your invoicing software, then drop the flow with its invoices.",
)
EMPTY_MEMBER = Spec(
    code="UNPACK-EMPTY-MEMBER",
    severity=Severity.ERROR,
    rule="IRR_VIDE_F",
    fr="Le fichier « {value} » est vide.",
    en="The file “{value}” is empty.",
    hint_fr="Produisez à nouveau cette facture et déposez-la dans un nouveau flux.",
    hint_en="Produce this invoice again and drop it in a new flow.",
)
LITTER = Spec(
    code="UNPACK-LITTER",
    severity=Severity.INFO,
    rule="FLUX",
    fr="Le fichier « {value} » a été ajouté par le système du poste ; il n'est pas lu.",
    en="The file “{value}” was added by the computer's system; it is not read.",
    hint_fr="Rien à faire. Sous macOS, COPYFILE_DISABLE=1 devant tar évite ces fichiers.",
    hint_en="Nothing to do. On macOS, COPYFILE_DISABLE=1 before tar keeps these files out.",
)
COMPANION = Spec(
    code="UNPACK-COMPANION",
    severity=Severity.INFO,
    rule="FLUX",
    fr="Ce fichier accompagne les factures ({value}) : il est reconnu, il n'est pas jugé.",
    en="This file goes with the invoices ({value}): it is recognised, it is not judged.",
    hint_fr="Rien à faire.",
    hint_en="Nothing to do.",
)


def because(spec: Spec, why: Message, *, value: str | None = None, member: str | None = None) -> Finding:
    return spec.at(value=value, member=member, why=why)


def damaged(why: Message, member: str | None = None) -> Finding:
    return because(DAMAGED, why, member=member)


def oversized(found: int, limit: int, member: str | None = None) -> Finding:
    """`found` and `limit` in bytes; a file whose end was not awaited is at least `found` long."""
    return MEMBER_TOO_LARGE.at(value=str(found), member=member, limit=mega(limit))


def mega(count: int) -> str:
    """Bytes as millions of them (binary), without needless decimals: "120", "0.5"."""
    return f"{count / MIB:.3f}".rstrip("0").rstrip(".")
