#!/usr/bin/env python3
"""Holds what Telemetry sends and shows against others' software: the official OTLP messages, the Python SDK, Prometheus
and VictoriaMetrics. Arguments: the folder of the built programs, and the checks to make (all without any).

Exit status: 0 all well, 1 something differs.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

from opentelemetry.proto.collector.metrics.v1 import metrics_service_pb2
from opentelemetry.proto.collector.profiles.v1development import profiles_service_pb2
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2

import telemetry_orders
from telemetry_tools import (Prometheus, Receiver, Service, answers, attributes, chained, environment, free_port, lint, queried,
                             require, wait_for)
from telemetry_orders import OrderService

DEFINITIONS = "Sources/Telemetry/Protobuf/Definitions"


def check_numbers(folder):
    """Every field of our definitions has the official number and type."""
    official = {}
    from opentelemetry.proto.common.v1 import common_pb2
    from opentelemetry.proto.metrics.v1 import metrics_pb2
    from opentelemetry.proto.profiles.v1development import profiles_pb2
    from opentelemetry.proto.resource.v1 import resource_pb2
    from opentelemetry.proto.trace.v1 import trace_pb2
    from google.protobuf import descriptor_pb2

    def add(message, found):
        found[message.name] = {field.name: (field.number, field.type) for field in message.field}
        for nested in message.nested_type:
            add(nested, found)

    groups = {
        "common.proto": (common_pb2,), "resource.proto": (resource_pb2,),
        "metrics.proto": (metrics_pb2, metrics_service_pb2), "traces.proto": (trace_pb2, trace_service_pb2),
        "profiles.proto": (profiles_pb2, profiles_service_pb2),
    }
    with tempfile.TemporaryDirectory() as place:
        subprocess.run(["protoc", f"--proto_path={DEFINITIONS}", f"--descriptor_set_out={place}/set",
                        *(f"{DEFINITIONS}/{name}" for name in groups)], check=True)
        ours = descriptor_pb2.FileDescriptorSet.FromString(open(f"{place}/set", "rb").read())
    count = 0
    for file in ours.file:
        official = {}
        for module in groups[file.name]:
            theirs = descriptor_pb2.FileDescriptorProto()
            module.DESCRIPTOR.CopyToProto(theirs)
            for message in theirs.message_type:
                add(message, official)
        found = {}
        for message in file.message_type:
            add(message, found)
        for message, fields in found.items():
            for field, number in fields.items():
                count += 1
                require(official.get(message, {}).get(field) == number,
                        f"{file.name}: {message}.{field} is {number}, officially {official.get(message, {}).get(field)}")
    print(f"definitions: {count} fields have the official number and type")


def check_values(folder):
    """What the official messages decode is what the process says of itself."""
    receiver = Receiver()
    run = subprocess.run([f"{folder}/TelemetryWorkload", "once"], stdout=subprocess.PIPE, text=True, env=environment(receiver, "known"))
    require(run.returncode == 0, "the workload could not send everything")
    facts = json.loads(run.stdout)
    require(set(receiver.encodings) == {"gzip"}, f"not compressed: {receiver.encodings}")

    for name, value in facts["counters"].items():
        metric = receiver.metrics[name]
        require(metric.sum.is_monotonic and metric.sum.data_points[0].as_int == value, f"{name} is not {value}: {metric}")
    for name, value in facts["gauges"].items():
        require(receiver.metrics[name].gauge.data_points[0].as_double == value, f"{name} is not {value}")
    for name, values in facts["histograms"].items():
        point = receiver.metrics[name].histogram.data_points[0]
        require(point.count == len(values) and abs(point.sum - sum(values)) < 1e-9, f"{name}: {point}")
        require((point.min, point.max) == (min(values), max(values)), f"{name}: {point}")
        bounds = [float("-inf"), *point.explicit_bounds, float("inf")]
        expected = [sum(low < value <= high for value in values) for low, high in zip(bounds, bounds[1:])]
        require(list(point.bucket_counts) == expected, f"{name}: {point}")
    for metric in receiver.metrics.values():
        require(metric.description and metric.unit, f"{metric.name} has no description or unit")

    got = {(span.name, span.trace_id.hex(), span.span_id.hex(), span.parent_span_id.hex()) for _, span in receiver.spans}
    want = {(span["name"], span["trace"], span["span"], span["parent"]) for span in facts["spans"]}
    require(got == want and len(receiver.spans) == len(want), f"{len(got ^ want)} spans differ")
    for _, span in receiver.spans:
        if span.name == "place order":
            number = attributes(span.attributes)["order.number"]
            require(attributes(span.attributes)["order.express"] == (number % 2 == 0), f"attributes of {span}")
        else:
            require([event.name for event in span.events] == ["written"], f"events of {span}")
        require(0 < span.start_time_unix_nano <= span.end_time_unix_nano, f"times of {span}")
    errors = sum(span.status.code == 2 and span.status.message == "no stock" for _, span in receiver.spans)
    require(errors == 10, f"{errors} spans failed, not 10")
    for resource in receiver.resources:
        require(resource["service.name"] == "known" and resource["team"] == "a b", f"resource {resource}")
        for name in ("process.pid", "process.runtime.name", "host.name", "telemetry.sdk.name", "service.instance.id"):
            require(name in resource, f"the resource lacks {name}")
    receiver.shutdown()
    print(f"opentelemetry-proto: {len(receiver.metrics)} metrics and {len(want)} spans are what the process says")


def check_one_trace(folder):
    """A request of a Python client through two services is one trace."""
    from opentelemetry import baggage, propagate, trace
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor

    receiver = Receiver()
    first, second = (Service(f"{folder}/TelemetryWorkload", environment(receiver, name)) for name in ("first", "second"))
    provider = TracerProvider(resource=Resource.create({"service.name": "client"}))
    provider.add_span_processor(SimpleSpanProcessor(OTLPSpanExporter(endpoint=f"{receiver.url}/v1/traces")))
    with provider.get_tracer("client").start_as_current_span("request") as span:
        headers = {"tracestate": "vendor=1"}
        propagate.inject(headers, baggage.set_baggage("user", "äb"))
        url = f"http://{first.address}/work?next=http://{second.address}/work"
        said = urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=60).read().decode()
        trace_id = trace.format_trace_id(span.get_span_context().trace_id)
    provider.shutdown()
    first.end()
    second.end()
    require(said == "äb\näb\n", f"the baggage did not arrive: {said!r}")
    spans = receiver.trace(trace_id)
    chain = [f"{owner}/{span.name}" for owner, span in chained(spans)]
    require(chain == ["client/request", "first/work", "first/GET", "second/work"], f"the trace is {chain}")
    require(len(receiver.spans) == len(spans), "there are spans of other traces")
    receiver.shutdown()
    print("one trace:", " -> ".join(chain))


def expected_values(facts):
    return {
        "orders_placed_total": facts["counters"]["orders.placed"],
        "orders_bytes_total": facts["counters"]["orders.bytes"],
        "workload_task": facts["gauges"]["workload.task.count"],
        "workload_share_ratio": facts["gauges"]["workload.share"],
        "orders_size_count": len(facts["histograms"]["orders.size"]),
        'orders_size_bucket{le="10.0"} or orders_size_bucket{le="10"}':
            sum(value <= 10 for value in facts["histograms"]["orders.size"]),
        "orders_latency_seconds_sum": sum(facts["histograms"]["orders.latency"]),
    }


def require_values(url, facts, who):
    for query, value in expected_values(facts).items():
        wait_for(f"{who}: {query} = {value}",
                 lambda: any(abs(found - value) < 1e-9 for found in queried(url, query)))


def check_scraping(folder):
    """promtool finds nothing to say, Prometheus scrapes without a warning, and queries give our values."""
    seconds = int(os.environ.get("SCRAPE_SECONDS", "60"))
    workload = Service(f"{folder}/TelemetryWorkload", {**os.environ, "OTEL_SERVICE_NAME": "scraped"})
    orders = OrderService(folder, {**os.environ, "OTEL_SERVICE_NAME": "orders"}, "--memory-limit", "auto")
    for _ in range(100):
        workload.get("/order")
    lint(workload.get("/metrics"))
    prometheus = Prometheus([workload.address, orders.address])
    try:
        require_values(prometheus.url, json.loads(workload.get("/facts")), "prometheus")
        requests, begin = 0, time.monotonic()
        while time.monotonic() - begin < seconds:
            workload.get("/order")
            orders.get(f"/orders/{requests % 2_000 + 1}")
            requests += 1
            time.sleep(0.25)
        lint(orders.get("/metrics"))
        require_values(prometheus.url, json.loads(workload.get("/facts")), "prometheus")
        query = 'hb_requests_total{http_route="/orders/{id}",http_response_status_code="200"}'
        wait_for(f"{query} = {requests}", lambda: queried(prometheus.url, query) == [requests])
        pid = orders.process.pid
        resident = queried(prometheus.url, 'process_memory_usage_bytes{instance="%s"}' % orders.address)[0]
        require(0.5 < resident / orders.resident() < 2, f"{resident} bytes, and {orders.resident()} in /proc/{pid}")
        require(queried(prometheus.url, "min_over_time(up[1m])") == [1, 1], "a scrape failed")
        for name in ("scraped", "orders"):
            require(queried(prometheus.url, 'target_info{service_name="%s"}' % name) == [1], f"no target_info of {name}")
        require(not prometheus.complaints(), f"prometheus says: {prometheus.complaints()[:1]}")
        count = sum(queried(prometheus.url, f"count_over_time(up[{seconds}s])"))
    finally:
        prometheus.end()
        workload.end()
        orders.end()
    print(f"{Prometheus.version()}: {count:.0f} scrapes without a warning, promtool is silent, values are equal")


def check_victoria(folder):
    """VictoriaMetrics imports both formats' values."""
    service = Service(f"{folder}/TelemetryWorkload", {**os.environ, "OTEL_SERVICE_NAME": "imported"})
    for _ in range(20):
        service.get("/order")
    data = tempfile.mkdtemp()
    url = f"http://127.0.0.1:{free_port()}"
    program = shutil.which("victoria-metrics") or shutil.which("victoria-metrics-prod")
    process = subprocess.Popen([program, f"-storageDataPath={data}", f"-httpListenAddr={url[7:]}",
                                "-search.latencyOffset=0s"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for("victoria-metrics starts", lambda: answers(f"{url}/health"))
        urllib.request.urlopen(f"{url}/api/v1/import/prometheus", service.get("/metrics").encode())
        urllib.request.urlopen(f"{url}/internal/force_flush")
        require_values(url, json.loads(service.get("/facts")), "victoria-metrics")
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(data)
        service.end()
    print("VictoriaMetrics: imported values are equal")


CHECKS = {"numbers": check_numbers, "values": check_values, "trace": check_one_trace, "victoria": check_victoria,
          **telemetry_orders.CHECKS, "scraping": check_scraping}

if __name__ == "__main__":
    for name in sys.argv[2:] or CHECKS:
        {**CHECKS, "phoenix": telemetry_orders.check_phoenix}[name](sys.argv[1])
