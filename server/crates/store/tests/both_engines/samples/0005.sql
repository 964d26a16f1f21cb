-- Sample rows of version 5, synthetic.
INSERT INTO held_decision (message, outcome, told, chosen, thread)
VALUES ('m1', 'released', '{"departements":["30"],"communes":[]}', NULL, 't1');
