"""What can be wrong with a file as XML, and with an XML document against its schema.

In: the facts given by edi.judging.xml.parse and edi.judging.xsd.explain.  Out: Findings. All of this is the sender's to
mend; a schema that cannot be loaded is ours and is never here.
"""

from __future__ import annotations

from typing import NamedTuple

from edi.message import Message
from edi.model.finding import Severity
from edi.words.sentence import Spec


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
XSD_ASKED_ONCE = Spec(
    code="XSD-ASKED-ONCE",
    severity=Severity.INFO,
    rule="LIMITE",
    fr="Le second avis sur le schéma n'a pas été demandé : le document dépasse {limit} Mo.",
    en="The second opinion on the schema was not asked: the document is larger than {limit} MB.",
    hint_fr="Rien à faire : le premier moteur a jugé le document entier.",
    hint_en="Nothing to do: the first engine judged the whole document.",
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
class Mistake(NamedTuple):
    """One case of them: what is wrong, and what to do about it."""

    problem: Message
    remedy: Message

    def filled(self, **values: object) -> Mistake:
        return Mistake(self.problem.filled(**values), self.remedy.filled(**values))


ANOTHER_NAMESPACE = Mistake(
    Message(
        "l'élément « {value} » porte un nom prévu, mais il est {found} au lieu de « {expected} »",
        "the element “{value}” has a name that is known, but it is {found} instead of “{expected}”",
    ),
    Message(
        "Donnez à « {value} » le préfixe de l'espace de noms « {expected} », ou corrigez la déclaration (xmlns) de "
        "celui qu'il porte",
        "Give “{value}” the prefix of the namespace “{expected}”, or correct the declaration (xmlns) of the one it has",
    ),
)
REPEATED = Mistake(
    Message(
        "l'élément « {value} » est répété : il figure déjà ligne {line}, et le schéma n'en veut pas d'autre ici "
        "(attendu : {expected})",
        "the element “{value}” is repeated: it already stands at line {line}, and the schema wants no other here "
        "(expected: {expected})",
    ),
    Message(
        "Retirez l'un des deux, ou placez celui-ci à la suite du premier s'il peut y en avoir plusieurs",
        "Remove one of them, or put this one right after the first if there may be several",
    ),
)
NOT_THERE = Mistake(
    Message(
        "l'élément « {value} » n'est pas de ceux que le schéma y prévoit (attendu : {expected})",
        "the element “{value}” is not one of those the schema has there (expected: {expected})",
    ),
    Message(
        "Corrigez le nom de « {value} », ou retirez-le de « {parent} »",
        "Correct the name of “{value}”, or remove it from “{parent}”",
    ),
)
TOO_LATE = Mistake(
    Message(
        "l'élément « {value} » vient trop tard : sa place est avant « {before} » (attendu ici : {expected})",
        "the element “{value}” comes too late: its place is before “{before}” (expected here: {expected})",
    ),
    Message("Déplacez « {value} » avant « {before} »", "Move “{value}” before “{before}”"),
)
TOO_EARLY = Mistake(
    Message(
        "l'élément « {value} » vient trop tôt : « {wanted} », qui est ligne {line}, doit le précéder",
        "the element “{value}” comes too early: “{wanted}”, which stands at line {line}, must come before it",
    ),
    Message("Placez « {wanted} » avant « {value} »", "Put “{wanted}” before “{value}”"),
)
LACKS = Mistake(
    Message(
        "il manque « {wanted} », obligatoire avant « {value} »",
        "“{wanted}” is missing; it is mandatory before “{value}”",
    ),
    Message("Ajoutez « {wanted} » avant « {value} »", "Add “{wanted}” before “{value}”"),
)
ELSEWHERE = Mistake(
    Message(
        "l'élément « {value} » se trouve là où le schéma attend : {expected}",
        "the element “{value}” stands where the schema expects: {expected}",
    ),
    Message(
        "Ajoutez l'élément attendu avant celui-ci, ou déplacez, renommez ou retirez « {value} »",
        "Add the expected element before this one, or move, rename or remove “{value}”",
    ),
)
OR_REMOVE = Message(
    ", ou retirez « {value} » s'il est facultatif et vide", ", or remove “{value}” if it is optional and empty"
)
EMPTY = Mistake(
    Message("est vide : le schéma attend {expected}", "is empty: the schema expects {expected}"),
    Message(
        "écrivez-la, ou retirez l'élément s'il est facultatif", "write it, or remove the element if it is optional"
    ),
)
NOT_BASE64 = Mistake(
    Message(
        "n'est pas du base64 valable : le contenu de la pièce jointe « {name} », qui commence par « {value} », "
        "est coupé ou contient un signe interdit",
        "is not valid base64: the content of the attachment “{name}”, which begins with “{value}”, "
        "is cut or holds a sign that is not allowed",
    ),
    Message(
        "encodez de nouveau le fichier joint en base64, en entier et sans autre signe",
        "encode the attached file in base64 again, whole and without any other sign",
    ),
)
NO_SUCH_DAY = Mistake(
    Message(
        "est « {value} » : ce jour n'existe pas au calendrier", "is “{value}”: there is no such day in the calendar"
    ),
    Message("écrivez un jour qui existe", "write a day that exists"),
)
NOT_OF_TYPE = Mistake(
    Message("est « {value} » : le schéma attend {expected}", "is “{value}”: the schema expects {expected}"),
    Message(
        "écrivez-la sous la forme attendue, sans espace ni symbole",
        "write it in the expected form, without spaces or symbols",
    ),
)
NO_ATTRIBUTE = Mistake(
    Message("manque ; le schéma l'exige", "is missing; the schema requires it"),
    Message(
        'ajoutez {value}="{sample}", avec la valeur qui convient', 'add {value}="{sample}", with the value that fits'
    ),
)
FOREIGN_ATTRIBUTE = Mistake(
    Message("n'est pas prévu par le schéma", "is not one the schema knows"),
    Message("retirez « {value} », ou corrigez son nom", "remove “{value}”, or correct its name"),
)

# What XSD-CONTENT says was found, and what the schema wants there.
TEXT, ELEMENTS_ONLY = Message("du texte", "text"), Message("seulement des éléments", "elements only")
ELEMENTS, VALUE_ONLY = Message("des éléments", "elements"), Message("seulement une valeur", "a value only")
SOME_CONTENT, EMPTY_ELEMENT = Message("un contenu", "some content"), Message("un élément vide", "an empty element")

WRONG_LENGTH = Message(
    "{length} caractères au lieu de {bound} {how}",
    "{length} characters instead of {how} {bound}",
)
NAMED_TYPE = Message("le type {name}", "the type {name}")
ANOTHER_FORM = Message("une autre forme", "another form")
AT_LEAST = Message("au moins ", "at least ")
NOTHING = Message("", "")
