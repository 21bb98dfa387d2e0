"""What the rules of the directory can say: what the debtor asks of its invoices, and whether it is there at all."""

from __future__ import annotations

from edi.model.finding import Severity
from edi.words.sentence import RuleSpec

_OBLIGATIONS = "AIFE, annexe EDI, règles G2.17 à G2.19 et G3.01 à G3.04, d'après config/structures.csv"
_IMPORTED = "Annuaire importé par l'exploitant (structures.csv, services.csv)"

SERVICE_REQUIRED = RuleSpec(
    code="SERVICE-REQUIRED",
    severity=Severity.ERROR,
    rule="AIFE:G2.17",
    fr="Le débiteur {name} (SIRET {siret}) exige un code service, et le document n'en donne aucun.",
    en="The debtor {name} (SIRET {siret}) requires a service code, and the document gives none.",
    hint_fr="Ajoutez le code du service destinataire : il figure sur le bon de commande, ou dans l'annuaire de Chorus"
    " Pro à la fiche de la structure {siret}.",
    hint_en="Add the code of the service that receives the invoice: it is on the purchase order, or in Chorus Pro's"
    " directory under the structure {siret}.",
    checks_fr="Le code service est donné quand le débiteur l'exige.",
    checks_en="The service code is given where the debtor requires it.",
    source=_OBLIGATIONS,
    certainty="H",
)

COMMITMENT_REQUIRED = RuleSpec(
    code="COMMITMENT-REQUIRED",
    severity=Severity.ERROR,
    rule="AIFE:G3.01",
    fr="Le débiteur {name} (SIRET {siret}) exige un numéro d'engagement, et le document n'en donne aucun.",
    en="The debtor {name} (SIRET {siret}) requires a commitment number, and the document gives none.",
    hint_fr="Ajoutez le numéro d'engagement juridique : il figure sur le bon de commande ou la notification du marché ;"
    " à défaut, demandez-le au service acheteur.",
    hint_en="Add the legal commitment number: it is on the purchase order or on the contract's notification; failing"
    " that, ask the buying service for it.",
    checks_fr="Le numéro d'engagement est donné quand le débiteur l'exige.",
    checks_en="The commitment number is given where the debtor requires it.",
    source=_OBLIGATIONS,
    certainty="H",
)

SERVICE_OR_COMMITMENT = RuleSpec(
    code="SERVICE-OR-COMMITMENT",
    severity=Severity.ERROR,
    rule="AIFE:G3.04",
    fr="Le débiteur {name} (SIRET {siret}) exige un code service ou un numéro d'engagement, et le document ne donne ni"
    " l'un ni l'autre.",
    en="The debtor {name} (SIRET {siret}) requires a service code or a commitment number, and the document gives"
    " neither.",
    hint_fr="Ajoutez l'un des deux : le numéro d'engagement du bon de commande, ou le code service que donne l'annuaire"
    " de Chorus Pro à la fiche de la structure {siret}.",
    hint_en="Add one of the two: the commitment number of the purchase order, or the service code that Chorus Pro's"
    " directory gives under the structure {siret}.",
    checks_fr="Le code service ou le numéro d'engagement est donné quand le débiteur exige l'un des deux.",
    checks_en="The service code or the commitment number is given where the debtor requires one of the two.",
    source=_OBLIGATIONS,
    certainty="H",
)

SERVICE_UNKNOWN = RuleSpec(
    code="SERVICE-UNKNOWN",
    severity=Severity.ERROR,
    rule="ANNUAIRE",
    fr="Le code service « {value} » n'existe pas chez le débiteur {name} (SIRET {siret}).",
    en="The service code “{value}” does not exist at the debtor {name} (SIRET {siret}).",
    hint_fr="Corrigez le code service. Services connus de cette structure : {known}. S'il est récent, faites mettre à"
    " jour l'annuaire de la passerelle.",
    hint_en="Correct the service code. Services known of this structure: {known}. If it is a recent one, have the"
    " gateway's directory brought up to date.",
    checks_fr="Le code service existe chez le débiteur, quand l'annuaire importé donne les services de celui-ci.",
    checks_en="The service code exists at the debtor, where the imported directory gives that debtor's services.",
    source=_IMPORTED,
    certainty="M",
)

SERVICE_INACTIVE = RuleSpec(
    code="SERVICE-INACTIVE",
    severity=Severity.ERROR,
    rule="ANNUAIRE",
    fr="Le service « {value} » du débiteur {name} (SIRET {siret}) n'est plus actif : il ne reçoit plus de factures.",
    en="The service “{value}” of the debtor {name} (SIRET {siret}) is no longer active: it receives no invoices.",
    hint_fr="Demandez au débiteur quel service reçoit désormais vos factures. Services actifs connus : {known}.",
    hint_en="Ask the debtor which service receives your invoices now. Active services known: {known}.",
    checks_fr="Le service désigné est actif dans l'annuaire.",
    checks_en="The service named is active in the directory.",
    source=_IMPORTED,
    certainty="M",
)

DEBTOR_INACTIVE = RuleSpec(
    code="DEBTOR-INACTIVE",
    severity=Severity.ERROR,
    rule="ANNUAIRE",
    fr="Le débiteur {name} (SIRET {value}) n'est plus actif dans l'annuaire : il ne reçoit plus de factures.",
    en="The debtor {name} (SIRET {value}) is no longer active in the directory: it receives no invoices.",
    hint_fr="Demandez au débiteur le SIRET de l'établissement qui lui succède ; l'annuaire de Chorus Pro le donne.",
    hint_en="Ask the debtor for the SIRET of the establishment that replaces it; Chorus Pro's directory has it.",
    checks_fr="Le débiteur est actif dans l'annuaire.",
    checks_en="The debtor is active in the directory.",
    source=_IMPORTED,
    certainty="M",
)

DEBTOR_UNKNOWN = RuleSpec(
    code="DEBTOR-UNKNOWN",
    severity=Severity.WARNING,
    rule="ANNUAIRE",
    fr="Le débiteur « {value} » ne figure pas dans l'annuaire importé dans la passerelle.",
    en="The debtor “{value}” is not in the directory imported into the gateway.",
    hint_fr="Vérifiez ce SIRET dans l'annuaire de Chorus Pro ; s'il y est, faites mettre à jour l'annuaire de la"
    " passerelle.",
    hint_en="Check this SIRET in Chorus Pro's directory; if it is there, have the gateway's directory brought up to"
    " date.",
    checks_fr="Le débiteur figure dans l'annuaire que l'exploitant a importé ; muette tant qu'il n'en a importé aucun"
    " (réglage unknown_debtor).",
    checks_en="The debtor is in the directory that the operator imported; silent as long as none was (setting"
    " unknown_debtor).",
    source=_IMPORTED,
    certainty="L",
)
