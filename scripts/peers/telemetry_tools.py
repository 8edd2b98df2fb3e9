"""What the checks of Telemetry share: a collector that decodes with the official OTLP messages, and programs to watch."""
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


def require(condition, text):
    if not condition:
        sys.exit(f"telemetry.py: {text}")


def chained(spans):
    """Spans with their services from the one without a parent on, each the parent of the next."""
    chain, parent = [], ""
    while True:
        children = [(owner, span) for owner, span in spans if span.parent_span_id.hex() == parent]
        if not children:
            return chain
        require(len(children) == 1, f"{len(children)} spans have the parent {parent!r}")
        chain.append(children[0])
        parent = children[0][1].span_id.hex()


class Receiver(http.server.ThreadingHTTPServer):
    """A collector: decodes what comes with the official messages and keeps it."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.metrics, self.spans, self.profiles, self.resources = {}, [], [], []
        self.encodings = collections.Counter()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    def trace(self, trace_id):
        """The spans of a trace that came, with the names of their services."""
        return [(owner["service.name"], span) for owner, span in self.spans if span.trace_id.hex() == trace_id]

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
        elif path == "/v1development/profiles":
            self.profiles.append(profiles_service_pb2.ExportProfilesServiceRequest.FromString(body))


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


class Prometheus:
    """Scrapes services each second until it ends."""

    def __init__(self, addresses):
        self.folder = tempfile.mkdtemp()
        self.url = f"http://127.0.0.1:{free_port()}"
        targets = ", ".join(f'"{address}"' for address in addresses)
        with open(f"{self.folder}/prometheus.yml", "w") as file:
            file.write(f"""
global: {{scrape_interval: 1s}}
scrape_configs:
  - job_name: trimtab
    static_configs: [{{targets: [{targets}]}}]
""")
        with open(f"{self.folder}/log", "w") as log:
            self.process = subprocess.Popen(
                ["prometheus", f"--config.file={self.folder}/prometheus.yml", f"--storage.tsdb.path={self.folder}/data",
                 f"--web.listen-address={self.url[7:]}"], stdout=log, stderr=log)
        wait_for("prometheus starts", lambda: answers(f"{self.url}/-/ready"))
        wait_for("the first scrape", lambda: queried(self.url, "up") == [1] * len(addresses))

    def complaints(self):
        return [line for line in open(f"{self.folder}/log") if 'component="scrape manager"' in line
                and ("level=warn" in line or "level=error" in line)]

    def end(self):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.folder)

    @staticmethod
    def version():
        said = subprocess.run(["prometheus", "--version"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        return said.stdout.split("(")[0].strip()


def lint(text):
    """promtool has nothing to say of an exposition."""
    said = subprocess.run(["promtool", "check", "metrics"], input=text, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)
    require(said.returncode == 0 and not said.stdout.strip(), f"promtool check metrics: {said.stdout}")
