"""What the rules of attached files can say.

In the sentences `size` and `limit` are for people, with an English twin ending in _en.
"""

from __future__ import annotations

from edi.model.finding import Severity
from edi.words.sentence import RuleSpec

ATTACHMENT_TOO_LARGE = RuleSpec(
    code="ATTACHMENT-TOO-LARGE",
    severity=Severity.ERROR,
    rule="IRR_TAILLE_PJ",
    fr="La pièce jointe « {name} » pèse {size}, au-delà de la limite de {limit}.",
    en="The attachment “{name}” weighs {size_en}, over the limit of {limit_en}.",
    hint_fr="Réduisez la pièce jointe (numérisation moins fine, envoi en plusieurs fichiers) et redéposez le document.",
    hint_en="Make the attachment smaller (a coarser scan, several files) and deposit the document again.",
    checks_fr="Aucune pièce jointe, une fois décodée, ne dépasse la limite.",
    checks_en="No attachment, once decoded, is over the limit.",
    source="Chorus Pro, 10 Mo par pièce jointe ; motif IRR_TAILLE_PJ des spécifications externes DGFiP et AIFE",
    certainty="M",
)

ATTACHMENT_NOT_BASE64 = RuleSpec(
    code="ATTACHMENT-NOT-BASE64",
    severity=Severity.ERROR,
    rule="XSD",
    fr="Le contenu de la pièce jointe « {name} » n'est pas lisible : son codage (base64) est abîmé ou incomplet.",
    en="The content of the attachment “{name}” cannot be read: its encoding (base64) is damaged or incomplete.",
    hint_fr="Joignez de nouveau le fichier depuis votre logiciel de facturation et redéposez le document ; si cela se"
    " répète, transmettez cette phrase à l'éditeur du logiciel.",
    hint_en="Attach the file again from your invoicing software and deposit the document again; if it happens again,"
    " pass this sentence on to the software's maker.",
    checks_fr="Le contenu d'une pièce jointe est du base64 strict : groupes entiers de quatre signes, rien après.",
    checks_en="An attachment's content is strict base64: whole groups of four signs, nothing after them.",
    source="W3C, XML Schema partie 2, base64Binary (3.2.16) : libxml2 laisse passer des signes en trop",
    certainty="H",
)

ATTACHMENT_EMPTY = RuleSpec(
    code="ATTACHMENT-EMPTY",
    severity=Severity.ERROR,
    rule="IRR_VID_PJ",
    fr="La pièce jointe « {name} » est vide.",
    en="The attachment “{name}” is empty.",
    hint_fr="Joignez de nouveau le fichier, ou retirez la pièce jointe, puis redéposez le document.",
    hint_en="Attach the file again, or take the attachment out, then deposit the document again.",
    checks_fr="Aucune pièce jointe n'est vide, ni le fichier que contient son ZIP.",
    checks_en="No attachment is empty, nor the file that its ZIP holds.",
    source="Motif IRR_VID_PJ des spécifications externes DGFiP et AIFE",
    certainty="M",
)

ATTACHMENT_NAME_MISSING = RuleSpec(
    code="ATTACHMENT-NAME-MISSING",
    severity=Severity.WARNING,
    rule="IRR_NOM_PJ",
    fr="Une pièce jointe n'a pas de nom de fichier (pièce jointe n° {number} du document).",
    en="An attachment has no file name (attachment no. {number} of the document).",
    hint_fr="Donnez à chaque pièce jointe un nom de fichier avec son extension, par exemple « metres.pdf ».",
    hint_en="Give each attachment a file name with its extension, for instance “metres.pdf”.",
    checks_fr="Chaque pièce jointe a un nom.",
    checks_en="Each attachment has a name.",
    source="Motif IRR_NOM_PJ des spécifications externes DGFiP et AIFE ; son application ici est déduite",
    certainty="L",
)

ATTACHMENT_EXTENSION_MISSING = RuleSpec(
    code="ATTACHMENT-EXTENSION-MISSING",
    severity=Severity.ERROR,
    rule="IRR_EXT_DOC",
    fr="Le nom de la pièce jointe, « {value} », n'a pas d'extension.",
    en="The attachment's name, “{value}”, has no extension.",
    hint_fr="Ajoutez l'extension du fichier à son nom, par exemple « {value}.pdf » pour un PDF.",
    hint_en="Add the file's extension to its name, for instance “{value}.pdf” for a PDF.",
    checks_fr="Le nom d'une pièce jointe a une extension.",
    checks_en="An attachment's name has an extension.",
    source="Module Chorus Pro de l'OCA (l10n-france) : extension obligatoire ; motif IRR_EXT_DOC",
    certainty="M",
)

ATTACHMENT_EXTENSION = RuleSpec(
    code="ATTACHMENT-EXTENSION",
    severity=Severity.ERROR,
    rule="IRR_EXT_DOC",
    fr="La pièce jointe « {value} » porte l'extension « {extension} », que Chorus Pro n'accepte pas.",
    en="The attachment “{value}” has the extension “{extension}”, which Chorus Pro does not take.",
    hint_fr="Enregistrez le fichier dans un format accepté, de préférence en PDF, et redéposez le document. Extensions"
    " acceptées : {known}.",
    hint_en="Save the file in a format that is taken, preferably PDF, and deposit the document again. Extensions that"
    " are taken: {known}.",
    checks_fr="L'extension d'une pièce jointe est de celles que Chorus Pro accepte (config/attachment-types.csv).",
    checks_en="An attachment's extension is one that Chorus Pro takes (config/attachment-types.csv).",
    source="Module Chorus Pro de l'OCA (l10n-france), liste des extensions ; motif IRR_EXT_DOC",
    certainty="M",
)

ATTACHMENT_KIND = RuleSpec(
    code="ATTACHMENT-KIND",
    severity=Severity.WARNING,
    rule="IRR_TYPE_F",
    fr="La pièce jointe « {value} » est nommée comme un fichier {extension}, mais son contenu est autre : {found}.",
    en="The attachment “{value}” is named like a {extension} file, but its content is something else: {found_en}.",
    hint_fr="Vérifiez que le bon fichier est joint, et donnez-lui l'extension de son contenu : tel quel, le"
    " destinataire pourrait ne pas pouvoir l'ouvrir.",
    hint_en="Check that the right file is attached, and give it the extension of its content: as it is, its receiver"
    " may not be able to open it.",
    checks_fr="Le contenu d'une pièce jointe est ce que dit son extension (ou un ZIP d'un fichier, comme dans les"
    " exemples officiels).",
    checks_en="An attachment's content is what its extension says (or a ZIP of one file, as in the official samples).",
    source="Motif IRR_TYPE_F des spécifications externes DGFiP et AIFE ; son application ici est déduite",
    certainty="L",
)

ATTACHMENT_MIME = RuleSpec(
    code="ATTACHMENT-MIME",
    severity=Severity.WARNING,
    rule="IRR_TYPE_F",
    fr="La pièce jointe « {name} » est déclarée de type « {value} », mais son contenu est autre : {found}.",
    en="The attachment “{name}” is declared as “{value}”, but its content is something else: {found_en}.",
    hint_fr="Déclarez le type du fichier réellement joint ; pour un PDF : application/pdf.",
    hint_en="Declare the type of the file really attached; for a PDF: application/pdf.",
    checks_fr="Le type déclaré d'une pièce jointe est celui de son contenu (ou un ZIP d'un fichier, comme dans les"
    " exemples officiels).",
    checks_en="An attachment's declared type is that of its content (or a ZIP of one file, as in official samples).",
    source="Motif IRR_TYPE_F des spécifications externes DGFiP et AIFE ; son application ici est déduite",
    certainty="L",
)

ATTACHMENT_ZIP_UNREADABLE = RuleSpec(
    code="ATTACHMENT-ZIP-UNREADABLE",
    severity=Severity.ERROR,
    rule="IRR_EXTRAC",
    fr="La pièce jointe « {name} » est une archive ZIP que l'on ne peut pas ouvrir : elle est abîmée ou incomplète.",
    en="The attachment “{name}” is a ZIP archive that cannot be opened: it is damaged or incomplete.",
    hint_fr="Refaites l'archive ZIP (compression ordinaire), ou joignez le fichier sans le compresser.",
    hint_en="Make the ZIP archive again (ordinary compression), or attach the file without compressing it.",
    checks_fr="Un ZIP joint s'ouvre.",
    checks_en="An attached ZIP can be opened.",
    source="Motif IRR_EXTRAC des spécifications externes DGFiP et AIFE",
    certainty="M",
)

ATTACHMENT_ZIP_ENCRYPTED = RuleSpec(
    code="ATTACHMENT-ZIP-ENCRYPTED",
    severity=Severity.WARNING,
    rule="IRR_EXTRAC",
    fr="La pièce jointe « {name} » est une archive ZIP protégée par un mot de passe : le destinataire ne peut pas"
    " l'ouvrir.",
    en="The attachment “{name}” is a ZIP archive locked with a password: its receiver cannot open it.",
    hint_fr="Joignez le fichier sans mot de passe.",
    hint_en="Attach the file without a password.",
    checks_fr="Un ZIP joint n'est pas protégé par un mot de passe.",
    checks_en="An attached ZIP is not locked with a password.",
    source="Motif IRR_EXTRAC des spécifications externes DGFiP et AIFE ; son application ici est déduite",
    certainty="L",
)

ATTACHMENT_ZIP_SEVERAL = RuleSpec(
    code="ATTACHMENT-ZIP-SEVERAL",
    severity=Severity.WARNING,
    rule="AIFE-EXEMPLES",
    fr="La pièce jointe « {name} » est une archive ZIP de {count} fichiers, alors que Chorus Pro en attend un seul.",
    en="The attachment “{name}” is a ZIP archive of {count} files, where Chorus Pro expects a single one.",
    hint_fr="Joignez chaque fichier à part : une pièce jointe par fichier.",
    hint_en="Attach each file on its own: one attachment a file.",
    checks_fr="Un ZIP joint contient un fichier et un seul.",
    checks_en="An attached ZIP holds one file and no more.",
    source="Exemples officiels FSO1116A et FSO1117A : chaque ZIP contient un fichier ; qu'il n'en faille qu'un est"
    " déduit",
    certainty="L",
)

ATTACHMENT_ZIP_BOMB = RuleSpec(
    code="ATTACHMENT-ZIP-BOMB",
    severity=Severity.ERROR,
    rule="IRR_ANTIVIRUS",
    fr="Avec la pièce jointe « {name} » (archive ZIP de {size}), les archives ZIP du document donnent, une fois"
    " ouvertes, plus de {limit}.",
    en="With the attachment “{name}” (a ZIP archive of {size_en}), the document's ZIP archives give out, once opened,"
    " more than {limit_en}.",
    hint_fr="Joignez des fichiers plus légers (numérisation moins fine, extrait).",
    hint_en="Attach lighter files (a coarser scan, an extract).",
    checks_fr="Les ZIP joints à un document ne donnent pas, ensemble, plus de 256 Mio une fois ouverts.",
    checks_en="The ZIPs attached to a document give out together no more than 256 MiB once opened.",
    source="Limite de la passerelle ; motif IRR_ANTIVIRUS des spécifications externes DGFiP et AIFE",
    certainty="M",
)

ATTACHMENT_EXECUTABLE = RuleSpec(
    code="ATTACHMENT-EXECUTABLE",
    severity=Severity.ERROR,
    rule="IRR_ANTIVIRUS",
    fr="La pièce jointe « {name} » est un programme ou un script (« {value} »), ce que Chorus Pro n'accepte pas.",
    en="The attachment “{name}” is a program or a script (“{value}”), which Chorus Pro does not take.",
    hint_fr="Retirez ce fichier. S'il a été joint à votre insu, faites examiner le poste d'où vient la facture.",
    hint_en="Take this file out. If nobody attached it on purpose, have the computer the invoice comes from examined.",
    checks_fr="Aucune pièce jointe, ni le fichier que contient son ZIP, n'est un programme ou un script.",
    checks_en="No attachment, nor the file that its ZIP holds, is a program or a script.",
    source="Motifs IRR_ANTIVIRUS et IRR_EXT_DOC des spécifications externes DGFiP et AIFE",
    certainty="M",
)

ATTACHMENT_MACRO = RuleSpec(
    code="ATTACHMENT-MACRO",
    severity=Severity.WARNING,
    rule="IRR_ANTIVIRUS",
    fr="La pièce jointe « {name} » contient des macros : l'antivirus de Chorus Pro ou du destinataire peut la bloquer.",
    en="The attachment “{name}” holds macros: the antivirus of Chorus Pro or of its receiver may block it.",
    hint_fr="Enregistrez le document sans macros, ou en PDF, et redéposez.",
    hint_en="Save the document without macros, or as PDF, and deposit again.",
    checks_fr="Aucune pièce jointe ne contient de macros.",
    checks_en="No attachment holds macros.",
    source="Motif IRR_ANTIVIRUS des spécifications externes DGFiP et AIFE ; son application ici est déduite",
    certainty="L",
)

ATTACHMENT_ACTIVE = RuleSpec(
    code="ATTACHMENT-ACTIVE",
    severity=Severity.WARNING,
    rule="IRR_ANTIVIRUS",
    fr="La pièce jointe « {name} » est un PDF qui lance du code (JavaScript ou programme) : un antivirus peut la"
    " bloquer.",
    en="The attachment “{name}” is a PDF that launches code (JavaScript or a program): an antivirus may block it.",
    hint_fr="Imprimez ce document en PDF (PDF/A de préférence) et joignez le résultat.",
    hint_en="Print this document to PDF (preferably PDF/A) and attach the result.",
    checks_fr="Aucun PDF joint ne lance de code.",
    checks_en="No attached PDF launches code.",
    source="Motif IRR_ANTIVIRUS des spécifications externes DGFiP et AIFE ; son application ici est déduite",
    certainty="L",
)

ATTACHMENT_SAME_NAME = RuleSpec(
    code="ATTACHMENT-SAME-NAME",
    severity=Severity.WARNING,
    rule="IRR_NOM_PJ",
    fr="Deux pièces jointes portent le même nom, « {value} » : l'une pourrait remplacer l'autre.",
    en="Two attachments have the same name, “{value}”: one could take the other's place.",
    hint_fr="Donnez à chaque pièce jointe un nom qui lui est propre.",
    hint_en="Give each attachment a name of its own.",
    checks_fr="Deux pièces jointes d'un document ne portent pas le même nom.",
    checks_en="No two attachments of a document have the same name.",
    source="Motif IRR_NOM_PJ des spécifications externes DGFiP et AIFE ; son application ici est déduite",
    certainty="L",
)

ATTACHMENT_NAME_LONG = RuleSpec(
    code="ATTACHMENT-NAME-LONG",
    severity=Severity.ERROR,
    rule="IRR_NOM_PJ",
    fr="Le nom de la pièce jointe « {value} » compte {length} caractères, au-delà de la limite de {limit}.",
    en="The attachment's name “{value}” has {length} characters, over the limit of {limit}.",
    hint_fr="Raccourcissez le nom du fichier, extension comprise, et redéposez le document.",
    hint_en="Shorten the file's name, extension included, and deposit the document again.",
    checks_fr="Le nom d'une pièce jointe, extension comprise, tient en 50 caractères.",
    checks_en="An attachment's name, extension included, fits in 50 characters.",
    source="AIFE, schéma XSD des factures pivot : 50 caractères",
    certainty="H",
)

UNNAMED = "-"  # stands for the name of an attachment that has none

# What the kinds of content are called in sentences.
KIND_NAMES = {
    "pdf": ("un PDF", "a PDF"),
    "zip": ("une archive ZIP", "a ZIP archive"),
    "ole": ("un document Office ancien (DOC, XLS ou PPT)", "an older Office document (DOC, XLS or PPT)"),
    "ooxml": ("un document Office (DOCX, XLSX ou PPTX)", "an Office document (DOCX, XLSX or PPTX)"),
    "odf": ("un document OpenDocument", "an OpenDocument file"),
    "png": ("une image PNG", "a PNG image"),
    "jpeg": ("une image JPEG", "a JPEG image"),
    "gif": ("une image GIF", "a GIF image"),
    "bmp": ("une image BMP", "a BMP image"),
    "tiff": ("une image TIFF", "a TIFF image"),
    "rtf": ("un texte RTF", "an RTF text"),
    "gzip": ("une archive GZIP", "a GZIP archive"),
    "bzip2": ("une archive BZIP2", "a BZIP2 archive"),
    "signature": ("une signature électronique", "an electronic signature"),
    "xml": ("un fichier XML", "an XML file"),
    "html": ("une page HTML", "an HTML page"),
    "text": ("du texte", "text"),
    "executable": ("un programme", "a program"),
    "unknown": ("un format que la passerelle ne reconnaît pas", "a format the gateway does not recognise"),
}
