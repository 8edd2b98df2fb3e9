"""What Trimtab's service sends, held against others' software: of the example OrderService, and of a program that has
something to say for every metric of the table."""
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from telemetry_tools import Receiver, answers, attributes, chained, environment, free_port, require, wait_for

# Not on every machine, and where it is told there.
CONDITIONS = {"swift.memory.pressure.stalled": "/proc/pressure/memory"}


class OrderService:
    """The example service, on a free port."""

    def __init__(self, folder, variables, *options):
        self.log = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen([f"{folder}/OrderService", "--port", "0", *options], stdout=subprocess.PIPE,
                                        stderr=self.log, text=True, env=variables)
        wait_for("OrderService listens", lambda: "Listening on" in self.logged())
        self.address = re.search(r"Listening on http://(\S+)", self.logged()).group(1)

    def logged(self):
        require(self.process.poll() in (None, 0), f"OrderService ended with {self.process.returncode}")
        self.log.seek(0)
        return self.log.read()

    def get(self, path, headers=None, data=None):
        request = urllib.request.Request(f"http://{self.address}{path}", data, headers or {})
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.read().decode()

    def resident(self):
        return int(open(f"/proc/{self.process.pid}/statm").read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def end(self):
        self.process.terminate()
        require(self.process.wait(60) == 0, f"OrderService ended with status {self.process.returncode}")
        return self.process.stdout.read()


def table():
    """The metrics of the README: name, unit and meaning."""
    rows = open("README.md").read().split("<!-- metrics:")[1].split("<!-- end of metrics -->")[0]
    found = re.findall(r"^\| `(\S+)`[^|]*\| (\S+) \| (\w+) \| (.+) \|$", rows, re.MULTILINE)
    require(len(found) > 30, "the README has no table of metrics")
    return found


def points(metric):
    return getattr(metric, metric.WhichOneof("data")).data_points


def total(metric, **wanted):
    return sum(point.as_int for point in points(metric)
               if all(attributes(point.attributes)[name.replace("__", ".")] == value for name, value in wanted.items()))


def check_table(folder):
    """Every metric of the table arrives with its unit and meaning, and is of its kind."""
    receiver = Receiver()
    with tempfile.TemporaryDirectory() as place:
        variables = {**environment(receiver, "everything"), "TRIMTAB_RECORDING": f"{place}/recording",
                     "TRIMTAB_SAMPLING_INTERVAL": "4KiB", "TRIMTAB_MEMORY_LIMIT": "auto"}
        run = subprocess.run([f"{folder}/TrimtabWorkload", "everything"], stdout=subprocess.PIPE, text=True, env=variables,
                             stderr=subprocess.PIPE, timeout=120)
    require(run.returncode == 0, f"the workload failed: {run.stderr}")
    kinds = {"counter": "sum", "gauge": "gauge", "histogram": "histogram"}
    count = 0
    for name, unit, kind, meaning in table():
        if not os.path.exists(CONDITIONS.get(name, "/")):
            continue
        metric = receiver.metrics.get(name)
        require(metric is not None, f"{name} did not arrive")
        require((metric.unit, metric.description) == (unit, meaning), f"{name}: {metric.unit!r}, {metric.description!r}")
        require(metric.WhichOneof("data") == kinds[kind], f"{name} is no {kind}")
        count += 1
    facts = json.loads(run.stdout)
    for name, value in {"workload.operations": facts["operations"], "pool.get.count": facts["poolGets"],
                        "pool.put.count": facts["poolPuts"], "swift.memory.admission.refused": facts["refused"]}.items():
        require(total(receiver.metrics[name]) == value, f"{name} is {total(receiver.metrics[name])}, not {value}")
    receiver.shutdown()
    print(f"opentelemetry-proto: all {count} metrics of the table arrive with unit, meaning and kind")


def check_orders(folder):
    """Metrics, traces and profiles of OrderService under load are what it says of itself."""
    receiver, requests = Receiver(), 4_000
    with tempfile.TemporaryDirectory() as place:
        variables = {**environment(receiver, "orders"), "OTEL_PROFILES_EXPORTER": "otlp",
                     "OTEL_BSP_MAX_QUEUE_SIZE": "100000", "TRIMTAB_RECORDING": f"{place}/recording",
                     "TRIMTAB_SAMPLING_INTERVAL": "16KiB"}
        run = subprocess.run([f"{folder}/OrderService", "--port", "0", "--load", "2", "--requests", str(requests),
                              "--leak-sessions", "--memory-limit", "auto"],
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=variables, timeout=180)
        require(run.returncode == 0, f"OrderService failed: {run.stderr}")
        report = subprocess.run([f"{folder}/trimtab", "report", f"{place}/recording", "--json"], stdout=subprocess.PIPE,
                                check=True)
        said = json.loads(report.stdout)
    lines = [line for line in run.stderr.splitlines() if "Trimtab is on: " in line]
    require(len(lines) == 1 and receiver.url in lines[0] and "memory limit " in lines[0], f"the log says {lines}")
    require(f"{requests} requests, 0 errors" in run.stdout, f"the load says {run.stdout!r}")
    metrics = receiver.metrics
    require(total(metrics["hb.requests"]) == requests, f"{total(metrics['hb.requests'])} requests were counted")
    timed = sum(point.count for point in points(metrics["http.server.request.duration"]))
    require(timed == requests, f"{timed} requests were timed")
    # The last metrics may be on their way before the last spans are, but what was dropped is known.
    require(total(metrics["telemetry.dropped"]) == 0, "something was dropped")
    spans = [span for _, span in receiver.spans]
    require(len(spans) == requests, f"{len(spans)} spans of {requests} requests")
    require(len({span.span_id for span in spans}) == requests, "two spans have one id")
    routes = {}
    for span in spans:
        values = attributes(span.attributes)
        key = (values["http.route"], values["http.request.method"], str(values["http.response.status_code"]))
        routes[key] = routes.get(key, 0) + 1
        require(span.kind == 2 and span.name == values["http.route"], f"{span}")
    for (route, method, status), count in routes.items():
        counted = total(metrics["hb.requests"], http__route=route, http__request__method=method,
                        http__response__status_code=status)
        require(counted == count, f"{method} {route} {status}: {count} spans, {counted} counted")
    require(receiver.resources[-1]["host.name"] == socket.gethostname(), "the host is another")
    # What leaks has been there since the load ended: it is the same in the profile and in the recording after it.
    leaked, place = leak(receiver.profiles[-1])
    expected = sum(site["liveBytes"] for site in said["sites"]
                   if any(is_leak(frame["function"]) for frame in site["frames"]))
    require(leaked > 1 << 20 and abs(leaked - expected) < 100, f"{leaked} bytes in the profile, {expected} in the recording")
    require(is_leak(place), f"the profile says that {place} holds the most memory")
    receiver.shutdown()
    print(f"OrderService: {requests} requests, counted, timed and traced by {len(routes)} routes; the leak of {leaked} bytes"
          f" in its profile is that of its recording, and {place} holds most")


def is_leak(function):
    return "Session." in function and "init(customer:" in function


def leak(request):
    """The bytes in use that the leak allocated, and a function of ours where most bytes in use were."""
    dictionary = request.dictionary
    profiles = {dictionary.string_table[profile.sample_type.type_strindex]: profile
                for resource in request.resource_profiles for scope in resource.scope_profiles
                for profile in scope.profiles}
    held, leaked = {}, 0
    for sample in profiles["inuse_space"].samples:
        names = [dictionary.string_table[dictionary.function_table[line.function_index].name_strindex]
                 for location in dictionary.stack_table[sample.stack_index].location_indices
                 for line in dictionary.location_table[location].lines]
        if any(is_leak(name) for name in names):
            leaked += sample.values[0]
        name = next((name for name in names if "OrderService." in name or is_leak(name)), None)
        if name:
            held[name] = held.get(name, 0) + sample.values[0]
    return leaked, max(held, key=held.get)


def check_orders_trace(folder):
    """A request of a Python client that one OrderService hands on to another is one trace."""
    from opentelemetry import propagate, trace
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor

    receiver = Receiver()
    second = OrderService(folder, environment(receiver, "second"))
    order = {"customer": {"name": "A", "email": "a@example.com", "city": "Bergen"},
             "lines": [{"article": "Rope", "quantity": 1, "unitPriceInCents": 5}]}
    placed = json.loads(second.get("/orders", {"content-type": "application/json"}, json.dumps(order).encode()))
    first = OrderService(folder, environment(receiver, "first"), "--downstream", f"http://{second.address}")
    provider = TracerProvider(resource=Resource.create({"service.name": "client"}))
    provider.add_span_processor(SimpleSpanProcessor(OTLPSpanExporter(endpoint=f"{receiver.url}/v1/traces")))
    with provider.get_tracer("client").start_as_current_span("request", kind=trace.SpanKind.CLIENT) as span:
        headers = {}
        propagate.inject(headers)
        got = json.loads(first.get(f"/orders/{placed['id']}", headers))
        trace_id = trace.format_trace_id(span.get_span_context().trace_id)
    provider.shutdown()
    first.end()
    second.end()
    require(got == placed, f"the order is {got}, not {placed}")
    spans = receiver.trace(trace_id)
    chain = [(owner, span.kind) for owner, span in chained(spans)]
    require(chain == [("client", 3), ("first", 2), ("first", 3), ("second", 2)], f"the trace is {chain}")
    require(len(spans) == 4, f"{len(spans)} spans have the trace's id")
    receiver.shutdown()
    print("one trace: client -> OrderService -> OrderService, 4 spans")


def check_phoenix(folder):
    """Phoenix stores our traces and gives them back with parents, attributes and events."""
    port = free_port()
    with tempfile.TemporaryDirectory() as place:
        variables = {**os.environ, "PHOENIX_PORT": str(port), "PHOENIX_GRPC_PORT": str(free_port()),
                     "PHOENIX_HOST": "127.0.0.1", "PHOENIX_WORKING_DIR": place, "PHOENIX_TELEMETRY_ENABLED": "false"}
        with open(f"{place}/log", "w") as log:
            process = subprocess.Popen([os.environ["PHOENIX"], "serve"], stdout=log, stderr=log, env=variables)
        url = f"http://127.0.0.1:{port}"
        try:
            wait_for("Phoenix starts", lambda: answers(f"{url}/healthz"), 180)
            variables = {**os.environ, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": f"{url}/v1/traces",
                         "OTEL_BSP_SCHEDULE_DELAY": "100", "OTEL_SERVICE_NAME": "phoenix"}
            run = subprocess.run([f"{folder}/TelemetryWorkload", "once"], stdout=subprocess.PIPE, text=True, env=variables)
            require(run.returncode == 0, "the workload could not send its spans to Phoenix")
            want = {(span["name"], span["trace"], span["span"], span["parent"])
                    for span in json.loads(run.stdout)["spans"]}
            wait_for(f"{len(want)} spans in Phoenix", lambda: len(stored(url)) >= len(want), 60)
            orders = OrderService(folder, variables)
            try:
                orders.get("/orders/999999")
            except urllib.error.HTTPError as error:
                require(error.code == 404, f"OrderService answered {error.code}")
            orders.end()
            wait_for("OrderService's span in Phoenix", lambda: len(stored(url)) > len(want), 60)
            require_stored(stored(url), want)
        except SystemExit:
            sys.stderr.write("".join(open(f"{place}/log").readlines()[-20:]))
            raise
        finally:
            process.terminate()
            process.wait()
    print(f"Phoenix: {len(want)} spans come back with parents, attributes and events, and a failed request of OrderService")


def stored(url):
    spans, cursor = [], ""
    while True:
        answer = json.load(urllib.request.urlopen(f"{url}/v1/projects/default/spans?limit=1000{cursor}", timeout=60))
        spans += answer["data"]
        if not answer.get("next_cursor"):
            return spans
        cursor = f"&cursor={answer['next_cursor']}"


def require_stored(spans, want):
    got = {(span["name"], span["context"]["trace_id"], span["context"]["span_id"], span["parent_id"] or "")
           for span in spans if span["name"] in ("place order", "store order")}
    require(got == want, f"{len(got ^ want)} spans differ in Phoenix")
    for span in spans:
        if span["name"] == "place order":
            number, express = (find(span["attributes"], f"order.{name}") for name in ("number", "express"))
            require(express == (number % 2 == 0), f"attributes in Phoenix: {span['attributes']}")
        elif span["name"] == "store order":
            require([event["name"] for event in span["events"]] == ["written"], f"events in Phoenix: {span['events']}")
    failed = [span for span in spans if find(span["attributes"], "http.response.status_code") == 404]
    require(len(failed) == 1 and failed[0]["events"][0]["name"] == "exception", f"the failed request: {failed}")


def find(values, name):
    """Phoenix gives attributes back by their whole names or nested."""
    if name in values:
        return values[name]
    for part in name.split("."):
        values = values.get(part) if isinstance(values, dict) else None
    return values


CHECKS = {"table": check_table, "orders": check_orders, "orders-trace": check_orders_trace}
