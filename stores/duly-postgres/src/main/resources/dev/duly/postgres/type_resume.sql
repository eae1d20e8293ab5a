-- Waits for the claims that know the type as paused; after this nothing goes behind its gate.
delete from duly.paused_type where type = ?
