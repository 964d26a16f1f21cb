-- Sample rows of version 2, synthetic.
INSERT INTO staff (id, login, name, roles, state, created_at, last_seen)
VALUES ('s1', 'anne.martin', 'Anne Martin', 'chief,communicator', 'active', 1000, 5000),
    ('s2', 'bruno.roux', 'Bruno Roux', 'watcher', 'suspended', 2000, NULL);
INSERT INTO invitation (id, link, name, roles, made_by, made_at, expires_at, approved_by, accepted_by, revoked_at)
VALUES ('i1', 'link-1', 'Bruno Roux', 'watcher', 's1', 1500, 86401500, NULL, 's2', NULL),
    ('i2', 'link-2', 'Chloé Petit', 'chief', NULL, 1600, 86401600, NULL, NULL, 1700);
INSERT INTO role_change (id, staff, roles, asked_by, asked_at, decided_by, decided_at, decision)
VALUES ('r1', 's2', 'chief', 's1', 3000, NULL, NULL, NULL);
INSERT INTO passkey (id, staff, credential, name, passkey, created_at, last_used)
VALUES ('p1', 's1', 'AAAA', 'Téléphone', '{}', 1000, NULL);
INSERT INTO password (staff, hash, totp_key, last_step, changed_at)
VALUES ('s2', '$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaA', x'00', 12, 2000);
INSERT INTO recovery_code (staff, code, used_at) VALUES ('s1', 'code-1', NULL), ('s1', 'code-2', 4000);
INSERT INTO federated (issuer, subject, staff, created_at) VALUES ('https://example.fr', 'sub-1', 's1', 1000);
INSERT INTO session (id, token, replaced, staff, form_token, method, opened_at, seen_at, rotated_at, ends_at, device)
VALUES ('e1', 'token-1', NULL, 's1', 'form-1', 'passkey', 1000, 5000, 4000, 43201000, 'Firefox, Linux');
INSERT INTO ceremony (token, kind, state, ends_at) VALUES ('token-2', 'passkey', '{}', 601000);
INSERT INTO audit (seq, at, actor, actor_name, action, subject, before, after, words, previous, hash)
VALUES (1, 1000, '', 'ligne de commande', 'staff.invite', 'i1', '', '{}', 'staff invite',
    '0000000000000000000000000000000000000000000000000000000000000000', 'aa');
UPDATE audit_head SET seq = 1, hash = 'aa';
