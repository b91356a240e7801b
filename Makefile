# What a person does with a checkout. `make` alone explains.
.DEFAULT_GOAL := help
.PHONY: help install demo test test-unit coverage check docs build bench clean

help: ## explain the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: node_modules/.installed ## dependencies and the sampler; afterwards bin/assay works from anywhere

node_modules/.installed: package.json package-lock.json
	npm ci --no-audit --no-fund --loglevel=error
	scripts/run scripts/install.ts
	@touch $@

demo: install ## measure a small repository of five commits and show the report
	scripts/run scripts/demo.ts

test: install ## check the code, then run all tests (GROUP=unit or a path for some of them)
	scripts/run scripts/check.ts
	scripts/run scripts/test.ts $(GROUP)

test-unit: install ## only the tests that answer in seconds
	scripts/run scripts/test.ts unit

coverage: install ## which lines of src/ the tests execute (GROUP=unit for some of them)
	scripts/run scripts/test.ts --coverage $(GROUP)
	@grep -E '^ℹ (all files|start of coverage)' test-report.txt

check: install ## format, lint, types, import directions
	scripts/run scripts/check.ts

docs: install ## write docs/reference anew from the code
	scripts/run scripts/generate.ts

build: install ## the JavaScript that the packed package carries
	scripts/run scripts/build.ts

bench: install ## measure ourselves against our peers, write bench/RESULTS.md (NAMES=startup for some)
	scripts/run bench/run.ts $(NAMES)

clean: ## remove what make has made
	rm -rf node_modules dist coverage.lcov test-report.txt
