# Two commands: `make run` serves the exercise, `make test` checks everything.
# The scripts behind them are in server/setup, one per command.

.PHONY: help run test bench fuzz clean-data
.DEFAULT_GOAL := help

help:
	@echo "make run         build, load the flood exercise, serve http://127.0.0.1:3000 (desk: http://localhost:3001)"
	@echo "make test        format, lints, Rust tests on both engines, end to end in Chromium"
	@echo "make bench       an alert page against nginx, CAP parsing, the archive, searching the exchange, push"
	@echo "make fuzz        one minute of random bytes per fuzz target (FUZZ_SECONDS=600 for ten)"
	@echo "make clean-data  remove ./data: the next run starts empty"

run:
	@exec sh server/setup/run.sh

test:
	@exec sh server/setup/test.sh

bench:
	@exec sh server/setup/bench.sh

fuzz:
	@exec sh server/setup/fuzz.sh

clean-data:
	rm -rf data bench-data
