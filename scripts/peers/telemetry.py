#!/usr/bin/env python3
"""Holds what Telemetry sends and shows against others' software: the official OTLP messages, the Python SDK, Prometheus
and VictoriaMetrics. Arguments: the built TelemetryWorkload, and the checks to make (all without any).

Exit status: 0 all well, 1 something differs.
"""
import collections
import gzip
import http.server
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request

from opentelemetry.proto.collector.metrics.v1 import metrics_service_pb2
from opentelemetry.proto.collector.profiles.v1development import profiles_service_pb2
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2

DEFINITIONS = "Sources/Telemetry/Protobuf/Definitions"


def require(condition, text):
    if not condition:
        sys.exit(f"telemetry.py: {text}")


class Receiver(http.server.ThreadingHTTPServer):
    """A collector: decodes what comes with the official messages and keeps it."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.metrics, self.spans, self.resources, self.encodings = {}, [], [], collections.Counter()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    def take(self, path, body):
        if path == "/v1/metrics":
            for resource in metrics_service_pb2.ExportMetricsServiceRequest.FromString(body).resource_metrics:
                self.resources.append(attributes(resource.resource.attributes))
                for metric in (metric for scope in resource.scope_metrics for metric in scope.metrics):
                    self.metrics[metric.name] = metric
        elif path == "/v1/traces":
            for resource in trace_service_pb2.ExportTraceServiceRequest.FromString(body).resource_spans:
                owner = attributes(resource.resource.attributes)
                self.resources.append(owner)
                self.spans += [(owner, span) for scope in resource.scope_spans for span in scope.spans]


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        encoding = self.headers.get("content-encoding", "none")
        self.server.encodings[encoding] += 1
        self.server.take(self.path, gzip.decompress(body) if encoding == "gzip" else body)
        self.send_response(200)
        self.send_header("content-type", "application/x-protobuf")
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *arguments):
        pass


def attributes(pairs):
    return {pair.key: getattr(pair.value, pair.value.WhichOneof("value")) for pair in pairs}


def environment(receiver, name):
    return dict(os.environ, OTEL_EXPORTER_OTLP_ENDPOINT=receiver.url, OTEL_SERVICE_NAME=name,
                OTEL_EXPORTER_OTLP_COMPRESSION="gzip", OTEL_BSP_SCHEDULE_DELAY="100",
                OTEL_RESOURCE_ATTRIBUTES="team=a%20b")


class Service:
    """A TelemetryWorkload that serves."""

    def __init__(self, workload, variables):
        self.process = subprocess.Popen([workload, "serve"], stdout=subprocess.PIPE, text=True, env=variables)
        line = self.process.stdout.readline()
        require(line.startswith("listening on "), f"the workload does not listen: {line!r}")
        self.address = f"127.0.0.1:{int(line.split()[-1])}"

    def get(self, path, accept=None):
        request = urllib.request.Request(f"http://{self.address}{path}", headers={"accept": accept} if accept else {})
        return urllib.request.urlopen(request, timeout=60).read().decode()

    def end(self):
        self.process.terminate()
        require(self.process.wait(60) == 0, f"the workload ended with status {self.process.returncode}")


def check_numbers(workload):
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
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["protoc", f"--proto_path={DEFINITIONS}", f"--descriptor_set_out={folder}/set",
                        *(f"{DEFINITIONS}/{name}" for name in groups)], check=True)
        ours = descriptor_pb2.FileDescriptorSet.FromString(open(f"{folder}/set", "rb").read())
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


def check_values(workload):
    """What the official messages decode is what the process says of itself."""
    receiver = Receiver()
    run = subprocess.run([workload, "once"], stdout=subprocess.PIPE, text=True, env=environment(receiver, "known"))
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


def check_one_trace(workload):
    """A request of a Python client through two services is one trace."""
    from opentelemetry import baggage, propagate, trace
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor

    receiver = Receiver()
    first, second = (Service(workload, environment(receiver, name)) for name in ("first", "second"))
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
    spans = [(owner["service.name"], span) for owner, span in receiver.spans if span.trace_id.hex() == trace_id]
    chain, parent = [], ""
    while True:
        children = [(owner, span) for owner, span in spans if span.parent_span_id.hex() == parent]
        if not children:
            break
        require(len(children) == 1, f"{len(children)} spans have the parent {parent!r}")
        owner, span = children[0]
        chain.append(f"{owner}/{span.name}")
        parent = span.span_id.hex()
    require(chain == ["client/request", "first/work", "first/GET", "second/work"], f"the trace is {chain}")
    require(len(receiver.spans) == len(spans), "there are spans of other traces")
    receiver.shutdown()
    print("one trace:", " -> ".join(chain))


def queried(url, query):
    answer = json.load(urllib.request.urlopen(f"{url}/api/v1/query?{urllib.parse.urlencode({'query': query})}"))
    return [float(result["value"][1]) for result in answer["data"]["result"]]


def wait_for(what, condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        require(time.monotonic() < end, f"{what}: not within {seconds} s")
        time.sleep(0.2)


def answers(url):
    try:
        return urllib.request.urlopen(url, timeout=5).status == 200
    except OSError:
        return False


def free_port():
    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        return server.server_port


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


def check_prometheus(workload):
    """promtool finds nothing to say, Prometheus scrapes without a warning, and queries give our values."""
    seconds = int(os.environ.get("SCRAPE_SECONDS", "60"))
    service = Service(workload, {**os.environ, "OTEL_SERVICE_NAME": "scraped"})
    for _ in range(100):
        service.get("/order")
    text = service.get("/metrics")
    lint = subprocess.run(["promtool", "check", "metrics"], input=text, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True)
    require(lint.returncode == 0 and not lint.stdout.strip(), f"promtool check metrics: {lint.stdout}")
    folder = tempfile.mkdtemp()
    with open(f"{folder}/prometheus.yml", "w") as file:
        file.write(f"""
global: {{scrape_interval: 1s}}
scrape_configs:
  - job_name: trimtab
    static_configs: [{{targets: ["{service.address}"]}}]
""")
    url = f"http://127.0.0.1:{free_port()}"
    with open(f"{folder}/log", "w") as log:
        process = subprocess.Popen(["prometheus", f"--config.file={folder}/prometheus.yml",
                                    f"--storage.tsdb.path={folder}/data", f"--web.listen-address={url[7:]}"],
                                   stdout=log, stderr=log)
    try:
        wait_for("prometheus starts", lambda: answers(f"{url}/-/ready"))
        wait_for("the first scrape", lambda: queried(url, "up") == [1])
        require_values(url, json.loads(service.get("/facts")), "prometheus")
        begin = time.monotonic()
        while time.monotonic() - begin < seconds:
            service.get("/order")
            time.sleep(0.5)
        require_values(url, json.loads(service.get("/facts")), "prometheus")
        require(queried(url, "min_over_time(up[1m])") == [1], "a scrape failed")
        require(queried(url, 'target_info{service_name="scraped"}') == [1], "there is no target_info")
        lines = [line for line in open(f"{folder}/log") if "component=\"scrape manager\"" in line
                 and ("level=warn" in line or "level=error" in line)]
        require(not lines, f"prometheus says: {lines[:1]}")
        count = queried(url, f"count_over_time(up[{seconds}s])")[0]
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder)
        service.end()
    version = subprocess.run(["prometheus", "--version"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True).stdout
    print(f"{version.split('(')[0].strip()}: {count:.0f} scrapes without a warning, promtool is silent, values are equal")


def check_victoria(workload):
    """VictoriaMetrics imports both formats' values."""
    service = Service(workload, {**os.environ, "OTEL_SERVICE_NAME": "imported"})
    for _ in range(20):
        service.get("/order")
    folder = tempfile.mkdtemp()
    url = f"http://127.0.0.1:{free_port()}"
    program = shutil.which("victoria-metrics") or shutil.which("victoria-metrics-prod")
    process = subprocess.Popen([program, f"-storageDataPath={folder}", f"-httpListenAddr={url[7:]}",
                                "-search.latencyOffset=0s"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for("victoria-metrics starts", lambda: answers(f"{url}/health"))
        urllib.request.urlopen(f"{url}/api/v1/import/prometheus", service.get("/metrics").encode())
        urllib.request.urlopen(f"{url}/internal/force_flush")
        require_values(url, json.loads(service.get("/facts")), "victoria-metrics")
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder)
        service.end()
    print("VictoriaMetrics: imported values are equal")


CHECKS = {"numbers": check_numbers, "values": check_values, "trace": check_one_trace,
          "prometheus": check_prometheus, "victoria": check_victoria}

if __name__ == "__main__":
    for name in sys.argv[2:] or CHECKS:
        CHECKS[name](sys.argv[1])
