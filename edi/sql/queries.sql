-- name: insert_flow
INSERT INTO flows (id, partner, drop_name, state, taken_at) VALUES (:id, :partner, :drop_name, 'taken', :taken_at)

-- name: due
SELECT * FROM flows WHERE state = 'taken' AND (next_try_at IS NULL OR next_try_at <= :now) ORDER BY seq

-- name: in_state
SELECT * FROM flows WHERE state = :state ORDER BY seq

-- name: flow
SELECT * FROM flows WHERE id = :id

-- name: set_returned
UPDATE flows SET state = 'returned', returned_at = :at WHERE id = :id AND state = 'decided'

-- name: set_done
UPDATE flows SET state = 'done', archived_at = :at, place = :place WHERE id = :id AND state = 'returned'

-- name: set_failed
UPDATE flows SET attempts = :attempts, next_try_at = :next_try_at, failure = :failure, size = :size, sha256 = :sha256
WHERE id = :id AND state = 'taken'

-- name: set_decided
UPDATE flows SET state = 'decided', verdict = :verdict, decided_at = :decided_at, size = :size, sha256 = :sha256,
    flow_id = :flow_id, interface = :interface, repeat_of = :repeat_of, packs = :packs, next_try_at = NULL
WHERE id = :id AND state = 'taken'

-- name: insert_document
INSERT INTO documents (flow, version, position, member, number, type, issue_date, cadre, syntax, supplier_type, supplier_id,
    supplier_name, supplier_country, debtor_id, debtor_name, debtor_service, debtor_service_name, verdict, statuses)
VALUES (:flow, :version, :position, :member, :number, :type, :issue_date, :cadre, :syntax, :supplier_type, :supplier_id,
    :supplier_name, :supplier_country, :debtor_id, :debtor_name, :debtor_service, :debtor_service_name, :verdict, :statuses)

-- name: insert_finding
INSERT INTO findings (flow, version, position, rank, code, severity, rule, member, xpath, line, value, facts)
VALUES (:flow, :version, :position, :rank, :code, :severity, :rule, :member, :xpath, :line, :value, :facts)

-- name: documents_of
SELECT documents.* FROM documents JOIN flows ON flows.id = flow AND flows.version = documents.version
WHERE flow = :flow ORDER BY position

-- name: findings_of
SELECT findings.* FROM findings JOIN flows ON flows.id = flow AND flows.version = findings.version
WHERE flow = :flow ORDER BY rank

-- name: insert_return
INSERT INTO returns (flow, version, kind, name, sha256, content) VALUES (:flow, :version, :kind, :name, :sha256, :content)

-- name: returns_of
SELECT returns.* FROM returns JOIN flows ON flows.id = flow AND flows.version = returns.version
WHERE flow = :flow ORDER BY seq

-- name: next_serial
INSERT INTO serials DEFAULT VALUES RETURNING value

-- name: seen
SELECT flows.* FROM seen JOIN flows ON flows.id = seen.flow WHERE seen.kind = :kind AND seen.key = :key

-- name: mark_seen
INSERT OR IGNORE INTO seen (kind, key, flow) VALUES (:kind, :key, :flow)

-- name: sightings
SELECT * FROM sightings

-- name: forget_sightings
DELETE FROM sightings

-- name: insert_sighting
INSERT INTO sightings (partner, name, size, mtime_ns, inode, since, boot)
VALUES (:partner, :name, :size, :mtime_ns, :inode, :since, :boot)

-- name: latest
SELECT * FROM flows ORDER BY seq DESC LIMIT :count

-- name: find
SELECT * FROM flows WHERE id = :text OR flow_id = :text OR drop_name IN (:text, :name)
    OR sha256 LIKE :prefix ESCAPE '\' OR id LIKE :prefix ESCAPE '\'
    OR id IN (SELECT flow FROM documents WHERE number = :text)
    OR id IN (SELECT flow FROM returns WHERE name = :text OR name LIKE :prefix ESCAPE '\')
ORDER BY seq

-- name: verdicts
SELECT COALESCE(verdict, 'in progress') AS verdict, COUNT(*) AS flows FROM flows GROUP BY 1

-- name: states
SELECT state, COUNT(*) AS flows FROM flows GROUP BY state

-- name: all_flows
SELECT * FROM flows ORDER BY seq

-- name: all_returns
SELECT returns.*, flows.partner FROM returns JOIN flows ON flows.id = returns.flow ORDER BY returns.seq

-- name: last_id
SELECT MAX(id) AS id FROM flows

-- name: contradictions
SELECT id, 'répétition d''un flux inconnu' AS reason FROM flows
    WHERE repeat_of IS NOT NULL AND repeat_of NOT IN (SELECT id FROM flows)
UNION ALL
SELECT id, 'décidé sans aucun retour' FROM flows
    WHERE state <> 'taken' AND id NOT IN (SELECT flow FROM returns)
UNION ALL
SELECT id, 'document accepté sans marque de réception de sa facture' FROM flows
    WHERE verdict IN ('integrated', 'partially integrated') AND id NOT IN (SELECT flow FROM seen WHERE kind = 'invoice')
UNION ALL
SELECT id, 'verdict sans document' FROM flows
    WHERE verdict IN ('integrated', 'partially integrated', 'refused') AND id NOT IN (SELECT flow FROM documents)
