module example.com/markershost

go 1.21
