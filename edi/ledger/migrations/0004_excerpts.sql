-- What a refusal shows of the document: reports are written from the ledger, long after its bytes were read.

ALTER TABLE findings ADD COLUMN excerpt TEXT;  -- the lines around `line`, shortened
