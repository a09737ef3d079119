module example.com/algorithmhost

go 1.21
