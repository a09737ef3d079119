# LLVM=22 builds against LLVM 22.
LLVM ?= 19

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup build test demo clean
MAKEFLAGS += --no-print-directory

export GOMETA_LLVM := $(LLVM)
scratch := --scratch-path .build/llvm-$(LLVM)
environment := eval "$$(Scripts/env)";

help: ## print these lines
	@awk -F ': .*## ' '/^[a-z]+:.*## / { printf "make %-6s %s\n", $$1, $$2 }' Makefile
	@echo "LLVM=22 after any of them takes LLVM 22 instead of 19."

setup: ## install what is missing: Debian packages, the stock Go toolchain
	@Scripts/setup

build: setup ## build the library and the command
	@$(environment) swift build $(scratch)

test: setup ## build and run all tests
	@$(environment) swift build $(scratch) --build-tests
	@$(environment) swift test $(scratch) --skip-build --disable-xctest

demo: setup ## build the command and run examples/geometry/demo with it
	@$(environment) swift build $(scratch) --product gometa
	@$(environment) PATH="$$(swift build $(scratch) --show-bin-path):$$PATH" examples/geometry/demo

clean: ## remove all that was built
	@rm -rf .build
