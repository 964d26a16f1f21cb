-- Sample rows of version 6, synthetic.
INSERT INTO push_subscription (id, endpoint_sha256, endpoint, origin, p256dh, auth, vapid_key, manage, follows,
        at_least, lang, created_at, changed_at, replaced_at, last_ok_at, gone_at)
    VALUES ('s1', 'h1', 'https://push.example/1', 'https://push.example', x'00', x'00', 'v', 'm1', '30189 D30',
        2, 'fr', 1000, 1000, NULL, 2000, NULL),
    ('s2', 'h2', NULL, 'https://push.example', NULL, NULL, 'v', NULL, '', 3, 'en', 1000, 1000, NULL, NULL, 2000);
INSERT INTO push_area (place, subscription, at_least)
    VALUES ('C30189', 's1', 2), ('P30   ', 's1', 2), ('D30   ', 's1', 2);
INSERT INTO push_fanout (id, thread, message, made_at, not_before, state, rank, fingerprint, urgent, expires_at,
        cursor_in, cursor_at, begun_at, done_at, superseded, expected, sent, gone, refused, lapsed)
    VALUES ('f1', 't1', 'm1', 1000, 1000, 'done', 3, 'x', 1, 9000, '', '', 1000, 2000, 0, 1, 1, 0, 0, 0),
    ('f2', NULL, NULL, 3000, 3000, 'sending', NULL, '', 1, 9000, '', '', 3000, NULL, 0, 1, 0, 0, 0, 0);
INSERT INTO push_fanout_area (fanout, place) VALUES ('f1', 'D30   '), ('f1', 'P30   ');
INSERT INTO push_delivery (fanout, subscription, origin, loud, peak, state, next_at, worker, attempts, status)
    VALUES ('f1', 's1', 'https://push.example', 1, 3, 'sent', 1000, NULL, 1, 201),
    ('f2', 's1', 'https://push.example', 1, 0, 'open', 3000, NULL, 0, NULL);
INSERT INTO push_test (fanout, subscription, receipt, asked_at, arrived_at) VALUES ('f2', 's1', 'r', 3000, NULL);
