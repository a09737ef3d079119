module example.com/clang-plugin/host

go 1.21
