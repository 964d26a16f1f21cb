-- Sample rows of version 10, synthetic.
INSERT INTO logbook (seq, at, author, author_name, words, words_hash, previous, hash)
    VALUES (1, 1000, 's1', 'Anne Martin', 'Prise de poste', 'h0', '0000', 'h1');
