-- name: insert_flow
-- a flow just taken
INSERT INTO flows (id, partner, drop_name, state, taken_at) VALUES (:id, :partner, :drop_name, 'taken', :taken_at)

-- name: flow
-- one flow, by our id
SELECT * FROM flows WHERE id = :id

-- name: due
-- flows to judge now; a try further away than any wait was set by a clock that has stepped back since
SELECT * FROM flows WHERE state = 'taken' AND state <> 'done' AND deaths = 0
    AND (next_try_at IS NULL OR next_try_at <= :now OR next_try_at > :latest) ORDER BY seq

-- name: suspects
-- the same of those that were in hand when a gateway died: each is judged alone, the likeliest to do it again last
SELECT * FROM flows WHERE state = 'taken' AND state <> 'done' AND deaths > 0
    AND (next_try_at IS NULL OR next_try_at <= :now OR next_try_at > :latest) ORDER BY deaths, seq

-- name: in_hand
-- what is being judged, or was when its gateway died
SELECT * FROM flows WHERE in_hand = 1 ORDER BY seq

-- name: set_in_hand
-- its judging begins
UPDATE flows SET in_hand = 1 WHERE id = :id

-- name: put_down
-- nothing is being judged: what was left of it is no death
UPDATE flows SET in_hand = 0 WHERE in_hand = 1

-- name: set_died
-- its gateway died of it, or of another thing meanwhile
UPDATE flows SET in_hand = 0, deaths = deaths + 1, next_try_at = :next_try_at, failure = :failure
WHERE id = :id AND in_hand = 1 AND state = 'taken'

-- name: in_state
-- flows in one state, in two halves: the partial index flows_unfinished only serves a query that says state <> 'done'
SELECT * FROM flows WHERE state = :state AND state <> 'done'
UNION ALL SELECT * FROM flows WHERE :state = 'done' AND state = 'done' ORDER BY seq

-- name: set_returned
-- its returns are in the outbox
UPDATE flows SET state = 'returned', returned_at = :at WHERE id = :id AND state = 'decided'

-- name: set_done
-- its original is at its last place
UPDATE flows SET state = 'done', archived_at = :at, place = :place WHERE id = :id AND state = 'returned'

-- name: set_failed
-- it could not be judged, by our own fault
UPDATE flows SET attempts = :attempts, next_try_at = :next_try_at, failure = :failure, size = :size, sha256 = :sha256,
    in_hand = 0
WHERE id = :id AND state = 'taken'

-- name: set_due
-- a later try is made now
UPDATE flows SET next_try_at = NULL WHERE id = :id AND state = 'taken'

-- name: rejudgeable
-- flows that can be judged again, chosen by whatever is given
SELECT * FROM flows WHERE purged_at IS NULL AND repeat_of IS NULL
    AND (NOT :unjudged OR state = 'taken' OR verdict = 'quarantined')
    AND (:partner IS NULL OR partner = :partner)
    AND (:since IS NULL OR taken_at >= :since)
    AND (NOT :refused OR verdict IN ('refused', 'irrecevable', 'partially integrated'))
    AND (:finding IS NULL OR EXISTS (SELECT 1 FROM findings WHERE findings.flow = flows.id
        AND findings.version = flows.version AND findings.code = :finding))
ORDER BY seq

-- name: set_rejudged
-- a second judging that changed nothing, or failed
UPDATE flows SET rejudged = rejudged + 1,
    rejudge_failures = CASE WHEN :failure IS NULL THEN 0 ELSE rejudge_failures + 1 END, failure = :failure,
    deaths = CASE WHEN :failure IS NULL THEN 0 ELSE deaths END, in_hand = 0
WHERE id = :id

-- name: latest
-- the last so many
SELECT * FROM flows ORDER BY seq DESC LIMIT :count

-- name: find
-- flows by whatever a person may hold of them
SELECT * FROM flows WHERE id = :text OR flow_id = :text OR drop_name IN (:text, :name)
    OR sha256 LIKE :prefix ESCAPE '\' OR id LIKE :prefix ESCAPE '\'
    OR id IN (SELECT flow FROM documents WHERE number = :text)
    OR id IN (SELECT flow FROM returns WHERE name = :text OR name LIKE :prefix ESCAPE '\')
ORDER BY seq

-- name: last_id
-- the id of the latest flow: ids rise
SELECT MAX(id) AS id FROM flows

-- name: partners
-- whoever a flow was taken from
SELECT DISTINCT partner FROM flows

-- name: set_decided
-- the verdict of a flow just taken (version 1), or a new version of a finished one's
UPDATE flows SET state = 'decided', version = :version, verdict = :verdict, decided_at = :decided_at, returned_at = NULL,
    size = COALESCE(:size, size), sha256 = COALESCE(:sha256, sha256), flow_id = :flow_id, interface = :interface,
    repeat_of = :repeat_of, packs = :packs, next_try_at = NULL, failure = CASE WHEN :version = 1 THEN failure END,
    rejudged = rejudged + (:version > 1), rejudge_failures = 0, in_hand = 0,
    deaths = CASE WHEN :version = 1 THEN deaths ELSE 0 END
WHERE id = :id AND ((:version = 1 AND state = 'taken')
    OR (:version > 1 AND state = 'done' AND version = :version - 1 AND purged_at IS NULL))

-- name: insert_document
-- one document of one version
INSERT INTO documents (flow, version, position, member, number, type, issue_date, cadre, syntax, supplier_type, supplier_id,
    supplier_name, supplier_country, debtor_id, debtor_name, debtor_service, debtor_service_name, verdict, statuses)
VALUES (:flow, :version, :position, :member, :number, :type, :issue_date, :cadre, :syntax, :supplier_type, :supplier_id,
    :supplier_name, :supplier_country, :debtor_id, :debtor_name, :debtor_service, :debtor_service_name, :verdict, :statuses)

-- name: insert_finding
-- one finding of one version, of a document or of the flow itself
INSERT INTO findings (flow, version, position, rank, code, severity, rule, member, xpath, line, value, excerpt,
    facts)
VALUES (:flow, :version, :position, :rank, :code, :severity, :rule, :member, :xpath, :line, :value, :excerpt, :facts)

-- name: insert_return
-- one return of one version
INSERT INTO returns (flow, version, kind, name, sha256, content) VALUES (:flow, :version, :kind, :name, :sha256, :content)

-- name: documents_of
-- the documents of the version in force
SELECT documents.* FROM documents JOIN flows ON flows.id = flow AND flows.version = documents.version
WHERE flow = :flow ORDER BY position

-- name: findings_of
-- the findings of the version in force, of the flow and of its documents
SELECT findings.* FROM findings JOIN flows ON flows.id = flow AND flows.version = findings.version
WHERE flow = :flow ORDER BY rank

-- name: returns_of
-- the returns of the version in force
SELECT returns.* FROM returns JOIN flows ON flows.id = flow AND flows.version = returns.version
WHERE flow = :flow ORDER BY seq

-- name: next_serial
-- a serial never given before
INSERT INTO serials DEFAULT VALUES RETURNING value

-- name: first_seen
-- the flow that first brought a thing
SELECT flows.* FROM seen JOIN flows ON flows.id = seen.flow WHERE seen.kind = :kind AND seen.key = :key

-- name: first_accepted
-- the first flow, but one, with an accepted invoice of a key, or of one that goes on with a bar behind it
SELECT flows.* FROM seen JOIN flows ON flows.id = seen.flow
WHERE seen.kind IN ('invoice', 'beside') AND seen.key >= :key AND seen.key < :key || '}'
    AND (seen.key = :key OR substr(seen.key, length(:key) + 1, 1) = '|') AND seen.flow IS NOT :but
ORDER BY flows.seq LIMIT 1

-- name: add_mark
-- a thing was brought; who brought it first stays
INSERT OR IGNORE INTO seen (kind, key, flow) VALUES (:kind, :key, :flow)

-- name: forget_marks
-- what a flow brought, when it is judged again
DELETE FROM seen WHERE flow = :flow

-- name: sightings
-- every drop seen and not settled
SELECT * FROM sightings

-- name: forget_sightings
-- all of them, before they are written anew
DELETE FROM sightings

-- name: insert_sighting
-- one drop seen and not settled
INSERT INTO sightings (partner, name, size, mtime_ns, inode, since, boot)
VALUES (:partner, :name, :size, :mtime_ns, :inode, :since, :boot)

-- name: pulls
-- what is known of the files in a partner's folder
SELECT * FROM pulls WHERE partner = :partner ORDER BY name

-- name: set_pull_seen
-- a file is there, in a state it was not known in
INSERT OR REPLACE INTO pulls (partner, name, size, mtime, state, since, boot)
VALUES (:partner, :name, :size, :mtime, 'seen', :since, :boot)

-- name: set_pull_fetched
-- its bytes are whole on our disk; the flow they become has a higher seq than any now
UPDATE pulls SET state = 'fetched', sha256 = :sha256, after_seq = (SELECT COALESCE(MAX(seq), 0) FROM flows)
WHERE partner = :partner AND name = :name AND state = 'seen'

-- name: set_pull_kept
-- the server did not let go of it
UPDATE pulls SET told = 1, since = :since, boot = :boot WHERE partner = :partner AND name = :name

-- name: forget_pull
-- it is no longer there
DELETE FROM pulls WHERE partner = :partner AND name = :name

-- name: flow_of_pull
-- the flow that the bytes fetched became
SELECT id FROM flows WHERE sha256 = :sha256 AND partner = :partner AND drop_name = :drop_name AND seq > :after_seq
ORDER BY seq LIMIT 1

-- name: set_refused_login
-- the server refused our login
INSERT OR REPLACE INTO logins (partner, refused_at) VALUES (:partner, :at)

-- name: forget_refused_login
-- the server took our login
DELETE FROM logins WHERE partner = :partner

-- name: refused_login
-- when the server refused our login
SELECT refused_at FROM logins WHERE partner = :partner

-- name: add_hold
-- a hold on a flow or on a partner
INSERT INTO holds (flow, partner, reason, at) VALUES (:flow, :partner, :reason, :at)

-- name: remove_hold
-- a hold is lifted, and stays on record
UPDATE holds SET removed_at = :at WHERE number = :number AND removed_at IS NULL

-- name: holds
-- the holds in force, or all there ever were
SELECT holds.*, flows.drop_name, COALESCE(holds.partner, flows.partner) AS whose
FROM holds LEFT JOIN flows ON flows.id = holds.flow WHERE :all OR removed_at IS NULL ORDER BY number

-- name: purgeable
-- finished flows old enough to lose their original: those no hold names, or those one does
SELECT * FROM flows WHERE state = 'done' AND purged_at IS NULL AND archived_at <= :before
    AND (:partner IS NULL OR partner = :partner)
    AND (:verdict IS NULL OR verdict = :verdict)
    AND (:quarantined OR verdict <> 'quarantined')
    AND :held = EXISTS (SELECT 1 FROM holds WHERE removed_at IS NULL AND (flow = flows.id OR holds.partner = flows.partner))
ORDER BY seq

-- name: set_purged
-- the original is about to go, unless a hold came in between
UPDATE flows SET purged_at = :at WHERE id = :id AND state = 'done' AND purged_at IS NULL AND archived_at <= :before
    AND NOT EXISTS (SELECT 1 FROM holds WHERE removed_at IS NULL AND (flow = flows.id OR holds.partner = flows.partner))

-- name: half_purged
-- flows marked whose original is not known to be gone: those no hold names, or those one does
SELECT * FROM flows WHERE purged_at IS NOT NULL AND place IS NOT NULL
    AND :held = EXISTS (SELECT 1 FROM holds WHERE removed_at IS NULL AND (flow = flows.id OR holds.partner = flows.partner))
ORDER BY seq

-- name: set_gone
-- the original of a marked flow is removed
UPDATE flows SET place = NULL WHERE id = :id AND purged_at IS NOT NULL

-- name: undo_purge
-- a marked flow keeps its original after all
UPDATE flows SET purged_at = NULL WHERE id = :id AND place IS NOT NULL

-- name: all_flows
-- every flow
SELECT * FROM flows ORDER BY seq

-- name: all_returns
-- every return of every version, with its partner
SELECT returns.*, flows.partner FROM returns JOIN flows ON flows.id = returns.flow ORDER BY returns.seq

-- name: verdicts
-- how many flows a verdict
SELECT COALESCE(verdict, 'in progress') AS verdict, COUNT(*) AS flows FROM flows GROUP BY 1

-- name: conservation
-- the same and how many in all, in one statement: flows come in while it runs
SELECT COALESCE(verdict, 'in progress') AS verdict, COUNT(*) AS flows FROM flows GROUP BY 1
UNION ALL SELECT 'received', COUNT(*) FROM flows

-- name: contradictions
-- flows whose rows disagree with one another
SELECT id, 'répétition d''un flux inconnu' AS reason FROM flows
    WHERE repeat_of IS NOT NULL AND repeat_of NOT IN (SELECT id FROM flows)
UNION ALL
SELECT id, 'décidé sans aucun retour' FROM flows
    WHERE state <> 'taken' AND id NOT IN (SELECT flow FROM returns)
UNION ALL
SELECT id, 'document accepté sans marque de réception de sa facture' FROM flows
    WHERE verdict IN ('integrated', 'partially integrated') AND id NOT IN (SELECT flow FROM seen WHERE kind IN ('invoice', 'beside'))
UNION ALL
SELECT id, 'verdict sans document' FROM flows
    WHERE verdict IN ('integrated', 'partially integrated', 'refused') AND id NOT IN (SELECT flow FROM documents)
UNION ALL
SELECT id, 'version en vigueur sans retour' FROM flows
    WHERE state <> 'taken' AND version > 1
    AND NOT EXISTS (SELECT 1 FROM returns WHERE returns.flow = flows.id AND returns.version = flows.version)
