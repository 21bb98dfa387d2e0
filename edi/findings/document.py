"""What the business rules and the ledger can say about one document: identity, attachments, repeats.

In the sentences `size` and `limit` are for people, with an English twin ending in _en.
"""

from __future__ import annotations

from edi.findings.spec import Spec
from edi.flow import Severity

SUPPLIER_MISSING = Spec(
    code="SUPPLIER-MISSING",
    severity=Severity.ERROR,
    rule="BR-FR-CPRO-03",
    fr="Le document ne donne pas l'identifiant du fournisseur.",
    en="The document does not give the supplier's identifier.",
    hint_fr="Renseignez l'identifiant du fournisseur et son type : le SIRET à 14 chiffres pour une entreprise "
    "française, le numéro de TVA pour une entreprise de l'Union européenne.",
    hint_en="Give the supplier's identifier and its type: the 14-digit SIRET for a French company, the VAT number for "
    "one elsewhere in the European Union.",
)

SUPPLIER_SCHEME = Spec(
    code="SUPPLIER-SCHEME",
    severity=Severity.ERROR,
    rule="BR-FR-CPRO-03",
    fr="Le type d'identifiant du fournisseur, « {value} », n'est pas connu de Chorus Pro (identifiant : « {id} »).",
    en="Chorus Pro does not know the type of the supplier's identifier, “{value}” (identifier: “{id}”).",
    hint_fr="Écrivez le type par son numéro : 1 SIRET, 2 Union européenne hors France, 3 hors Union européenne, "
    "4 RIDET, 5 Tahiti, 6 en cours d'immatriculation, 7 particulier.",
    hint_en="Write the type by its number: 1 SIRET, 2 European Union outside France, 3 outside the European Union, "
    "4 RIDET, 5 Tahiti, 6 being registered, 7 natural person.",
)

SUPPLIER_SCHEME_MISSING = Spec(
    code="SUPPLIER-SCHEME-MISSING",
    severity=Severity.ERROR,
    rule="BR-FR-CPRO-03",
    fr="Le type de l'identifiant du fournisseur n'est pas indiqué, et « {value} » n'est pas un SIRET à 14 chiffres.",
    en="The type of the supplier's identifier is not given, and “{value}” is not a 14-digit SIRET.",
    hint_fr="Corrigez le SIRET, ou indiquez le type par son numéro : 1 SIRET, 2 Union européenne hors France, 3 hors "
    "Union européenne, 4 RIDET, 5 Tahiti, 6 en cours d'immatriculation, 7 particulier.",
    hint_en="Correct the SIRET, or give the type by its number: 1 SIRET, 2 European Union outside France, 3 outside "
    "the European Union, 4 RIDET, 5 Tahiti, 6 being registered, 7 natural person.",
)

DEBTOR_MISSING = Spec(
    code="DEBTOR-MISSING",
    severity=Severity.ERROR,
    rule="BR-FR-CPRO-10",
    fr="Le document ne donne pas l'identifiant du débiteur (la structure publique qui paie).",
    en="The document does not give the debtor's identifier (the public body that pays).",
    hint_fr="Renseignez le SIRET à 14 chiffres de la structure publique ; l'annuaire de Chorus Pro le donne.",
    hint_en="Give the public body's 14-digit SIRET; Chorus Pro's directory has it.",
)

DEBTOR_NOT_SIRET = Spec(
    code="DEBTOR-NOT-SIRET",
    severity=Severity.ERROR,
    rule="BR-FR-CPRO-10",
    fr="L'identifiant du débiteur, « {value} », n'est pas un SIRET : il faut 14 chiffres, sans espace.",
    en="The debtor's identifier, “{value}”, is not a SIRET: 14 digits are needed, without spaces.",
    hint_fr="Remplacez l'identifiant par le SIRET de la structure publique (SIREN à 9 chiffres suivi du numéro "
    "d'établissement à 5 chiffres) ; l'annuaire de Chorus Pro le donne.",
    hint_en="Replace it with the public body's SIRET (the 9-digit SIREN followed by the 5-digit establishment number); "
    "Chorus Pro's directory has it.",
)

NUMBER_MISSING = Spec(
    code="NUMBER-MISSING",
    severity=Severity.ERROR,
    rule="AIFE:G1.05",
    fr="Le document n'a pas de numéro de facture.",
    en="The document has no invoice number.",
    hint_fr="Donnez au document son numéro (20 caractères au plus) et redéposez-le.",
    hint_en="Give the document its number (20 characters at most) and deposit it again.",
)

ATTACHMENT_TOO_LARGE = Spec(
    code="ATTACHMENT-TOO-LARGE",
    severity=Severity.ERROR,
    rule="IRR_TAILLE_PJ",
    fr="La pièce jointe « {name} » pèse {size}, au-delà de la limite de {limit}.",
    en="The attachment “{name}” weighs {size_en}, over the limit of {limit_en}.",
    hint_fr="Réduisez la pièce jointe (numérisation moins fine, envoi en plusieurs fichiers) et redéposez le document.",
    hint_en="Make the attachment smaller (a coarser scan, several files) and deposit the document again.",
)

ATTACHMENT_NAME_LONG = Spec(
    code="ATTACHMENT-NAME-LONG",
    severity=Severity.WARNING,
    rule="IRR_NOM_PJ",
    fr="Le nom de la pièce jointe « {value} » compte {length} caractères, au-delà de la limite de {limit}.",
    en="The attachment's name “{value}” has {length} characters, over the limit of {limit}.",
    hint_fr="Raccourcissez le nom du fichier, extension comprise : Chorus Pro peut refuser la pièce jointe.",
    hint_en="Shorten the file's name, extension included: Chorus Pro may refuse the attachment.",
)

DUPLICATE_INVOICE_NUMBER = Spec(
    code="DUPLICATE-INVOICE-NUMBER",
    severity=Severity.ERROR,
    rule="DOUBLON",
    fr="La facture « {number} » du fournisseur {supplier} a déjà été reçue : {first}.",
    en="Invoice “{number}” of supplier {supplier} was already received: {first}.",
    hint_fr="Ne redéposez pas cette facture : la première garde son statut. Si c'en est une autre, donnez-lui un autre "
    "numéro.",
    hint_en="Do not deposit this invoice again: the first one keeps its status. If it is another one, give it another "
    "number.",
)

FINDINGS_MORE = Spec(
    code="FINDINGS-MORE",
    severity=Severity.INFO,
    rule="LIMITE",
    fr="Le document a {count} autres écarts aux règles, non détaillés ici.",
    en="The document has {count} more departures from the rules, not detailed here.",
    hint_fr="Corrigez d'abord ceux qui sont listés : les autres leur ressemblent.",
    hint_en="Mend the listed ones first: the others are like them.",
)
