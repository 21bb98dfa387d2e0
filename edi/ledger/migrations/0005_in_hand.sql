-- What a gateway is judging is written down before it begins, so that its own death can be counted.

ALTER TABLE flows ADD COLUMN in_hand INTEGER NOT NULL DEFAULT 0; -- 1 while it is judged; 0 again with what comes of it
ALTER TABLE flows ADD COLUMN deaths INTEGER NOT NULL DEFAULT 0;  -- gateways that died while it was in hand, before its verdict
CREATE INDEX flows_in_hand ON flows (seq) WHERE in_hand = 1;
