-- Sample rows of version 1, synthetic: what a portal that ran this version may hold.
UPDATE content_version SET version = 7;
INSERT INTO document (id, source, url, received_at, content_type, sha256, bytes, carries)
VALUES ('d1', 'meteo', 'https://example.fr/1', 1000, NULL, 'aa', x'3c612f3e', 1);
INSERT INTO thread (id, ends_at) VALUES ('t1', 9000);
INSERT INTO thread_alias (alias, thread) VALUES ('t2', 't1');
INSERT INTO thread_area (thread, place, colour_rank, ends_at, latest_at)
VALUES ('t1', '*     ', 3, 9000, 1000), ('t1', 'D30   ', 3, 9000, 1000), ('t1', 'W30   ', 3, 9000, 1000);
INSERT INTO message (id, thread, source, document, sender, identifier, series, sent, received_at, confirmed_at,
    review_after, open_ended, default_language, publication, publication_why, completeness)
VALUES ('m1', 't1', 'meteo', 'd1', 'vigilance@example.fr', 'alert.1', 'alert', 500, 1000, 1000,
    43200000, 0, 'fr-FR', 'public', NULL, 'full');
INSERT INTO message_body (message, alert, resolved, deviations, geometry)
VALUES ('m1',
    '{"identity":{"identifier":"alert.1","sender":"vigilance@example.fr","sent":500},"sent_text":"1970-01-01T00:00:00-00:00","version":"V1_2","status":"Actual","msg_type":"Alert","source":null,"scope":"Public","restriction":null,"addresses":[],"codes":[],"note":null,"references":[{"sender":null,"identifier":"alert.0","sent":null}],"incidents":[],"infos":[{"language":"fr-FR","categories":["Met"],"event":"Crue","response_types":["Monitor"],"urgency":"Expected","severity":"Severe","certainty":"Likely","audience":null,"event_codes":[],"effective":null,"onset":500,"expires":9000,"sender_name":null,"headline":"Crue","description":null,"instruction":null,"web":null,"contact":null,"parameters":[],"resources":[],"areas":[{"desc":"Gard","polygons":[],"circles":[],"geocodes":[{"name":"NUTS3","value":"FR812"}]}]}],"signed":false}',
    '[[{"places":{"departements":["30"],"communes":[]},"resolved":true}]]',
    '[]',
    '[[{"desc":"Gard","polygons":[],"circles":[],"geocodes":[{"name":"NUTS3","value":"FR812"}]}]]');
INSERT INTO message_reference (message, position, identifier, sender, sent) VALUES ('m1', 0, 'alert.0', NULL, NULL);
INSERT INTO source_status (source, first_seen, last_attempt, last_success, last_failure, last_error, failures, etag, last_modified)
VALUES ('meteo', 1, 1000, 1000, NULL, NULL, 0, 'x', NULL);
INSERT INTO commune_contour (insee, contour) VALUES ('30321', '{}');
