"""What the rules of numbers and lengths can say."""

from __future__ import annotations

from edi.model.finding import Severity
from edi.words.sentence import RuleSpec

NUMBER_MISSING = RuleSpec(
    code="NUMBER-MISSING",
    severity=Severity.ERROR,
    rule="AIFE:G1.05",
    fr="Le document n'a pas de numéro de facture.",
    en="The document has no invoice number.",
    hint_fr="Donnez au document son numéro (20 caractères au plus) et redéposez-le.",
    hint_en="Give the document its number (20 characters at most) and deposit it again.",
    checks_fr="Le document a un numéro.",
    checks_en="The document has a number.",
    source="Annexe EDI V4.20, règle G1.05 (p. 73)",
    certainty="M",
    fixed=True,
)

NUMBER_LONG = RuleSpec(
    code="NUMBER-LONG",
    severity=Severity.ERROR,
    rule="AIFE:G1.05",
    fr="Le numéro de facture « {value} » compte {length} caractères ; Chorus Pro en admet 20.",
    en="The invoice number “{value}” has {length} characters; Chorus Pro takes 20.",
    hint_fr="Raccourcissez le numéro dans le logiciel de facturation (sans préfixe ni libellé) et redéposez le "
    "document.",
    hint_en="Shorten the number in the invoicing software (no prefix, no label) and deposit the document again.",
    checks_fr="Le numéro compte 20 caractères au plus.",
    checks_en="The number has 20 characters at most.",
    source="Annexe EDI V4.20, règle G1.05 (p. 73) ; AIFE, schéma XSD des factures pivot : 20 caractères",
    certainty="H",
)

NUMBER_CHARACTERS = RuleSpec(
    code="NUMBER-CHARACTERS",
    severity=Severity.ERROR,
    rule="AIFE:G1.05",
    fr="Le numéro de facture « {value} » contient un caractère interdit : {found}.",
    en="The invoice number “{value}” holds a character that is not allowed: {found}.",
    hint_fr="N'employez que des lettres sans accent, des chiffres, l'espace et les signes - + _ /.",
    hint_en="Use letters without accents, digits, the space and the signs - + _ / only.",
    checks_fr="Le numéro n'est fait que de lettres, de chiffres, d'espaces et des signes - + _ /.",
    checks_en="The number is made of letters, digits, spaces and the signs - + _ / only.",
    source="Annexe EDI V4.20, règle G1.05 (p. 73), confirmée par un rejet réel",
    certainty="M",
)

SERVICE_LONG = RuleSpec(
    code="SERVICE-LONG",
    severity=Severity.ERROR,
    rule="AIFE:G2.17",
    fr="Le code de service {whose} « {value} » compte {length} caractères ; Chorus Pro en admet 100.",
    en="The service code {whose_en} “{value}” has {length} characters; Chorus Pro takes 100.",
    hint_fr="Écrivez le code du service tel que l'annuaire de Chorus Pro le donne, sans son libellé.",
    hint_en="Write the service's code as Chorus Pro's directory gives it, without its label.",
    checks_fr="Un code de service compte 100 caractères au plus.",
    checks_en="A service code has 100 characters at most.",
    source="AIFE, schéma XSD CPPStatut pivot V1_19 : CodeService de 100 caractères",
    certainty="H",
)

SERVICE_CHARACTERS = RuleSpec(
    code="SERVICE-CHARACTERS",
    severity=Severity.WARNING,
    rule="AIFE:G2.17",
    fr="Le code de service {whose} « {value} » contient un caractère inhabituel : {found}.",
    en="The service code {whose_en} “{value}” holds an unusual character: {found}.",
    hint_fr="Reprenez le code dans l'annuaire de Chorus Pro : lettres, chiffres, espaces, tirets et soulignés.",
    hint_en="Take the code from Chorus Pro's directory: letters, digits, spaces, hyphens and underscores.",
    checks_fr="Un code de service n'est fait que de lettres, de chiffres, d'espaces, de tirets et de soulignés.",
    checks_en="A service code is made of letters, digits, spaces, hyphens and underscores only.",
    source="Annexe EDI V4.20, d'après une source indépendante",
    certainty="M",
)

REFERENCE_LONG = RuleSpec(
    code="REFERENCE-LONG",
    severity=Severity.ERROR,
    rule="BR-FR-CPRO-14",
    fr="Le numéro {what} « {value} » compte {length} caractères ; Chorus Pro en admet {limit}.",
    en="The {what_en} number “{value}” has {length} characters; Chorus Pro takes {limit}.",
    hint_fr="Écrivez le numéro seul, tel que la structure publique vous l'a donné, sans libellé.",
    hint_en="Write the number alone, as the public body gave it to you, without a label.",
    checks_fr="Les numéros d'engagement, de marché et de contrat comptent 50 caractères au plus, celui d'une facture "
    "d'origine 20.",
    checks_en="The numbers of commitment, marché and contract have 50 characters at most, that of an earlier "
    "invoice 20.",
    source="AIFE, schéma XSD des factures pivot : 50 et 20 caractères ; règles BR-FR-CPRO-14 et 15",
    certainty="H",
)

ORIGINS_MANY = RuleSpec(
    code="ORIGINS-MANY",
    severity=Severity.WARNING,
    rule="BR-FR-CPRO-20",
    fr="Le document renvoie à {count} factures antérieures ; Chorus Pro n'en retient qu'une (« {value} » est "
    "la deuxième).",
    en="The document refers to {count} earlier invoices; Chorus Pro keeps only one (“{value}” is the second).",
    hint_fr="Ne gardez que la facture que celle-ci corrige, ou faites un document par facture.",
    hint_en="Keep only the invoice that this one corrects, or make one document an invoice.",
    checks_fr="Le document renvoie à une facture antérieure au plus.",
    checks_en="The document refers to one earlier invoice at most.",
    source="Norme XP Z12-012, règle BR-FR-CPRO-20",
    certainty="M",
)

CREDIT_NOTE_ORIGIN = RuleSpec(
    code="CREDIT-NOTE-ORIGIN",
    severity=Severity.WARNING,
    rule="COHERENCE",
    fr="L'avoir « {value} » ne dit pas quelle facture il corrige.",
    en="The credit note “{value}” does not say which invoice it corrects.",
    hint_fr="Ajoutez le numéro de la facture d'origine : le comptable le cherchera.",
    hint_en="Add the number of the original invoice: the accountant will look for it.",
    checks_fr="Un avoir (381) renvoie à la facture qu'il corrige.",
    checks_en="A credit note (381) refers to the invoice it corrects.",
    source="Exemples officiels FSO1116A P92 (avec origine) et FSO1117A P93 (sans)",
    certainty="L",
)

NOTE_LONG = RuleSpec(
    code="NOTE-LONG",
    severity=Severity.WARNING,
    rule="BR-FR-CPRO",
    fr="Une note compte {length} caractères, au-delà de la limite de {limit} : « {value} ».",
    en="A note has {length} characters, over the limit of {limit}: “{value}”.",
    hint_fr="Raccourcissez la note, ou joignez le texte en pièce jointe.",
    hint_en="Shorten the note, or attach the text as a file.",
    checks_fr="Une note tient en 1 024 caractères.",
    checks_en="A note fits in 1,024 characters.",
    source="Norme XP Z12-012, règles BR-FR-CPRO : notes de 1 024 caractères au plus",
    certainty="M",
)

NUMBER_BLANKS = RuleSpec(
    code="NUMBER-BLANKS",
    severity=Severity.ERROR,
    rule="AIFE:G1.05",
    fr="Le numéro de facture « {value} » commence ou finit par un caractère invisible ({found}).",
    en="The invoice number “{value}” begins or ends with a character that cannot be seen ({found}).",
    hint_fr="Effacez ce caractère, souvent une espace insécable collée avec le numéro, et redéposez le document.",
    hint_en="Delete that character, often a no-break space pasted along with the number, and deposit the document "
    "again.",
    checks_fr="Le numéro de facture ne commence ni ne finit par une espace insécable ou un autre blanc.",
    checks_en="The invoice number neither begins nor ends with a no-break space or another blank.",
    source="Annexe EDI V4.20, règle G1.05 (p. 73) : ces caractères n'y sont pas ; les espaces ordinaires autour d'une "
    "valeur ne comptent pas",
    certainty="M",
)

REFERENCE_CHARACTERS = RuleSpec(
    code="REFERENCE-CHARACTERS",
    severity=Severity.WARNING,
    rule="COHERENCE",
    fr="Le numéro {what} « {value} » contient un caractère inattendu : {found}.",
    en="The {what_en} number “{value}” holds an unexpected character: {found}.",
    hint_fr="Écrivez-le comme sur le bon de commande ou la fiche d'identité du marché ; s'il diffère, le destinataire "
    "ne retrouvera pas la pièce.",
    hint_en="Write it as on the order or the marché's fiche d'identité; if it differs, the addressee will not find the "
    "piece.",
    checks_fr="Les numéros d'engagement, de marché et de contrat n'ont que des lettres, des chiffres, des espaces et "
    "les signes - + _ / . : # ( ) & °.",
    checks_en="The numbers of commitment, marché and contract have only letters, digits, spaces and the signs "
    "- + _ / . : # ( ) & °.",
    source="Déduit",
    certainty="L",
)

LINES_TOO_MANY = RuleSpec(
    code="LINES-TOO-MANY",
    severity=Severity.ERROR,
    rule="BR-FR-CPRO-19",
    fr="Le document a {value} lignes ; Chorus Pro en admet {limit}.",
    en="The document has {value} lines; Chorus Pro takes {limit}.",
    hint_fr="Partagez la facture en plusieurs, ou regroupez ses lignes et joignez le détail.",
    hint_en="Split the invoice, or group its lines and attach the detail.",
    checks_fr="Le document a 999 999 lignes au plus.",
    checks_en="The document has 999,999 lines at most.",
    source="Norme XP Z12-012, règle BR-FR-CPRO-19",
    certainty="M",
)
