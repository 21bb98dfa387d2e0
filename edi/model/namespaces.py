"""The namespaces of UBL 2.1 and of CII, each under the prefix people know it by."""

from __future__ import annotations

UBL = "urn:oasis:names:specification:ubl:schema:xsd:"  # what every UBL namespace begins with
CII = "urn:un:unece:uncefact:data:standard:"  # what every CII namespace begins with

INVOICE = f"{UBL}Invoice-2"
CREDIT_NOTE = f"{UBL}CreditNote-2"
CAC = f"{UBL}CommonAggregateComponents-2"
CBC = f"{UBL}CommonBasicComponents-2"
EXT = f"{UBL}CommonExtensionComponents-2"

CROSS_INDUSTRY_INVOICE = f"{CII}CrossIndustryInvoice:"  # what its namespace begins with, in every version
RSM = f"{CROSS_INDUSTRY_INVOICE}100"
RAM = f"{CII}ReusableAggregateBusinessInformationEntity:100"
UDT = f"{CII}UnqualifiedDataType:100"
QDT = f"{CII}QualifiedDataType:100"

# prefix -> namespace, for the XPaths of each syntax
UBL_NAMESPACES = {"cac": CAC, "cbc": CBC, "ext": EXT}
CII_NAMESPACES = {"rsm": RSM, "ram": RAM, "udt": UDT}
