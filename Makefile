# What one does with Trimtab. `make help` lists it; what is longer than a line stands in scripts/.

SWIFT ?= swift
PREFIX ?= /usr/local
DESTDIR ?=
# Flags of release builds: a trimtab that runs where no Swift is installed.
RELEASE_FLAGS ?= --static-swift-stdlib
# Extra flags of `swift test`, such as --filter.
TEST_FLAGS ?= --parallel
# How long the demo and the soak run, in seconds.
DEMO_SECONDS ?= 20
SOAK_SECONDS ?= 600

export SWIFT RELEASE_FLAGS TEST_FLAGS PREFIX DESTDIR DEMO_SECONDS SOAK_SECONDS

.DEFAULT_GOAL := help
.PHONY: help deps build preload demo test test-peers soak bench format lint docs install

help: ## List these targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

deps: ## Check that what the build needs is here; install it where that is possible.
	@scripts/deps.sh

build: deps ## Build .build/release/trimtab, with its preload beside it.
	$(SWIFT) build -c release $(RELEASE_FLAGS) --product trimtab
	@scripts/preload.sh release

preload: ## Build the hooks that trimtab puts into programs.
	@scripts/preload.sh release debug

demo: build ## Run the example service under load, with a leak, and see where its memory goes.
	@scripts/demo.sh

test: deps ## Run all tests that need nothing else.
	@scripts/test.sh

test-peers: build ## Compare with heaptrack, pprof, perf, Prometheus, browsers, sanitizers and other allocators.
	@scripts/test-peers.sh

soak: build ## Stress everything at once for well over an hour: hooks, leaks, the tuner, escape analysis, deaths.
	@scripts/soak.sh

bench: build ## Measure what profiling costs, beside heaptrack and jemalloc, and pools, zero allocation, memory statistics and telemetry, beside Go's.
	@scripts/bench.sh

format: ## Format all Swift sources.
	$(SWIFT) format --in-place --parallel --recursive Sources Tests Examples Benchmarks Package.swift

lint: ## Check the format of all Swift sources.
	$(SWIFT) format lint --strict --parallel --recursive Sources Tests Examples Benchmarks Package.swift

docs: deps ## Build the libraries' documentation.
	@scripts/docs.sh

install: build ## Install below PREFIX (default /usr/local).
	install -D -m 755 .build/release/trimtab $(DESTDIR)$(PREFIX)/bin/trimtab
	install -D -m 755 .build/release/lib/trimtab/libtrimtab-preload.so \
	  $(DESTDIR)$(PREFIX)/lib/trimtab/libtrimtab-preload.so
