# LLVM=22 builds against LLVM 22.
LLVM ?= 19

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup build prefix test test-llvm differential matrix fuzz bench demo docs install \
  dist dist-check try-dist clean
MAKEFLAGS += --no-print-directory

export GOMETA_LLVM := $(LLVM)
PREFIX ?= /usr/local
scratch := --scratch-path .build/llvm-$(LLVM)
environment := eval "$$(Scripts/env)";
cmake := .build/cmake-$(LLVM)
prefix := .build/prefix/llvm-$(LLVM)

releases := 1.21,1.22,1.23,1.24,1.25,1.26,1.27

help: ## print these lines
	@awk -F ': .*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile
	@echo "LLVM=22 after any of them takes LLVM 22 instead of 19."

setup: ## install what is missing: Debian packages, the stock Go toolchains
	@Scripts/setup

build: setup ## build the library and the command
	@$(environment) swift build $(scratch)

prefix: setup ## build by CMake, and install into .build/prefix
	@Scripts/build-release $(cmake)
	@rm -rf $(prefix)
	@cmake --install $(cmake) --prefix $(prefix) >/dev/null

test: setup differential prefix ## build and run all tests
	@$(environment) swift build $(scratch) --build-tests
	@$(environment) swift test $(scratch) --skip-build --disable-xctest

# What other rooms do does not depend on LLVM.
test-llvm: setup prefix ## of the tests, those of what is built on LLVM
	@$(environment) swift build $(scratch) --build-tests
	@$(environment) swift test $(scratch) --skip-build --disable-xctest \
	  --filter '^(LLVM|CodeChecking|GoMeta|CGoMeta|Embedding)Tests\.'

differential: setup ## compare the standard library's type descriptors with each compiler's
	@Scripts/differential amd64=$(releases) arm64=1.21,1.27

matrix: setup ## the same, and plugins in stock Go, for every release on both architectures
	@Scripts/differential amd64=$(releases) arm64=$(releases)
	@$(environment) swift build $(scratch) --build-tests
	@$(environment) GOMETA_MATRIX=1 swift test $(scratch) --skip-build --disable-xctest \
	  --filter 'GoMetaTests\.(Managed|Outbound|Release|VersionGuard|Twin)Tests|StockProgramTests|StockRebuildTests'

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
	@$(environment) swift run -c release --package-path Benchmarks --scratch-path .build/benchmarks \
	  c-ratios examples/geometry/geometry.ll .build/peers/go
	@$(environment) swift run -c release --package-path Benchmarks --scratch-path .build/benchmarks \
	  compile-share

demo: setup ## build the command and run examples/geometry/demo with it
	@$(environment) swift build $(scratch) --product gometa
	@$(environment) PATH="$$(swift build $(scratch) --show-bin-path):$$PATH" examples/geometry/demo

docs: setup ## make the pages of the Swift API and the C API's reference
	@$(environment) swift build $(scratch) --target GoMeta
	@$(environment) Scripts/documentation .build/llvm-$(LLVM)/debug .build/documentation
	@Scripts/c-reference >docs/c-api.md.new && mv docs/c-api.md.new docs/c-api.md

install: ## install into $(PREFIX), /usr/local; DESTDIR goes before it
	@Scripts/build-release $(cmake)
	@DESTDIR="$(DESTDIR)" cmake --install $(cmake) --prefix "$(PREFIX)"

dist: prefix ## pack what is installed into an archive for machines without Swift
	@Scripts/pack $(prefix)

dist-check: dist ## make the archive again in another folder: the same bytes
	@Scripts/check-dist

try-dist: dist ## build the examples from the archive, in a Debian with what they need alone
	@Scripts/try-bare-root

clean: ## remove all that was built
	@rm -rf .build
