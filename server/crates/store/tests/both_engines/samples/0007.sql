-- Sample rows of version 7, synthetic.
INSERT INTO exchange_listing (id, idempotency, side, kind, commune, departement, details, words, lang, availability,
        moderation, hold, likeness, posted_at, changed_at, expires_at, closed_at, reminded_at, sealed, live, left_most,
        left_least, from_day, until_day, leaves_from, leaves_until, destination, child_seats, wheelchair, pets,
        step_free, household, wearer, help)
    VALUES ('l1', 'k1', 'offre', 'autre', '30189', '30', '{"kind":"Other","help":"repas","count":5}', 'Des repas.',
        'fr', 'available', 'new', '', 'h', 1000, 1000, 604801000, NULL, NULL, x'00', 1, 4, 4, NULL, NULL, NULL, NULL,
        NULL, 0, 0, 0, NULL, NULL, NULL, 'repas');
INSERT INTO exchange_manage (link, listing, made_at) VALUES ('m1', 'l1', 1000);
INSERT INTO exchange_slot (listing, slot, capacity, taken) VALUES ('l1', '', 5, 1);
INSERT INTO exchange_word (listing, word) VALUES ('l1', 'repas'), ('l1', 'nimes');
INSERT INTO exchange_contact (hash, since, blocked_at) VALUES ('c1', 1000, NULL), ('c2', 2000, 9000);
INSERT INTO exchange_contact_listing (hash, listing) VALUES ('c1', 'l1');
INSERT INTO exchange_talk (id, listing, idempotency, owner_link, responder_link, sealed, lang, began_at, owner_shows,
        responder_shows, ended, ended_at)
    VALUES ('t1', 'l1', 'k2', 'o1', 'r1', x'00', 'fr', 2000, 1, 0, NULL, NULL);
INSERT INTO exchange_contact_talk (hash, talk) VALUES ('c2', 't1');
INSERT INTO exchange_said (talk, turn, party, at, words) VALUES ('t1', 1, 'responder', 2000, 'Bonjour');
INSERT INTO exchange_match (id, talk, listing, turn, units, state, answer_by, changed_at)
    VALUES ('a1', 't1', 'l1', 1, 1, 'proposed', 86402000, 2000);
INSERT INTO exchange_match_slot (matched, slot) VALUES ('a1', '');
INSERT INTO exchange_reveal (talk, turn, party, shown, at) VALUES ('t1', 1, 'owner', 1, 3000);
INSERT INTO exchange_block (blocker, blocked, at) VALUES ('c1', 'c3', 3000);
INSERT INTO exchange_pace (hash, deed, at, id) VALUES ('c1', 'post', 1000, 'l1');
INSERT INTO exchange_report (id, listing, talk, party, reason, evidence, at, settled_at)
    VALUES ('p1', 'l1', NULL, NULL, 'Un prix', '{}', 4000, NULL);
INSERT INTO exchange_report_contact (report, hash, party) VALUES ('p1', 'c1', 'owner');
INSERT INTO exchange_approval (listing, moderator, at) VALUES ('l1', 's1', 5000);
INSERT INTO exchange_decision (id, listing, talk, moderator, decision, reason, at)
    VALUES ('d1', 'l1', NULL, 's1', 'approve', 'Rien à redire', 5000);
INSERT INTO exchange_letter (id, listing, talk, sealed, next_at, expires_at, worker, attempts)
    VALUES ('e1', 'l1', 't1', x'00', 2000, 86402000, NULL, 0);
