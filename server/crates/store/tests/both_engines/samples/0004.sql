-- Sample rows of version 4, synthetic.
INSERT INTO source_steering (source, paused_at, asked_at) VALUES ('meteo', 1000, NULL), ('crues', NULL, 2000);
