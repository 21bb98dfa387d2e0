-- An invoice is the same one by SIREN, number and year of issue. The keys were supplier, number, type, year.
-- Of two marks that fall together the first stays. The others, and those of sub-contractors' requests, which hold no
-- number against anybody, are kept under their key and their flow (kind beside): their invoices were accepted as well.

CREATE TABLE renewed (seq INTEGER NOT NULL, key TEXT NOT NULL, flow TEXT NOT NULL, holds INTEGER NOT NULL);
INSERT INTO renewed
    SELECT flows.seq, renewed_key(seen.key), seen.flow, NOT EXISTS (
        SELECT 1 FROM documents WHERE documents.flow = seen.flow AND documents.version = flows.version
            AND verdict = 'accepted' AND cadre IN ('A9', 'A10')
            AND invoice_key(supplier_id, number, issue_date) = renewed_key(seen.key))
    FROM seen JOIN flows ON flows.id = seen.flow WHERE seen.kind = 'invoice';
DELETE FROM seen WHERE kind = 'invoice';
INSERT OR IGNORE INTO seen (kind, key, flow) SELECT 'invoice', key, flow FROM renewed WHERE holds ORDER BY seq;
INSERT OR IGNORE INTO seen (kind, key, flow)
    SELECT 'beside', key || '|' || flow, flow FROM renewed WHERE NOT EXISTS (
        SELECT 1 FROM seen WHERE seen.kind = 'invoice' AND seen.key = renewed.key AND seen.flow = renewed.flow);
DROP TABLE renewed;
