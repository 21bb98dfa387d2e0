"""What can be wrong with a flow before its documents: its name, its interface, its size, its having come before."""

from __future__ import annotations

from edi.findings.spec import Spec
from edi.flow import Severity

NAME = Spec(
    code="ENV-NAME",
    severity=Severity.FATAL,
    rule="IRR_FORM",
    fr="Le nom de fichier « {value} » n'est pas un nom de flux Chorus Pro : {why_fr}.",
    en="The file name “{value}” is not a Chorus Pro flow name: {why_en}.",
    hint_fr="Nommez le fichier interface_codeapplication_identifiant, par exemple {example} : code interface "
    "(8 caractères), votre code application (6), puis l'identifiant de flux (ce même code et 19 chiffres ou "
    "majuscules).",
    hint_en="Name the file interface_applicationcode_flowid, for example {example}: interface code (8 characters), "
    "your application code (6), then the flow id (that same code and 19 digits or capitals).",
)
# Which part of the name is wrong; `part` is one of PARTS, `text` what stands there.
Words = tuple[str, str]  # French, English
PARTS: dict[str, Words] = {
    "interface": ("le code interface « {text} »", "the interface code “{text}”"),
    "app_code": ("le code application « {text} »", "the application code “{text}”"),
    "flow_id": ("l'identifiant de flux « {text} »", "the flow id “{text}”"),
}
NOT_THREE: Words = (
    "il y faut 3 parties séparées par « _ », non {found}",
    "it needs 3 parts separated by “_”, not {found}",
)
LENGTH: Words = (
    "{part} doit avoir {wanted} caractères, non {found}",
    "{part} must have {wanted} characters, not {found}",
)
LOWER_CASE: Words = ("{part} n'est pas en majuscules", "{part} is not in capitals")
FORM: dict[str, Words] = {
    "interface": (
        "{part} n'est pas fait de 3 majuscules, 4 chiffres et un A",
        "{part} is not 3 capitals, 4 digits, an A",
    ),
    "app_code": ("{part} contient un autre signe que A-Z et 0-9", "{part} holds a sign other than A-Z and 0-9"),
    "flow_id": ("{part} contient un autre signe que A-Z et 0-9", "{part} holds a sign other than A-Z and 0-9"),
}
EXTENSION: Words = (
    "ce qui suit l'identifiant (« {text} ») n'est pas une extension de 16 lettres et chiffres au plus",
    "what follows the id (“{text}”) is not an extension of 16 letters and digits at most",
)
FLOW_ID = Spec(
    code="ENV-FLOW-ID",
    severity=Severity.FATAL,
    rule="IRR_FORM",
    fr="L'identifiant de flux « {value} » ne commence pas par le code application {app_code} annoncé dans le nom.",
    en="The flow id “{value}” does not begin with the application code {app_code} the name announces.",
    hint_fr="Faites commencer les 25 caractères de l'identifiant par {app_code}.",
    hint_en="Make the 25 characters of the id begin with {app_code}.",
)
INTERFACE_UNKNOWN = Spec(
    code="ENV-INTERFACE-UNKNOWN",
    severity=Severity.FATAL,
    rule="IRR_CODE_INTER",
    fr="Le code interface « {value} » n'existe pas dans la table des interfaces.",
    en="The interface code “{value}” is not in the table of interfaces.",
    hint_fr="Utilisez l'un des codes reçus : {known}.",
    hint_en="Use one of the codes taken here: {known}.",
)
INTERFACE_WITHDRAWN = Spec(
    code="ENV-INTERFACE-WITHDRAWN",
    severity=Severity.FATAL,
    rule="IRR_CODE_INTER",
    fr="L'interface {value} ({label}) a été retirée de l'offre Chorus Pro.",
    en="The interface {value} ({label}) has been withdrawn from Chorus Pro.",
    hint_fr="Déposez la facture en UBL, en CII ou en Factur-X : {known}.",
    hint_en="Deposit the invoice as UBL, CII or Factur-X: {known}.",
)
INTERFACE_UNSUPPORTED = Spec(
    code="ENV-INTERFACE-UNSUPPORTED",
    severity=Severity.FATAL,
    rule="IRR_CODE_INTER",
    fr="L'interface {value} ({label}) n'est pas reçue par cette passerelle : elle n'en a pas le schéma.",
    en="The interface {value} ({label}) is not taken by this gateway: it has no schema for it.",
    hint_fr="Déposez la facture par l'une des interfaces reçues : {known}.",
    hint_en="Deposit the invoice through one of the interfaces taken here: {known}.",
)
APP_CODE = Spec(
    code="ENV-APP-CODE",
    severity=Severity.FATAL,
    rule="IRR_CODE_APP",
    fr="Le code application « {value} » du nom de fichier n'est pas le vôtre ({app_code}).",
    en="The application code “{value}” in the file name is not yours ({app_code}).",
    hint_fr="Renommez le fichier avec votre code {app_code}, ou déposez-le dans le dossier du partenaire {value}.",
    hint_en="Rename the file with your code {app_code}, or drop it in the folder of partner {value}.",
)
INTERFACE_DIGITS = Spec(
    code="ENV-INTERFACE-DIGITS",
    severity=Severity.INFO,
    rule="IRR_FORM",
    fr="L'identifiant de flux ne reprend pas les chiffres {digits} de l'interface aux caractères 7 à 10 (lu : "
    "{value}).",
    en="The flow id does not repeat the interface's digits {digits} at characters 7 to 10 (found: {value}).",
    hint_fr="C'est un usage recommandé par Chorus Pro, non une obligation : rien à corriger pour ce flux.",
    hint_en="Chorus Pro recommends it and does not require it: nothing to mend for this flow.",
)
NOT_UNIQUE = Spec(
    code="ENV-NOT-UNIQUE",
    severity=Severity.FATAL,
    rule="IRR_UNCITE",
    fr="L'identifiant de flux « {value} » a déjà été reçu le {at}, avec un autre contenu (fichier {first}).",
    en="The flow id “{value}” was already received on {at}, with other content (file {first}).",
    hint_fr="Donnez à ce flux un nouvel identifiant et déposez-le de nouveau ; le premier flux garde son statut.",
    hint_en="Give this flow a new id and drop it again; the first flow keeps its status.",
)
EMPTY = Spec(
    code="PICKUP-EMPTY",
    severity=Severity.FATAL,
    rule="IRR_VIDE",
    fr="Le fichier est vide (0 octet).",
    en="The file is empty (0 bytes).",
    hint_fr="L'envoi a sans doute été interrompu : déposez de nouveau le fichier, entier.",
    hint_en="The upload was probably cut: drop the file again, whole.",
)
TOO_LARGE = Spec(
    code="PICKUP-TOO-LARGE",
    severity=Severity.FATAL,
    rule="IRR_TAILLE",
    fr="Le fichier dépasse la taille permise pour un flux : {value}, pour {limit} au plus.",
    en="The file is larger than a flow may be: {value}, {limit} at most.",
    hint_fr="Répartissez les factures en plusieurs flux.",
    hint_en="Spread the invoices over several flows.",
)
REPEAT = Spec(
    code="FLOW-REPEAT",
    severity=Severity.INFO,
    rule="FLUX",
    fr="Ce flux est la répétition exacte du flux {value} reçu le {at} : la première réponse est rendue de nouveau.",
    en="This flow repeats flow {value} of {at} exactly: the first answer is given again.",
    hint_fr="Rien à faire : aucune facture n'a été intégrée une seconde fois.",
    hint_en="Nothing to do: no invoice was integrated a second time.",
)
UNDER_EXAMINATION = Spec(
    code="FLOW-UNDER-EXAMINATION",
    severity=Severity.INFO,
    rule="FLUX",
    fr="Le flux a été reçu ; la passerelle n'a pas pu le juger et un opérateur l'examine.",
    en="The flow was received; the gateway could not judge it and an operator is looking at it.",
    hint_fr="Ne le déposez pas de nouveau : une réponse suivra.",
    hint_en="Do not drop it again: an answer will follow.",
)
