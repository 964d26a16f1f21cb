-- Sample rows of version 8, synthetic.
INSERT INTO exchange_flow (need, wave_at, night_at) VALUES ('l1', 5000, 6000);
INSERT INTO exchange_told (about, told, at) VALUES ('l1', 'l1', 5000);
INSERT INTO exchange_notice (matched, at) VALUES ('a1', 5000);
