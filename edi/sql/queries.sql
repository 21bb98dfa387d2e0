-- name: insert_flow
INSERT INTO flows (id, partner, drop_name, state, taken_at) VALUES (:id, :partner, :drop_name, 'taken', :taken_at)

-- name: due
-- a try further away than any wait was set by a clock that has stepped back since
SELECT * FROM flows WHERE state = 'taken' AND state <> 'done'
    AND (next_try_at IS NULL OR next_try_at <= :now OR next_try_at > :latest) ORDER BY seq

-- name: in_state
-- two halves, for the partial index flows_unfinished only serves a query that says state <> 'done' itself
SELECT * FROM flows WHERE state = :state AND state <> 'done'
UNION ALL SELECT * FROM flows WHERE :state = 'done' AND state = 'done' ORDER BY seq

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
INSERT INTO findings (flow, version, position, rank, code, severity, rule, member, xpath, line, value, excerpt,
    facts)
VALUES (:flow, :version, :position, :rank, :code, :severity, :rule, :member, :xpath, :line, :value, :excerpt, :facts)

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

-- name: conservation
-- both sides in one statement, for flows come in while it runs
SELECT COALESCE(verdict, 'in progress') AS verdict, COUNT(*) AS flows FROM flows GROUP BY 1
UNION ALL SELECT 'received', COUNT(*) FROM flows

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
UNION ALL
SELECT id, 'version en vigueur sans retour' FROM flows
    WHERE state <> 'taken' AND version > 1
    AND NOT EXISTS (SELECT 1 FROM returns WHERE returns.flow = flows.id AND returns.version = flows.version)

-- name: rejudgeable
SELECT * FROM flows WHERE purged_at IS NULL AND repeat_of IS NULL
    AND (NOT :unjudged OR state = 'taken' OR verdict = 'quarantined')
    AND (:partner IS NULL OR partner = :partner)
    AND (:since IS NULL OR taken_at >= :since)
    AND (NOT :refused OR verdict IN ('refused', 'irrecevable', 'partially integrated'))
    AND (:finding IS NULL OR EXISTS (SELECT 1 FROM findings WHERE findings.flow = flows.id
        AND findings.version = flows.version AND findings.code = :finding))
ORDER BY seq

-- name: hurry
UPDATE flows SET next_try_at = NULL WHERE id = :id AND state = 'taken'

-- name: set_rejudged
UPDATE flows SET rejudged = rejudged + 1,
    rejudge_failures = CASE WHEN :failure IS NULL THEN 0 ELSE rejudge_failures + 1 END, failure = :failure
WHERE id = :id

-- name: set_decided_again
UPDATE flows SET state = 'decided', version = :version, verdict = :verdict, decided_at = :decided_at, returned_at = NULL,
    flow_id = :flow_id, interface = :interface, repeat_of = :repeat_of, packs = :packs, failure = NULL,
    rejudged = rejudged + 1, rejudge_failures = 0
WHERE id = :id AND state = 'done' AND version = :version - 1 AND purged_at IS NULL

-- name: forget_marks
DELETE FROM seen WHERE flow = :flow

-- name: purgeable
SELECT * FROM flows WHERE state = 'done' AND purged_at IS NULL AND archived_at <= :before
    AND (:partner IS NULL OR partner = :partner)
    AND (:verdict IS NULL OR verdict = :verdict)
    AND (:quarantined OR verdict <> 'quarantined')
    AND :held = EXISTS (SELECT 1 FROM holds WHERE removed_at IS NULL AND (flow = flows.id OR holds.partner = flows.partner))
ORDER BY seq

-- name: set_purged
UPDATE flows SET purged_at = :at WHERE id = :id AND state = 'done' AND purged_at IS NULL AND archived_at <= :before
    AND NOT EXISTS (SELECT 1 FROM holds WHERE removed_at IS NULL AND (flow = flows.id OR holds.partner = flows.partner))

-- name: half_purged
SELECT * FROM flows WHERE purged_at IS NOT NULL AND place IS NOT NULL
    AND :held = EXISTS (SELECT 1 FROM holds WHERE removed_at IS NULL AND (flow = flows.id OR holds.partner = flows.partner))
ORDER BY seq

-- name: set_gone
UPDATE flows SET place = NULL WHERE id = :id AND purged_at IS NOT NULL

-- name: unpurge
UPDATE flows SET purged_at = NULL WHERE id = :id AND place IS NOT NULL

-- name: add_hold
INSERT INTO holds (flow, partner, reason, at) VALUES (:flow, :partner, :reason, :at)

-- name: remove_hold
UPDATE holds SET removed_at = :at WHERE number = :number AND removed_at IS NULL

-- name: holds
SELECT holds.*, flows.drop_name, COALESCE(holds.partner, flows.partner) AS whose
FROM holds LEFT JOIN flows ON flows.id = holds.flow WHERE :all OR removed_at IS NULL ORDER BY number

-- name: partners
SELECT DISTINCT partner AS whose FROM flows

-- name: pulls
SELECT * FROM pulls WHERE partner = :partner ORDER BY name

-- name: pull_seen
INSERT OR REPLACE INTO pulls (partner, name, size, mtime, state, since, boot)
VALUES (:partner, :name, :size, :mtime, 'seen', :since, :boot)

-- name: pull_fetched
UPDATE pulls SET state = 'fetched', sha256 = :sha256, after_seq = (SELECT COALESCE(MAX(seq), 0) FROM flows)
WHERE partner = :partner AND name = :name AND state = 'seen'

-- name: pull_kept
UPDATE pulls SET told = 1, since = :since, boot = :boot WHERE partner = :partner AND name = :name

-- name: pull_gone
DELETE FROM pulls WHERE partner = :partner AND name = :name

-- name: pull_taken
SELECT id FROM flows WHERE sha256 = :sha256 AND partner = :partner AND drop_name = :drop_name AND seq > :after_seq
ORDER BY seq LIMIT 1

-- name: login_refused
INSERT OR REPLACE INTO logins (partner, refused_at) VALUES (:partner, :at)

-- name: login_taken
DELETE FROM logins WHERE partner = :partner

-- name: login
SELECT refused_at FROM logins WHERE partner = :partner
