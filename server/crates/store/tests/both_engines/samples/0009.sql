-- Sample rows of version 9, synthetic.
INSERT INTO item (id, report, post, lane, state, came_at, source_grade, information_grade, checks, holder, lease_until,
        fence)
    VALUES ('i1', '000102030405060708090a0b0c0d0e0f', NULL, 'urgent', 'taken', 60000, 'F', 6, 'place time', 's1', 660000, 1),
        ('i2', NULL, '{"url":"https://exemple.invalid/1","quote":"De l''eau partout","note":"","kind":"water-rising","commune":"30189"}',
        'normal', 'new', 120000, 'F', 6, '', NULL, 0, 0);
INSERT INTO item_note (id, item, author, at, words) VALUES ('n1', 'i1', 's1', 70000, 'Rappeler la mairie');
INSERT INTO item_link (a, b, how, author, at) VALUES ('i1', 'i2', 'independent', 's1', 80000);
