module example.com/managedhost

go 1.21
