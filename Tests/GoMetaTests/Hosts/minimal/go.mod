module example.com/minimalhost

go 1.21
