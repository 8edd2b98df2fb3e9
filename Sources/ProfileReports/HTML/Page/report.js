// Starts the page of a report, which holds its data.

new App(JSON.parse(byId("data").textContent ?? "{}"));
