"""The numbers of CPPStatut's statuses. Their words are a table of the operator's: config/statuses.csv."""

from __future__ import annotations

INVOICE_STATUSES = range(1, 42)  # what CPPStatut V1_19 allows for an invoice
FLOW_STATUSES = range(90, 97)  # and for a flow

DEPOSITED, NOT_INTEGRATED = 1, 37  # of an invoice: Déposée; Non conforme - non intégrée
INTEGRATED, UNDER_WAY, REFUSED, PARTLY_INTEGRATED = 90, 91, 93, 96  # of a flow
