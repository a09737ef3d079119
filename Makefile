# LLVM=22 builds against LLVM 22.
LLVM ?= 19

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup build test test-llvm differential matrix fuzz bench demo clean
MAKEFLAGS += --no-print-directory

export GOMETA_LLVM := $(LLVM)
scratch := --scratch-path .build/llvm-$(LLVM)
environment := eval "$$(Scripts/env)";

releases := 1.21,1.22,1.23,1.24,1.25,1.26,1.27

help: ## print these lines
	@awk -F ': .*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile
	@echo "LLVM=22 after any of them takes LLVM 22 instead of 19."

setup: ## install what is missing: Debian packages, the stock Go toolchains
	@Scripts/setup

build: setup ## build the library and the command
	@$(environment) swift build $(scratch)

test: setup differential ## build and run all tests
	@$(environment) swift build $(scratch) --build-tests
	@$(environment) swift test $(scratch) --skip-build --disable-xctest

# What other rooms do does not depend on LLVM.
test-llvm: setup ## of the tests, those of the rooms that are built on LLVM
	@$(environment) swift build $(scratch) --build-tests
	@$(environment) swift test $(scratch) --skip-build --disable-xctest \
	  --filter '^(LLVM|GoMeta)Tests\.'

differential: setup ## compare the standard library's type descriptors with each compiler's
	@Scripts/differential amd64=$(releases) arm64=1.21,1.27

matrix: setup ## the same, and plugins in stock Go, for every release on both architectures
	@Scripts/differential amd64=$(releases) arm64=$(releases)
	@$(environment) swift build $(scratch) --build-tests
	@$(environment) GOMETA_MATRIX=1 swift test $(scratch) --skip-build --disable-xctest \
	  --filter 'GoMetaTests\.(Release|VersionGuard|Twin)Tests|StockProgramTests|StockRebuildTests'

fuzz: setup ## damage files as the tests do, fifty times as often
	@$(environment) swift build $(scratch) --build-tests
	@$(environment) GOMETA_FUZZ=50 swift test $(scratch) --skip-build --disable-xctest \
	  --filter 'Mutation|Damage|Malformed|ViewError'

bench: setup ## measure types and function tables, beside what others make of the same input
	@Scripts/install-packages libdw-dev librust-gimli-dev cargo
	@$(environment) Benchmarks/prepare .build/peers
	@$(environment) GOMETA_TABLE_INPUT="$(CURDIR)/.build/peers/go" \
	  swift package --package-path Benchmarks --scratch-path .build/benchmarks benchmark
	@$(environment) swift run -c release --package-path Benchmarks --scratch-path .build/benchmarks \
	  rebuild-ratios .build/peers/go --runs 15 --peers .build/peers

demo: setup ## build the command and run examples/geometry/demo with it
	@$(environment) swift build $(scratch) --product gometa
	@$(environment) PATH="$$(swift build $(scratch) --show-bin-path):$$PATH" examples/geometry/demo

clean: ## remove all that was built
	@rm -rf .build
