"""What can be said of bytes that are no XML we read."""

from __future__ import annotations

from edi.message import Message
from edi.model.finding import Severity
from edi.words.sentence import Spec

NO_NAMESPACE = Message("sans espace de noms", "without a namespace")
NAMESPACE = Message("dans l'espace de noms « {namespace} »", "in the namespace “{namespace}”")


def in_namespace(namespace: str) -> Message:
    """Where a name is, as it follows a verb or a comma."""
    return NAMESPACE.filled(namespace=namespace) if namespace else NO_NAMESPACE


THIS_FILE = Message("Ce fichier", "This file")
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

# what a file that is no XML seems to be, by edi.judging.magic
LOOKS: dict[str, Message] = {
    "empty": Message("d'un fichier vide", "an empty file"),
    "blank": Message("d'un fichier sans contenu (des blancs seulement)", "a file without content (blanks only)"),
    "pdf": Message("d'un PDF", "a PDF"),
    "zip": Message("d'une archive zip ou d'un document bureautique", "a zip archive or an office document"),
    "ole": Message("d'un ancien document bureautique (Word, Excel)", "an old office document (Word, Excel)"),
    "gzip": Message("d'un fichier compressé (gzip)", "a compressed file (gzip)"),
    "7z": Message("d'une archive 7z", "a 7z archive"),
    "rar": Message("d'une archive rar", "a rar archive"),
    "png": Message("d'une image (PNG)", "an image (PNG)"),
    "jpeg": Message("d'une image (JPEG)", "an image (JPEG)"),
    "gif": Message("d'une image (GIF)", "an image (GIF)"),
    "tiff": Message("d'une image (TIFF)", "an image (TIFF)"),
    "edifact": Message("d'un message EDIFACT", "an EDIFACT message"),
    "json": Message("de données JSON", "JSON data"),
    "tar": Message("d'une archive tar", "a tar archive"),
    "binary": Message("de données binaires", "binary data"),
    "text": Message("d'un texte ordinaire", "plain text"),
}
CUT_SHORT = Message(
    "le fichier s'arrête avant la fin, il semble tronqué", "the file stops before its end, it looks truncated"
)
# libxml2's error number -> what it means; {a}, {b}, {line} come from DETAILS below
REASONS: dict[int, Message] = {
    4: Message("le fichier ne contient aucun élément", "the file holds no element"),
    5: Message("il reste du texte après la fin du document", "there is text after the end of the document"),
    9: Message("un caractère interdit en XML s'y trouve", "it holds a character that XML forbids"),
    26: Message("l'entité « &{a}; » n'est pas définie", "the entity “&{a};” is not defined"),
    38: Message("un « < » figure dans un attribut ; écrivez &lt;", "a “<” stands in an attribute; write &lt;"),
    39: Message("la valeur d'un attribut n'est pas entre guillemets", "the value of an attribute is not in quotes"),
    40: Message("la valeur d'un attribut n'est pas refermée", "the value of an attribute is not closed"),
    41: Message("l'attribut « {a} » n'a pas de valeur", "the attribute “{a}” has no value"),
    42: Message("l'attribut « {a} » est écrit deux fois", "the attribute “{a}” is written twice"),
    45: Message("un commentaire n'est pas refermé", "a comment is not closed"),
    47: Message("une instruction « <? … ?> » n'est pas refermée", "an instruction “<? … ?>” is not closed"),
    62: Message("la suite « ]]> » est interdite dans un texte", "the sequence “]]>” is forbidden in text"),
    63: Message("une section CDATA n'est pas refermée", "a CDATA section is not closed"),
    64: Message(
        "la déclaration « <?xml … ?> » n'est pas tout au début du fichier",
        "the “<?xml … ?>” declaration is not at the very start of the file",
    ),
    65: Message("un attribut est mal écrit", "an attribute is badly written"),
    68: Message(
        "un « < » ou un « & » isolé figure dans le texte ; écrivez &lt; ou &amp;",
        "a lone “<” or “&” stands in the text; write &lt; or &amp;",
    ),
    73: Message("une balise n'est pas refermée par « > »", "a tag is not closed by “>”"),
    76: Message(
        "l'élément « {a} », ouvert ligne {line}, est fermé par « {b} »",
        "the element “{a}”, opened at line {line}, is closed by “{b}”",
    ),
    77: CUT_SHORT,
    80: Message("un commentaire contient « -- »", "a comment holds “--”"),
    81: Message(
        "des octets ne sont pas de l'UTF-8 (accents enregistrés dans un autre encodage)",
        "some bytes are not UTF-8 (accents saved in another encoding)",
    ),
    201: Message("le préfixe « {a} » n'est pas déclaré (xmlns:{a})", "the prefix “{a}” is not declared (xmlns:{a})"),
    203: Message("l'attribut « {a} » est écrit deux fois", "the attribute “{a}” is written twice"),
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
