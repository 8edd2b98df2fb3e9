#!/bin/sh
# The interceptor that the documentation shows, in a gRPC server.
set -eu
cd "$(dirname "$0")/../../Examples/GRPCAdmission"
exec "${SWIFT:-swift}" test
