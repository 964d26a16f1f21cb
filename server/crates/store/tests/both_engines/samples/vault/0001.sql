INSERT INTO sealed_report (idempotency, key_id, suite, bucket, sealed_at_door, envelope, received_at)
    VALUES (x'000102030405060708090a0b0c0d0e0f', x'0001020304050607', 1, 0, 1, x'3c612f3e', 60000);
