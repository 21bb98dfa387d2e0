"""What can be said of a file whose kind is to be told: findings of the identify stage, and of opening a Factur-X."""

from __future__ import annotations

from edi.findings.spec import Spec
from edi.flow import Severity

_TAKEN_FR = "UBL 2.1 (Invoice ou CreditNote), CII (CrossIndustryInvoice, D16B ou D22B) ou Factur-X"
_TAKEN_EN = "UBL 2.1 (Invoice or CreditNote), CII (CrossIndustryInvoice, D16B or D22B) or Factur-X"


def in_namespace(namespace: str) -> tuple[str, str]:
    """Where a name is, in French and English, as it follows a verb or a comma."""
    if not namespace:
        return "sans espace de noms", "without a namespace"
    return f"dans l'espace de noms « {namespace} »", f"in the namespace “{namespace}”"


UNKNOWN = Spec(
    code="IDENTIFY-UNKNOWN",
    severity=Severity.FATAL,
    rule="IRR_TYPE_F",
    fr="{file_fr} est du XML, mais pas une facture connue : sa racine est « {value} », {found_fr}.",
    en="{file_en} is XML, but not a known invoice: its root is “{value}”, {found_en}.",
    hint_fr=f"Déposez la facture en {_TAKEN_FR}.",
    hint_en=f"Deposit the invoice as {_TAKEN_EN}.",
)

NAMESPACE = Spec(
    code="IDENTIFY-NAMESPACE",
    severity=Severity.FATAL,
    rule="IRR_SYNTAX",
    fr="La racine « {value} » est {found_fr} ; il lui faut l'espace de noms « {expected} ».",
    en="The root “{value}” is {found_en}; it needs the namespace “{expected}”.",
    hint_fr='Demandez à l\'éditeur du logiciel de facturation de déclarer xmlns="{expected}" sur la racine.',
    hint_en='Ask the vendor of the invoicing software to declare xmlns="{expected}" on the root.',
)

OLD_CII = Spec(
    code="IDENTIFY-OLD-CII",
    severity=Severity.FATAL,
    rule="IRR_SYNTAX",
    fr="Cette facture CII est dans une version ancienne ou inconnue (« {found} ») ; seule « {expected} » est acceptée.",
    en="This CII invoice is in an old or unknown version (“{found}”); only “{expected}” is accepted.",
    hint_fr="Produisez la facture en CII D16B ou D22B.",
    hint_en="Produce the invoice as CII D16B or D22B.",
)

ZUGFERD_1 = Spec(
    code="IDENTIFY-ZUGFERD-1",
    severity=Severity.FATAL,
    rule="IRR_SYNTAX",
    fr="La facture est au format ZUGFeRD 1 (racine « {value} »), que Chorus Pro n'accepte pas.",
    en="The invoice is in the ZUGFeRD 1 format (root “{value}”), which Chorus Pro does not take.",
    hint_fr="Réglez le logiciel de facturation sur Factur-X 1.0 (ZUGFeRD 2.1) ou plus récent.",
    hint_en="Set the invoicing software to Factur-X 1.0 (ZUGFeRD 2.1) or later.",
)

OTHER_UBL = Spec(
    code="IDENTIFY-OTHER-UBL",
    severity=Severity.FATAL,
    rule="IRR_TYPE_F",
    fr="Ce fichier est un document UBL « {value} », qui n'est ni une facture ni un avoir.",
    en="This file is a UBL “{value}” document, which is neither an invoice nor a credit note.",
    hint_fr="Déposez une facture (Invoice) ou un avoir (CreditNote) ; les autres documents UBL ne passent pas ici.",
    hint_en="Deposit an Invoice or a CreditNote; other UBL documents do not go this way.",
)

STATUS_FILE = Spec(
    code="IDENTIFY-STATUS-FILE",
    severity=Severity.FATAL,
    rule="IRR_TYPE_F",
    fr="Ce fichier est un retour de statuts (« {value} »), pas une facture.",
    en="This file is a status return (“{value}”), not an invoice.",
    hint_fr="Un retour se lit, il ne se dépose pas : vérifiez que le logiciel n'échange pas ses dossiers d'envoi et de "
    "réception.",
    hint_en="A return is to be read, not deposited: check that the software does not swap its outgoing and incoming "
    "folders.",
)

CPP_FACTURES = Spec(
    code="IDENTIFY-CPP-FACTURES",
    severity=Severity.FATAL,
    rule="IRR_TYPE_F",
    fr="Ce fichier est au format propre à Chorus Pro (« {value} »), que cette passerelle ne prend pas en charge.",
    en="This file is in Chorus Pro's own format (“{value}”), which this gateway does not handle.",
    hint_fr=f"Produisez la facture en {_TAKEN_FR}.",
    hint_en=f"Produce the invoice as {_TAKEN_EN}.",
)

PES = Spec(
    code="IDENTIFY-PES",
    severity=Severity.FATAL,
    rule="IRR_TYPE_F",
    fr="Ce fichier est un flux PES (« {value} ») ; Chorus Pro ne reçoit plus de factures en PES depuis mars 2019.",
    en="This file is a PES flow (“{value}”); Chorus Pro has taken no invoices in PES since March 2019.",
    hint_fr=f"Produisez la facture en {_TAKEN_FR}.",
    hint_en=f"Produce the invoice as {_TAKEN_EN}.",
)

WRAPPED = Spec(
    code="IDENTIFY-WRAPPED",
    severity=Severity.FATAL,
    rule="IRR_TYPE_F",
    fr="La facture (« {inner} ») est enfermée dans un élément « {value} » ; elle doit être seule dans son fichier.",
    en="The invoice (“{inner}”) is wrapped in a “{value}” element; it must stand alone in its file.",
    hint_fr="Sortez la facture de son enveloppe ; une signature se dépose à côté, dans la même archive.",
    hint_en="Take the invoice out of its envelope; a signature goes in a file beside it, in the same archive.",
)

FACTURX_NO_XML = Spec(
    code="FACTURX-NO-XML",
    severity=Severity.FATAL,
    rule="IRR_TYPE_F",
    fr="Ce PDF ne contient pas de facture électronique : aucun fichier factur-x.xml n'y est joint "
    "(fichiers joints : {seen}).",
    en="This PDF holds no electronic invoice: no factur-x.xml is embedded in it (embedded files: {seen}).",
    hint_fr="Un PDF simple ne se dépose pas en EDI : produisez un Factur-X, ou déposez-le sur le portail Chorus Pro.",
    hint_en="A plain PDF cannot be deposited by EDI: produce a Factur-X, or deposit the PDF on the Chorus Pro portal.",
)

FACTURX_UNREADABLE = Spec(
    code="FACTURX-UNREADABLE",
    severity=Severity.FATAL,
    rule="IRR_TYPE_F",
    fr="Ce PDF est abîmé ou incomplet : la facture qu'il contient n'a pas pu être lue.",
    en="This PDF is damaged or cut short: the invoice inside could not be read.",
    hint_fr="Produisez le PDF à nouveau et vérifiez qu'il est transféré en entier, en mode binaire.",
    hint_en="Produce the PDF again and check that it is transferred whole, in binary mode.",
)

FACTURX_COMPRESSION = Spec(
    code="FACTURX-COMPRESSION",
    severity=Severity.FATAL,
    rule="IRR_TYPE_F",
    fr="La facture est compressée dans le PDF d'une façon que la plateforme ne lit pas ({value}).",
    en="The invoice is compressed inside the PDF in a way the platform does not read ({value}).",
    hint_fr="Produisez un PDF/A-3 : les fichiers joints y sont compressés une fois (FlateDecode), ou pas du tout.",
    hint_en="Produce a PDF/A-3: files inside it are compressed once (FlateDecode), or not at all.",
)

FACTURX_ENCRYPTED = Spec(
    code="FACTURX-ENCRYPTED",
    severity=Severity.FATAL,
    rule="IRR_TYPE_F",
    fr="Ce PDF est protégé (chiffré ou avec mot de passe) : la facture qu'il contient ne peut pas être lue.",
    en="This PDF is protected (encrypted or with a password): the invoice inside cannot be read.",
    hint_fr="Produisez le Factur-X sans mot de passe ni restriction.",
    hint_en="Produce the Factur-X without password or restriction.",
)

FACTURX_SEVERAL = Spec(
    code="FACTURX-SEVERAL",
    severity=Severity.FATAL,
    rule="IRR_TYPE_F",
    fr="Ce PDF contient plusieurs factures électroniques différentes ({value}) : on ne peut savoir laquelle fait foi.",
    en="This PDF holds several different electronic invoices ({value}): which one counts cannot be known.",
    hint_fr="N'embarquez qu'un seul fichier factur-x.xml par PDF.",
    hint_en="Embed one factur-x.xml only in each PDF.",
)

FACTURX_NOT_CII = Spec(
    code="FACTURX-NOT-CII",
    severity=Severity.FATAL,
    rule="IRR_SYNTAX",
    fr="Le fichier {name} joint au PDF est un « {value} » et non une facture CII (CrossIndustryInvoice).",
    en="The file {name} embedded in the PDF is a “{value}”, not a CII invoice (CrossIndustryInvoice).",
    hint_fr="Dans un Factur-X, la facture embarquée est toujours en CII : corrigez le réglage du logiciel.",
    hint_en="In a Factur-X the embedded invoice is always CII: mend the setting of the software.",
)

FACTURX_TOO_LARGE = Spec(
    code="FACTURX-TOO-LARGE",
    severity=Severity.FATAL,
    rule="IRR_TAILLE_F",
    fr="La facture contenue dans ce PDF dépasse la taille admise une fois décompressée.",
    en="The invoice inside this PDF is larger than allowed once expanded.",
    hint_fr="Réduisez le nombre ou la taille des pièces jointes de la facture.",
    hint_en="Reduce the number or the size of the invoice's attachments.",
)

INTERFACE_SYNTAX = Spec(
    code="ENV-INTERFACE-SYNTAX",
    severity=Severity.ERROR,
    rule="IRR_SYNTAX",
    fr="L'interface déclarée {interface} est celle du format {expected}, mais ce fichier est au format {found}.",
    en="The declared interface {interface} is for the format {expected}, but this file is in the format {found}.",
    hint_fr="Déclarez l'interface qui convient à ce format ({suggested}), ou produisez la facture en {expected}.",
    hint_en="Declare the interface that fits this format ({suggested}), or produce the invoice as {expected}.",
)
