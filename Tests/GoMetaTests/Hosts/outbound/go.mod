module example.com/outboundhost

go 1.21
