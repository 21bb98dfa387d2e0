"""The UBL reader: every field, every place a cadre may stand, and trees that no schema would pass."""

from __future__ import annotations

import base64
import pickle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from reading_cases import HEADING, TOTALS, every_value, read_at, text

from edi.judging.identify import Identified, identify
from edi.judging.read import read, ubl
from edi.judging.read.attachment import look
from edi.judging.read.plan import Group, compile_plan, file_name, iso_date
from edi.model.document import Party, Record, Syntax, Value
from edi.model.limits import Limits

SHARED = Path(__file__).resolve().parents[4] / "shared"
official = pytest.mark.skipif(not SHARED.is_dir(), reason="official samples are not beside the project")

UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
PARTY = """
<cac:Party>
  <cac:PartyIdentification><cbc:ID schemeName="{scheme}">{id}</cbc:ID></cac:PartyIdentification>
  <cac:PartyTaxScheme>
    <cbc:CompanyID>FR{id}</cbc:CompanyID>
    <cac:TaxScheme><cbc:TaxTypeCode>TVA DEBIT</cbc:TaxTypeCode></cac:TaxScheme>
  </cac:PartyTaxScheme>
  <cac:PartyLegalEntity>
    <cbc:RegistrationName>{name}</cbc:RegistrationName>
    <cac:RegistrationAddress><cac:Country><cbc:IdentificationCode>FR</cbc:IdentificationCode></cac:Country>
    </cac:RegistrationAddress>
  </cac:PartyLegalEntity>
  <cac:Contact><cbc:ID>S-{id}</cbc:ID><cbc:Name>Service {name}</cbc:Name></cac:Contact>{more}
</cac:Party>"""
AGENT = PARTY.format(scheme="1", id="333", name="Mandataire", more="").replace("cac:Party>", "cac:AgentParty>")
CONTENT = base64.encodebytes(b"x" * 1000).decode()

EVERYTHING = f"""
<ext:UBLExtensions><ext:UBLExtension><ext:ExtensionContent>
  <a:FactureExtension xmlns:a="urn:AIFE:Facture:Extension"><a:CategoryCode> A10 </a:CategoryCode></a:FactureExtension>
</ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions>
<cbc:ID>F-1</cbc:ID>
<cbc:IssueDate>2026-11-02</cbc:IssueDate>
<cbc:DueDate>2026-12-02</cbc:DueDate>
<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:OrderReference><cbc:ID>EJ-1</cbc:ID></cac:OrderReference>
<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>F-0</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference>
<cac:BillingReference><cac:CreditNoteDocumentReference><cbc:ID>A-0</cbc:ID></cac:CreditNoteDocumentReference>
</cac:BillingReference>
<cac:ContractDocumentReference>
  <cbc:ID>M-1</cbc:ID><cbc:DocumentTypeCode>Marché public</cbc:DocumentTypeCode>
</cac:ContractDocumentReference>
<cac:ContractDocumentReference>
  <cbc:ID>C-1</cbc:ID><cbc:DocumentTypeCode>Contrat</cbc:DocumentTypeCode>
</cac:ContractDocumentReference>
<cac:AdditionalDocumentReference>
  <cbc:ID>plan.pdf</cbc:ID><cbc:DocumentTypeCode>application/pdf</cbc:DocumentTypeCode><cbc:DocumentType>02</cbc:DocumentType>
  <cac:Attachment>
    <cbc:EmbeddedDocumentBinaryObject mimeCode="application/zip">{CONTENT}</cbc:EmbeddedDocumentBinaryObject>
  </cac:Attachment>
</cac:AdditionalDocumentReference>
<cac:AdditionalDocumentReference><cbc:ID>only a reference</cbc:ID></cac:AdditionalDocumentReference>
<cac:AccountingSupplierParty>{PARTY.format(scheme="1", id="111", name="Titulaire", more=AGENT)}
</cac:AccountingSupplierParty>
<cac:AccountingCustomerParty>{PARTY.format(scheme="1", id="222", name="Commune", more="")}
  <cac:AccountingContact><cbc:ID>SE-1</cbc:ID><cbc:Name>Voirie</cbc:Name></cac:AccountingContact>
</cac:AccountingCustomerParty>
<cac:PayeeParty><cac:PartyName><cbc:Name>Affactureur</cbc:Name></cac:PartyName></cac:PayeeParty>
<cac:PaymentMeans>
  <cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>
  <cac:PayeeFinancialAccount><cbc:ID>FR76</cbc:ID>
    <cac:FinancialInstitutionBranch><cbc:ID>BICBIC</cbc:ID></cac:FinancialInstitutionBranch>
  </cac:PayeeFinancialAccount>
</cac:PaymentMeans>
<cac:TaxTotal><cbc:TaxAmount currencyID="XPF">999</cbc:TaxAmount></cac:TaxTotal>
<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">25</cbc:TaxAmount>
  <cac:TaxSubtotal><cbc:TaxableAmount>100</cbc:TaxableAmount><cbc:TaxAmount>20</cbc:TaxAmount><cbc:Percent>20</cbc:Percent>
    <cac:TaxCategory><cbc:ID>S</cbc:ID></cac:TaxCategory></cac:TaxSubtotal>
  <cac:TaxSubtotal><cbc:TaxableAmount>50</cbc:TaxableAmount><cbc:TaxAmount>5</cbc:TaxAmount>
    <cac:TaxCategory><cbc:ID>E</cbc:ID><cbc:Percent>10</cbc:Percent><cbc:TaxExemptionReason>Export</cbc:TaxExemptionReason>
    </cac:TaxCategory></cac:TaxSubtotal>
</cac:TaxTotal>
<cac:LegalMonetaryTotal>
  <cbc:LineExtensionAmount>151</cbc:LineExtensionAmount><cbc:TaxExclusiveAmount>150</cbc:TaxExclusiveAmount>
  <cbc:TaxInclusiveAmount>175</cbc:TaxInclusiveAmount><cbc:AllowanceTotalAmount>2</cbc:AllowanceTotalAmount>
  <cbc:ChargeTotalAmount>1</cbc:ChargeTotalAmount><cbc:PrepaidAmount>10</cbc:PrepaidAmount>
  <cbc:PayableAmount>165</cbc:PayableAmount>
</cac:LegalMonetaryTotal>
<cac:InvoiceLine><cbc:ID>never read</cbc:ID></cac:InvoiceLine>"""


def document(body: str, root: str = "Invoice") -> bytes:
    return (
        f'<{root} xmlns="{UBL}{root}-2" xmlns:cac="{UBL}CommonAggregateComponents-2" '
        f'xmlns:cbc="{UBL}CommonBasicComponents-2" xmlns:ext="{UBL}CommonExtensionComponents-2">{body}</{root}>'
    ).encode()


def record(body: str, root: str = "Invoice") -> Record:
    found = identify(document(body, root), Limits())
    assert isinstance(found, Identified)
    return read(found.parsed.root, found.syntax)


@pytest.fixture(scope="module")
def full() -> Record:
    return record(EVERYTHING)


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        *HEADING,
        ("cadre", "A10"),
        ("commitment", "EJ-1"),
        ("marche", "M-1"),
        ("contract", "C-1"),
        ("supplier.id", "111"),
        ("supplier.scheme", "1"),
        ("supplier.name", "Titulaire"),
        ("supplier.country", "FR"),
        ("supplier.vat", "FR111"),
        ("supplier.service", "S-111"),
        ("supplier.service_name", "Service Titulaire"),
        ("debtor.id", "222"),
        ("debtor.name", "Commune"),
        ("debtor.service", "SE-1"),
        ("debtor.service_name", "Voirie"),
        ("valideur.id", "333"),
        ("valideur.name", "Mandataire"),
        ("valideur.service", "S-333"),
        *TOTALS,
    ],
)
def test_each_field_is_read_where_aife_puts_it(full: Record, field: str, expected: str) -> None:
    assert read_at(full, field) == expected


def test_earlier_pieces_are_invoices_and_credit_notes(full: Record) -> None:
    assert [origin.text for origin in full.origins] == ["F-0", "A-0"]


def test_each_tax_subtotal_is_a_line(full: Record) -> None:
    lines = [(text(x.basis), text(x.amount), text(x.rate), text(x.category), text(x.exemption)) for x in full.tax_lines]
    assert lines == [("100", "20", "20", "S", None), ("50", "5", "10", "E", "Export")]


def test_the_regime_of_the_supplier_is_told_on_each_tax_line(full: Record) -> None:
    assert [text(line.regime) for line in full.tax_lines] == ["TVA DEBIT", "TVA DEBIT"]


def test_the_payment_has_account_bank_and_payee(full: Record) -> None:
    (payment,) = full.payments
    read_ = [text(payment.means), text(payment.iban), text(payment.bic), text(payment.account_name)]
    assert read_ == ["30", "FR76", "BICBIC", "Affactureur"]


@pytest.mark.parametrize(
    ("label", "account", "iban"),
    [
        ("", "FR7699999000010000000000115", True),
        ("", "fr76 9999 9000", True),
        ("", "110123456789", False),
        ("", "SHBK110123", False),
        ('schemeName="RIB"', "30006000011234567890189", False),
        ('schemeID="BBAN"', "GB2912345678", False),
        ('schemeName="IBAN"', "30006000011234567890189", True),
        ('schemeName="compte"', "FR7699999000010000000000115", True),
    ],
)
def test_an_account_is_an_iban_when_it_is_labelled_or_begun_so(label: str, account: str, iban: bool) -> None:
    told = f"<cac:PayeeFinancialAccount><cbc:ID {label}>{account}</cbc:ID></cac:PayeeFinancialAccount>"
    payment = record(f"<cac:PaymentMeans>{told}</cac:PaymentMeans>").payments[0]
    assert (text(payment.iban), text(payment.account)) == ((account, None) if iban else (None, account))


@pytest.mark.parametrize(("scheme", "first"), [("FC", False), ("VAT", True), ("tva", True), ("", True)])
def test_of_several_tax_registrations_the_one_for_vat_is_read(scheme: str, first: bool) -> None:
    def registration(id_: str, scheme: str, regime: str) -> str:
        label = f"<cbc:ID>{scheme}</cbc:ID>" if scheme else ""
        told = f"<cac:TaxScheme>{label}<cbc:TaxTypeCode>{regime}</cbc:TaxTypeCode></cac:TaxScheme>"
        return f"<cac:PartyTaxScheme><cbc:CompanyID>{id_}</cbc:CompanyID>{told}</cac:PartyTaxScheme>"

    two = registration("1", scheme, "TVA DEBIT") + registration("2", "VAT", "TVA ENCAISSEMENT")
    body = f"<cac:AccountingSupplierParty><cac:Party>{two}</cac:Party></cac:AccountingSupplierParty>"
    given = record(f"{body}<cac:TaxTotal><cac:TaxSubtotal/></cac:TaxTotal>")
    wanted = ("1", "TVA DEBIT") if first else ("2", "TVA ENCAISSEMENT")
    assert (text(given.supplier.vat), text(given.tax_lines[0].regime)) == wanted


def test_a_line_says_what_its_own_allowance_is() -> None:
    allowance = "<cac:AllowanceCharge><cbc:Amount>10.00</cbc:Amount></cac:AllowanceCharge>"
    assert text(record(f"<cac:InvoiceLine>{allowance}</cac:InvoiceLine>").lines[0].adjusted) == "10.00"


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        (("Bon 12.4", "metres.csv"), "metres.csv"),
        (("Situation n. 4", "metres.csv"), "metres.csv"),
        (("plan.pdf", "metres.csv"), "plan.pdf"),
        (("Bon 12.4", None), "Bon 12.4"),
        (("signe.p7s", "x"), "signe.p7s"),
        ((None, None), None),
    ],
)
def test_a_file_is_named_by_what_ends_like_a_file(names: tuple[str | None, ...], chosen: str | None) -> None:
    assert text(file_name(*[None if name is None else Value(name, "/x", 1) for name in names])) == chosen


def test_an_attachment_is_measured_and_a_bare_reference_is_none(full: Record) -> None:
    (attachment,) = full.attachments
    assert (text(attachment.name), text(attachment.kind), attachment.mime, attachment.size) == (
        *("plan.pdf", "02", "application/pdf"),
        1000,
    )


def test_a_value_knows_its_xpath_and_line(full: Record) -> None:
    assert full.number == Value("F-1", "/Invoice/cbc:ID", 5)


def test_a_value_of_a_repeated_group_has_its_rank_in_the_xpath(full: Record) -> None:
    basis = full.tax_lines[1].basis
    assert basis is not None
    assert basis.xpath == "/Invoice/cac:TaxTotal[2]/cac:TaxSubtotal[2]/cbc:TaxableAmount"


def test_every_xpath_finds_the_element_it_was_read_from(full: Record) -> None:
    root = etree.fromstring(document(EVERYTHING))
    for value in every_value(full):
        if "FactureExtension" in value.xpath:
            continue  # written by local names, for they may stand in any namespace
        path = value.xpath.replace("/Invoice/", "/i:Invoice/", 1)
        hits = root.xpath(path, namespaces={**ubl.NAMESPACES, "i": f"{UBL}Invoice-2"})
        assert value.text in [hit if isinstance(hit, str) else hit.text for hit in hits], value


def test_a_record_crosses_a_process_boundary(full: Record) -> None:
    assert pickle.loads(pickle.dumps(full)) == full


EXTENSION = (
    "<ext:UBLExtensions><ext:UBLExtension><ext:ExtensionContent>{}</ext:ExtensionContent>"
    "</ext:UBLExtension></ext:UBLExtensions>"
)


@pytest.mark.parametrize(
    ("body", "cadres"),
    [
        ("", []),
        (EXTENSION.format("<CategoryCode>A4</CategoryCode>"), ["A4"]),
        (EXTENSION.format('<CategoryCode xmlns="">A4</CategoryCode>'), ["A4"]),
        (
            EXTENSION.format(
                "<f:FactureExtension xmlns:f='urn:x'><CategoryCode>A4</CategoryCode></f:FactureExtension>"
            ),
            ["A4"],
        ),
        (EXTENSION.format("<FactureExtension><CategoryCode/></FactureExtension>"), []),
        (
            EXTENSION.format("<CategoryCode>A4</CategoryCode><x><FactureExtension/></x>")
            + "<cbc:ProfileID>A1</cbc:ProfileID>",
            ["A4", "A1"],
        ),
        (
            EXTENSION.format(
                "<CategoryCode>A4</CategoryCode>"
                "<FactureExtension><CategoryCode>A7</CategoryCode><CategoryCode>A8</CategoryCode></FactureExtension>"
            ),
            ["A7", "A8", "A4"],
        ),
        ("<cbc:ProfileID>A1</cbc:ProfileID>", ["A1"]),
        ("<cbc:ProfileID>M1</cbc:ProfileID>", ["M1"]),
        ("<cbc:ProfileID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0</cbc:ProfileID>", []),
        ("<cbc:ProfileID>http/1</cbc:ProfileID>", []),
    ],
)
def test_the_cadre_is_found_in_each_of_its_places_in_order(body: str, cadres: list[str]) -> None:
    found = record(body)
    assert [value.text for value in found.cadres] == cadres
    assert text(found.cadre) == (cadres[0] if cadres else None)


SUPPLIER = "<cac:AccountingSupplierParty><cac:Party>{}</cac:Party></cac:AccountingSupplierParty>"
IDENTIFICATION = "<cac:PartyIdentification><cbc:ID {}>{}</cbc:ID></cac:PartyIdentification>"


@pytest.mark.parametrize(
    ("body", "id_", "scheme"),
    [
        (IDENTIFICATION.format('schemeName="1"', "11"), "11", "1"),
        (IDENTIFICATION.format('schemeID="0009"', "11"), "11", "0009"),
        (IDENTIFICATION.format('schemeName="2" schemeID="0009"', "11"), "11", "2"),
        (IDENTIFICATION.format("", "11"), "11", None),
        (IDENTIFICATION.format('schemeID="0088"', "30") + IDENTIFICATION.format('schemeName="1"', "11"), "11", "1"),
        (IDENTIFICATION.format('schemeName="1"', " "), None, None),
        (
            '<cac:PartyLegalEntity><cbc:CompanyID schemeID="0002">22</cbc:CompanyID></cac:PartyLegalEntity>',
            "22",
            "0002",
        ),
        ("<cbc:EndpointID>33</cbc:EndpointID>", None, None),
    ],
)
def test_the_supplier_is_identified_by_its_labelled_identifier(body: str, id_: str | None, scheme: str | None) -> None:
    supplier = record(SUPPLIER.format(body)).supplier
    assert (text(supplier.id), text(supplier.scheme)) == (id_, scheme)


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("<cac:PartyName><cbc:Name>N</cbc:Name></cac:PartyName>", "N"),
        (
            "<cac:PartyName><cbc:Name>N</cbc:Name></cac:PartyName>"
            "<cac:PartyLegalEntity><cbc:RegistrationName>R</cbc:RegistrationName></cac:PartyLegalEntity>",
            "R",
        ),
    ],
)
def test_the_registered_name_comes_before_the_trade_name(body: str, name: str) -> None:
    assert text(record(SUPPLIER.format(body)).supplier.name) == name


CONTRACT = "<cac:ContractDocumentReference><cbc:ID>X</cbc:ID>{}</cac:ContractDocumentReference>"


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Marché public", "marche"),
        ("MARCHE  PUBLIC", "marche"),
        ("Contrat", "contract"),
        (None, "marche"),
        ("Bon de commande", "commitment"),
        ("engagement", "commitment"),
    ],
)
@pytest.mark.parametrize("element", ["DocumentTypeCode", "DocumentType"])
def test_a_contract_reference_is_what_its_type_says(label: str | None, field: str, element: str) -> None:
    found = record(CONTRACT.format(f"<cbc:{element}>{label}</cbc:{element}>" if label else ""))
    others = {"marche", "contract", "commitment"} - {field}
    assert text(getattr(found, field)) == "X"
    assert [getattr(found, other) for other in others] == [None, None]


def test_a_contract_reference_of_an_unknown_type_is_none_of_ours() -> None:
    found = record(CONTRACT.format("<cbc:DocumentTypeCode>Devis</cbc:DocumentTypeCode>"))
    assert (found.marche, found.contract, found.commitment) == (None, None, None)


def test_the_order_reference_comes_before_a_typed_contract_reference() -> None:
    body = "<cac:OrderReference><cbc:ID>EJ</cbc:ID></cac:OrderReference>"
    assert text(record(body + CONTRACT.format("<cbc:DocumentType>Engagement</cbc:DocumentType>")).commitment) == "EJ"


@pytest.mark.parametrize("place", ["cac:PaymentMeans", "cac:PaymentTerms"])
def test_the_due_date_may_stand_with_the_payment(place: str) -> None:
    assert (
        text(record(f"<{place}><cbc:PaymentDueDate>2026-01-31</cbc:PaymentDueDate></{place}>").due_date) == "2026-01-31"
    )


def test_a_credit_note_without_type_code_is_a_381_by_its_root() -> None:
    assert record("<cbc:ID>1</cbc:ID>", "CreditNote").type == Value("381", "/CreditNote", 1)


def test_a_credit_note_says_its_own_type_and_place() -> None:
    found = record("<cbc:CreditNoteTypeCode>396</cbc:CreditNoteTypeCode>", "CreditNote")
    assert found.type == Value("396", "/CreditNote/cbc:CreditNoteTypeCode", 1)
    assert found.syntax is Syntax.UBL_CREDIT_NOTE


def test_a_comment_does_not_cut_a_value() -> None:
    assert text(record("<cbc:ProfileID>A1<!-- -->5<?p?></cbc:ProfileID>").cadre) == "A15"


def test_white_space_around_a_value_is_dropped_and_inside_kept() -> None:
    assert text(record("<cbc:ID>\n\t A 1\r\n</cbc:ID>").number) == "A 1"


def test_an_empty_element_counts_as_absent_and_the_next_one_is_read() -> None:
    assert text(record("<cbc:ID> </cbc:ID><cbc:ID>2</cbc:ID>").number) == "2"


def test_an_empty_document_reads_as_nothing() -> None:
    assert record("") == Record(syntax=Syntax.UBL_INVOICE, supplier=Party())


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400), st.sampled_from("dmce")), max_size=12))
@settings(max_examples=60, deadline=None)
def test_no_mangled_tree_makes_the_reader_raise(cuts: list[tuple[int, int, str]]) -> None:
    root = etree.fromstring(document(EVERYTHING))
    for one, other, what in cuts:
        nodes = list(root.iter())
        node, host = nodes[one % len(nodes)], nodes[other % len(nodes)]
        if node is root:
            continue
        if what == "d":
            node.getparent().remove(node)
        elif what == "e":
            node.text = None
        elif what == "c" and isinstance(host.tag, str):
            host.append(etree.Comment("cut"))
        elif what == "m" and isinstance(host.tag, str) and host not in list(node.iter()):
            host.append(node)
    assert ubl.read(root, Syntax.UBL_INVOICE).syntax is Syntax.UBL_INVOICE


def test_a_very_deep_tree_is_not_walked_into() -> None:
    root = etree.fromstring(document(""))
    node = root
    for _ in range(2000):
        node = etree.SubElement(node, f"{{{ubl.NAMESPACES['cac']}}}Party")
    assert ubl.read(root, Syntax.UBL_INVOICE).number is None


@pytest.mark.parametrize(
    ("given_", "size"),
    [
        ("", 0),
        ("QQ==", 1),
        (" Q Q\n=\t=\r\n", 1),
        ("QUI=", 2),
        ("QUJD", 3),
        ("QUJ", None),
        ("Q===", None),
        ("=QUJ", None),
        ("QQ==QQ==", None),
        ("QUé=", None),
        ("QU-_", None),
        ("#FICHIER#", None),
    ],
)
def test_the_size_of_base64_is_told_and_anything_else_is_none(given_: str, size: int | None) -> None:
    assert look(given_).size == size


@given(st.binary(max_size=200))
@settings(max_examples=50, deadline=None)
def test_the_size_is_that_of_the_decoded_bytes(content: bytes) -> None:
    assert look(base64.encodebytes(content).decode()).size == len(content)


@pytest.mark.parametrize(
    ("written", "form", "read_"),
    [
        ("20180101", None, "2018-01-01"),
        ("20180101", "102", "2018-01-01"),
        ("20180101", "203", "20180101"),
        ("20181301", None, "20181301"),
        ("2018-01-01", None, "2018-01-01"),
        ("2018-01-01Z", None, "2018-01-01"),
        ("2018-01-01+02:00", None, "2018-01-01"),
        ("2018-01-01T10:00:00", None, "2018-01-01"),
        ("2018-W01-1", None, "2018-W01-1"),
        ("01/02/2018", None, "01/02/2018"),
        ("٢٠١٨٠١٠١", None, "٢٠١٨٠١٠١"),
        ("00000101", None, "00000101"),
    ],
)
def test_a_date_is_put_in_one_form_only_when_it_is_one(written: str, form: str | None, read_: str) -> None:
    assert text(iso_date(Value(written, "/x", 1), form)) == read_


@pytest.mark.parametrize(
    "table",
    [
        Group(path="/r", fields={"a": "x:A", "b": "x:A"}),
        Group(path="/r", fields={"a": "x:A"}, groups={"g": Group(path="x:A")}),
    ],
)
def test_a_table_that_reads_one_place_twice_is_refused(table: Group) -> None:
    with pytest.raises(ValueError, match="the same"):
        compile_plan(table, {"x": "urn:x"})


@official
def test_the_template_in_the_wild_is_read() -> None:
    found = identify((SHARED / "samples/ubl/IN_DP_E2_UBL_INVOICE_MIN.xml").read_bytes(), Limits())
    assert isinstance(found, Identified)
    got = read(found.parsed.root, found.syntax)
    values = [
        text(v) for v in (got.number, got.cadre, got.supplier.id, got.supplier.scheme, got.debtor.id, got.commitment)
    ]
    assert values == ["#FACNUM#", "A1", "#ID_FOURNISSEUR#", "1", "#ID_DESTINATAIRE#", "#NUMERO_ENGAGEMENT#"]
    assert [(text(a.name), a.size) for a in got.attachments] == [("#NOM_FICHIER#", None)]
