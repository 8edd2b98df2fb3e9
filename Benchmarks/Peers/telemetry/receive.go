package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
)

// receiveAll answers every request on a free port with success, until the standard input ends.
func receiveAll() error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	go http.Serve(listener, http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		io.Copy(io.Discard, request.Body)
		writer.Header().Set("Content-Type", "application/x-protobuf")
	}))
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}
