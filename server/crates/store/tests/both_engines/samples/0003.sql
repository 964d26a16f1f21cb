-- Sample rows of version 3, synthetic.
INSERT INTO draft (id, purpose, thread, state, reason, publish_at, message, released_thread, revision, version, typed,
    emergency, begun_at, changed_at)
VALUES ('d1', 'new', NULL, 'submitted', '', NULL, NULL, NULL, 3, 1, '{"event":"flood"}', 0, 1000, 2000),
    ('d2', 'update', 't1', 'released', '', NULL, 'm1', 't1', 5, 1, '{}', 1, 1000, 3000),
    ('d3', 'new', NULL, 'scheduled', '', 9000, NULL, NULL, 1, 1, '{}', 0, 1000, 3000);
INSERT INTO draft_author (draft, position, staff) VALUES ('d1', 1, 's1'), ('d2', 1, 's1'), ('d2', 2, 's2'), ('d3', 1, 's2');
INSERT INTO draft_version (draft, number, typed, staff, at, base, outcome, decided_by, decided_at, reason)
VALUES ('d1', 1, '{"event":"flood"}', 's1', 2000, NULL, '', NULL, NULL, ''),
    ('d2', 1, '{}', 's1', 2000, 'm1', 'emergency', 's1', 3000, 'seul de garde'),
    ('d3', 1, '{}', 's2', 2000, NULL, 'scheduled', 's1', 2500, '');
INSERT INTO alarm (draft, staff, raised_at, seen_at) VALUES ('d2', 's2', 3000, NULL);
