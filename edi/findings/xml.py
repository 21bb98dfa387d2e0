"""What can be wrong with a file as XML, and with an XML document against its schema.

In: the facts given by edi.safexml and edi.explain_xsd.  Out: Findings. All of this is the sender's to mend; a schema
that cannot be loaded is ours and is never here.
"""

from __future__ import annotations

from typing import Any

from edi.findings.spec import Spec
from edi.flow import Severity

THIS_FILE: dict[str, Any] = {"file_fr": "Ce fichier", "file_en": "This file"}
NOT_XML = Spec(
    code="IDENTIFY-NOT-XML",
    severity=Severity.FATAL,
    rule="IRR_TYPE_F",
    fr="{file_fr} n'est pas du XML : il s'agit {looks_fr}.",
    en="{file_en} is not XML: it is {looks_en}.",
    hint_fr="Déposez la facture elle-même, au format UBL, CII ou Factur-X. Vérifiez l'export de votre logiciel.",
    hint_en="Drop the invoice itself, as UBL, CII or Factur-X. Check the export of your software.",
)
HTML = Spec(
    code="IDENTIFY-HTML",
    severity=Severity.FATAL,
    rule="IRR_TYPE_F",
    fr="{file_fr} est une page web (HTML), pas une facture.",
    en="{file_en} is a web page (HTML), not an invoice.",
    hint_fr="Il s'agit souvent d'une page d'erreur ou de connexion enregistrée à la place de la facture : "
    "ouvrez-la dans un navigateur, puis refaites l'export.",
    hint_en="It is often an error or login page saved in place of the invoice: open it, then export again.",
)
ENCODING = Spec(
    code="XML-ENCODING",
    severity=Severity.FATAL,
    rule="IRR_SYNTAX",
    fr="Le document est encodé en « {value} », que la plateforme ne lit pas.",
    en="The document is encoded in “{value}”, which the platform does not read.",
    hint_fr='Réenregistrez-le en UTF-8 et écrivez encoding="UTF-8" dans sa première ligne.',
    hint_en='Save it again as UTF-8 and write encoding="UTF-8" in its first line.',
)
ENCODING_MISMATCH = Spec(
    code="XML-ENCODING-MISMATCH",
    severity=Severity.FATAL,
    rule="IRR_SYNTAX",
    fr="Le document s'annonce en « {value} » alors qu'il est écrit en {actual}.",
    en="The document announces “{value}” but is written in {actual}.",
    hint_fr="Accordez les deux ; le plus simple est d'enregistrer en UTF-8 et d'annoncer encoding=\"UTF-8\".",
    hint_en='Make the two agree; the simplest is to save as UTF-8 and to announce encoding="UTF-8".',
)
DOCTYPE = Spec(
    code="XML-DOCTYPE",
    severity=Severity.FATAL,
    rule="IRR_SYNTAX",
    fr="Le document contient une déclaration DOCTYPE, qui est interdite pour des raisons de sécurité.",
    en="The document holds a DOCTYPE declaration, which is forbidden for security reasons.",
    hint_fr="Retirez la ligne <!DOCTYPE …> et toute déclaration d'entité : une facture n'en a pas besoin.",
    hint_en="Remove the <!DOCTYPE …> line and any entity declaration: an invoice needs none.",
)
TOO_DEEP = Spec(
    code="XML-TOO-DEEP",
    severity=Severity.FATAL,
    rule="IRR_SYNTAX",
    fr="Les éléments du document sont imbriqués sur plus de {limit} niveaux.",
    en="The elements of the document are nested more than {limit} levels deep.",
    hint_fr="Une facture n'en compte jamais autant : corrigez le programme qui a produit ce fichier.",
    hint_en="An invoice never has that many: mend the program that made this file.",
)
TOO_LARGE = Spec(
    code="XML-TOO-LARGE",
    severity=Severity.FATAL,
    rule="IRR_SYNTAX",
    fr="Le document compte {found} balises et attributs ; la passerelle en lit {limit} au plus.",
    en="The document has {found} tags and attributes; the gateway reads {limit} at most.",
    hint_fr="Répartissez les lignes sur plusieurs factures ou donnez le détail en pièce jointe ; si la facture est "
    "ordinaire, corrigez le programme qui a produit ce fichier.",
    hint_en="Spread the lines over several invoices or attach the detail; if the invoice is an ordinary one, mend the "
    "program that made this file.",
)
NOT_WELL_FORMED = Spec(
    code="XML-NOT-WELL-FORMED",
    severity=Severity.FATAL,
    rule="IRR_SYNTAX",
    fr="{file_fr} n'est pas du XML lisible, ligne {row}, colonne {column} : {reason_fr}.",
    en="{file_en} is not XML that can be read, line {row}, column {column}: {reason_en}.",
    hint_fr="Corrigez cet endroit, ou refaites l'export et l'envoi, puis déposez le fichier sous un nouveau nom.",
    hint_en="Mend the place shown, or export and send the file again, then drop it under a new name.",
)


def _xsd(code: str, fr: str, en: str, hint_fr: str, hint_en: str) -> Spec:
    return Spec(code=code, severity=Severity.ERROR, rule="XSD", fr=fr, en=en, hint_fr=hint_fr, hint_en=hint_en)


XSD_ROOT = _xsd(
    "XSD-ROOT",
    "L'élément racine « {value} » n'est pas celui que le schéma attend, « {expected} », ou n'est pas dans "
    "l'espace de noms « {namespace} ».",
    "The root element “{value}” is not the one the schema expects, “{expected}”, or is not in the namespace "
    "“{namespace}”.",
    "Vérifiez le nom de la racine et son espace de noms (xmlns), ou déposez le fichier dans l'interface de son format.",
    "Check the name of the root and its namespace (xmlns), or drop the file to the interface of its format.",
)
XSD_UNEXPECTED = _xsd(
    "XSD-UNEXPECTED",
    "Dans « {parent} », {problem_fr}.",
    "In “{parent}”, {problem_en}.",
    "{remedy_fr} ; le schéma fixe l'ordre des éléments et leur espace de noms.",
    "{remedy_en}; the schema fixes the order of elements and their namespace.",
)
XSD_NOTHING_MORE = _xsd(
    "XSD-NOTHING-MORE",
    "Dans « {parent} », l'élément « {value} » est de trop : le schéma n'attend plus rien à cet endroit.",
    "In “{parent}”, the element “{value}” is one too many: the schema expects nothing more there.",
    "Retirez « {value} », ou déplacez-le à l'endroit prévu par le schéma (une répétition est parfois interdite).",
    "Remove “{value}”, or move it where the schema has a place for it (a repetition is sometimes not allowed).",
)
XSD_MISSING = _xsd(
    "XSD-MISSING",
    "Il manque un élément dans « {value} » ; le schéma attend : {expected}.",
    "An element is missing in “{value}”; the schema expects: {expected}.",
    "Ajoutez l'élément attendu à la fin de « {value} »{otherwise_fr}.",
    "Add the expected element at the end of “{value}”{otherwise_en}.",
)
XSD_CONTENT = _xsd(
    "XSD-CONTENT",
    "L'élément « {element} » contient ce qu'il ne peut pas contenir : {found_fr} ; le schéma y attend {expected_fr}.",
    "The element “{element}” holds what it cannot hold: {found_en}; the schema expects {expected_en} there.",
    "Retirez ce contenu, ou placez-le dans l'élément prévu.",
    "Remove that content, or put it in the element meant for it.",
)
XSD_VALUE = _xsd(
    "XSD-VALUE",
    "La valeur de « {element} » {problem_fr}.",
    "The value of “{element}” {problem_en}.",
    "Corrigez la valeur : {remedy_fr}.",
    "Correct the value: {remedy_en}.",
)
XSD_ENUMERATION = _xsd(
    "XSD-ENUMERATION",
    "La valeur « {value} » de « {element} » n'est pas dans la liste permise : {expected}.",
    "The value “{value}” of “{element}” is not in the allowed list: {expected}.",
    "Choisissez une valeur de la liste, écrite exactement ainsi (majuscules comprises).",
    "Choose a value of the list, written exactly so (capitals included).",
)
XSD_LENGTH = _xsd(
    "XSD-LENGTH",
    "La valeur « {value} » de « {element} » n'a pas la bonne longueur : {expected_fr}.",
    "The value “{value}” of “{element}” does not have the right length: {expected_en}.",
    "Raccourcissez ou complétez la valeur.",
    "Shorten or complete the value.",
)
XSD_PATTERN = _xsd(
    "XSD-PATTERN",
    "La valeur « {value} » de « {element} » n'a pas la forme voulue par le schéma : {expected}.",
    "The value “{value}” of “{element}” does not have the form the schema wants: {expected}.",
    "Réécrivez la valeur selon ce modèle (une expression régulière : \\d est un chiffre, [A-Z] une majuscule).",
    "Write the value after this model (a regular expression: \\d is a digit, [A-Z] a capital).",
)
XSD_RANGE = _xsd(
    "XSD-RANGE",
    "Le nombre « {value} » de « {element} » sort des bornes : {expected_fr}.",
    "The number “{value}” of “{element}” is out of bounds: {expected_en}.",
    "Corrigez ou arrondissez la valeur.",
    "Correct or round the value.",
)
XSD_ATTRIBUTE = _xsd(
    "XSD-ATTRIBUTE",
    "L'attribut « {value} » de « {element} » {problem_fr}.",
    "The attribute “{value}” of “{element}” {problem_en}.",
    "Corrigez les attributs de « {element} » : {remedy_fr}.",
    "Correct the attributes of “{element}”: {remedy_en}.",
)
XSD_OTHER = _xsd(
    "XSD-OTHER",
    "L'élément « {element} » n'est pas conforme au schéma. Message du contrôleur : {message}",
    "The element “{element}” does not follow the schema. The checker says: {message}",
    "Comparez cet élément avec la documentation du format ; si le message reste obscur, demandez à votre éditeur.",
    "Compare this element with the documentation of the format; if the message stays obscure, ask your software maker.",
)
XSD_MORE = _xsd(
    "XSD-MORE",
    "Le document a {precision_fr}{count} autres écarts au schéma, non détaillés ici.",
    "The document has {precision_en}{count} more departures from the schema, not detailed here.",
    "Corrigez d'abord ceux qui sont listés : les autres en découlent souvent.",
    "Mend the listed ones first: the others often follow from them.",
)

# What XSD-UNEXPECTED, XSD-VALUE, XSD-ATTRIBUTE and XSD-MISSING say of each case: the problem and the remedy.
Words = tuple[str, str]  # French, English
ANOTHER_NAMESPACE: tuple[Words, Words] = (
    (
        "l'élément « {value} » porte un nom prévu, mais il est {found_fr} au lieu de « {expected} »",
        "the element “{value}” has a name that is known, but it is {found_en} instead of “{expected}”",
    ),
    (
        "Donnez à « {value} » le préfixe de l'espace de noms « {expected} », ou corrigez la déclaration (xmlns) de "
        "celui qu'il porte",
        "Give “{value}” the prefix of the namespace “{expected}”, or correct the declaration (xmlns) of the one it has",
    ),
)
REPEATED: tuple[Words, Words] = (
    (
        "l'élément « {value} » est répété : il figure déjà ligne {line}, et le schéma n'en veut pas d'autre ici "
        "(attendu : {expected})",
        "the element “{value}” is repeated: it already stands at line {line}, and the schema wants no other here "
        "(expected: {expected})",
    ),
    (
        "Retirez l'un des deux, ou placez celui-ci à la suite du premier s'il peut y en avoir plusieurs",
        "Remove one of them, or put this one right after the first if there may be several",
    ),
)
NOT_THERE: tuple[Words, Words] = (
    (
        "l'élément « {value} » n'est pas de ceux que le schéma y prévoit (attendu : {expected})",
        "the element “{value}” is not one of those the schema has there (expected: {expected})",
    ),
    (
        "Corrigez le nom de « {value} », ou retirez-le de « {parent} »",
        "Correct the name of “{value}”, or remove it from “{parent}”",
    ),
)
TOO_LATE: tuple[Words, Words] = (
    (
        "l'élément « {value} » vient trop tard : sa place est avant « {before} » (attendu ici : {expected})",
        "the element “{value}” comes too late: its place is before “{before}” (expected here: {expected})",
    ),
    ("Déplacez « {value} » avant « {before} »", "Move “{value}” before “{before}”"),
)
TOO_EARLY: tuple[Words, Words] = (
    (
        "l'élément « {value} » vient trop tôt : « {wanted} », qui est ligne {line}, doit le précéder",
        "the element “{value}” comes too early: “{wanted}”, which stands at line {line}, must come before it",
    ),
    ("Placez « {wanted} » avant « {value} »", "Put “{wanted}” before “{value}”"),
)
LACKS: tuple[Words, Words] = (
    (
        "il manque « {wanted} », obligatoire avant « {value} »",
        "“{wanted}” is missing; it is mandatory before “{value}”",
    ),
    ("Ajoutez « {wanted} » avant « {value} »", "Add “{wanted}” before “{value}”"),
)
ELSEWHERE: tuple[Words, Words] = (
    (
        "l'élément « {value} » se trouve là où le schéma attend : {expected}",
        "the element “{value}” stands where the schema expects: {expected}",
    ),
    (
        "Ajoutez l'élément attendu avant celui-ci, ou déplacez, renommez ou retirez « {value} »",
        "Add the expected element before this one, or move, rename or remove “{value}”",
    ),
)
OR_REMOVE: Words = (
    ", ou retirez « {value} » s'il est facultatif et vide",
    ", or remove “{value}” if it is optional and empty",
)
EMPTY: tuple[Words, Words] = (
    ("est vide : le schéma attend {expected_fr}", "is empty: the schema expects {expected_en}"),
    ("écrivez-la, ou retirez l'élément s'il est facultatif", "write it, or remove the element if it is optional"),
)
NOT_BASE64: tuple[Words, Words] = (
    (
        "n'est pas du base64 valable : le contenu de la pièce jointe « {name} », qui commence par « {value} », "
        "est coupé ou contient un signe interdit",
        "is not valid base64: the content of the attachment “{name}”, which begins with “{value}”, "
        "is cut or holds a sign that is not allowed",
    ),
    (
        "encodez de nouveau le fichier joint en base64, en entier et sans autre signe",
        "encode the attached file in base64 again, whole and without any other sign",
    ),
)
NO_SUCH_DAY: tuple[Words, Words] = (
    ("est « {value} » : ce jour n'existe pas au calendrier", "is “{value}”: there is no such day in the calendar"),
    ("écrivez un jour qui existe", "write a day that exists"),
)
NOT_OF_TYPE: tuple[Words, Words] = (
    ("est « {value} » : le schéma attend {expected_fr}", "is “{value}”: the schema expects {expected_en}"),
    (
        "écrivez-la sous la forme attendue, sans espace ni symbole",
        "write it in the expected form, without spaces or symbols",
    ),
)
NO_ATTRIBUTE: tuple[Words, Words] = (
    ("manque ; le schéma l'exige", "is missing; the schema requires it"),
    ('ajoutez {value}="{sample}", avec la valeur qui convient', 'add {value}="{sample}", with the value that fits'),
)
FOREIGN_ATTRIBUTE: tuple[Words, Words] = (
    ("n'est pas prévu par le schéma", "is not one the schema knows"),
    ("retirez « {value} », ou corrigez son nom", "remove “{value}”, or correct its name"),
)

CUT_SHORT = (
    "le fichier s'arrête avant la fin, il semble tronqué",
    "the file stops before its end, it looks truncated",
)
# libxml2's error number -> (French, English); {a}, {b}, {line} come from DETAILS below
REASONS: dict[int, tuple[str, str]] = {
    4: ("le fichier ne contient aucun élément", "the file holds no element"),
    5: ("il reste du texte après la fin du document", "there is text after the end of the document"),
    9: ("un caractère interdit en XML s'y trouve", "it holds a character that XML forbids"),
    26: ("l'entité « &{a}; » n'est pas définie", "the entity “&{a};” is not defined"),
    38: ("un « < » figure dans un attribut ; écrivez &lt;", "a “<” stands in an attribute; write &lt;"),
    39: ("la valeur d'un attribut n'est pas entre guillemets", "the value of an attribute is not in quotes"),
    40: ("la valeur d'un attribut n'est pas refermée", "the value of an attribute is not closed"),
    41: ("l'attribut « {a} » n'a pas de valeur", "the attribute “{a}” has no value"),
    42: ("l'attribut « {a} » est écrit deux fois", "the attribute “{a}” is written twice"),
    45: ("un commentaire n'est pas refermé", "a comment is not closed"),
    47: ("une instruction « <? … ?> » n'est pas refermée", "an instruction “<? … ?>” is not closed"),
    62: ("la suite « ]]> » est interdite dans un texte", "the sequence “]]>” is forbidden in text"),
    63: ("une section CDATA n'est pas refermée", "a CDATA section is not closed"),
    64: (
        "la déclaration « <?xml … ?> » n'est pas tout au début du fichier",
        "the “<?xml … ?>” declaration is not at the very start of the file",
    ),
    65: ("un attribut est mal écrit", "an attribute is badly written"),
    68: (
        "un « < » ou un « & » isolé figure dans le texte ; écrivez &lt; ou &amp;",
        "a lone “<” or “&” stands in the text; write &lt; or &amp;",
    ),
    73: ("une balise n'est pas refermée par « > »", "a tag is not closed by “>”"),
    76: (
        "l'élément « {a} », ouvert ligne {line}, est fermé par « {b} »",
        "the element “{a}”, opened at line {line}, is closed by “{b}”",
    ),
    77: CUT_SHORT,
    80: ("un commentaire contient « -- »", "a comment holds “--”"),
    81: (
        "des octets ne sont pas de l'UTF-8 (accents enregistrés dans un autre encodage)",
        "some bytes are not UTF-8 (accents saved in another encoding)",
    ),
    201: ("le préfixe « {a} » n'est pas déclaré (xmlns:{a})", "the prefix “{a}” is not declared (xmlns:{a})"),
    203: ("l'attribut « {a} » est écrit deux fois", "the attribute “{a}” is written twice"),
}
# where libxml2's own sentence holds the names that REASONS quotes
DETAILS: dict[int, str] = {
    26: r"Entity '(?P<a>[^']+)'",
    41: r"attribute (?P<a>\S+)",
    42: r"Attribute (?P<a>\S+) redefined",
    76: r"mismatch: (?P<a>\S+) line (?P<line>\d+) and (?P<b>\S+)",
    201: r"Namespace prefix (?P<a>\S+)",
    203: r"Attribute (?P<a>\S+) in",
}
