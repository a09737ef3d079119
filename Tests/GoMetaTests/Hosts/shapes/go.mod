module example.com/shapeshost

go 1.21
