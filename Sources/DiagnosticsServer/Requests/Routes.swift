#if Server

internal import HTTPTypes

/// Which path is answered by what.
struct Routes {
    static let page = "/debug/trimtab/"

    let state: DiagnosticsState
    let sources: DiagnosticsSources
    let configuration: DiagnosticsServer.Configuration

    var all: [String: Route] {
        let longest = Int(configuration.longestProfile.components.seconds)
        var routes = ProfileRoutes(state: state, longest: longest).routes
        routes.merge(LiveRoutes(state: state).routes) { $1 }
        let actions = Actions(state: state, recordings: configuration.recordingFolder.map(RecordingFolder.init))
        routes.merge(actions.routes) { $1 }
        routes["/"] = .redirect(to: Self.page)
        routes["/debug/trimtab"] = .redirect(to: Self.page)
        routes["/debug/pprof"] = .redirect(to: ProfileRoutes.folder)
        routes["/metrics"] = metrics
        return routes
    }

    private var metrics: Route {
        Route(.page) { [sources] request throws(Refusal) in
            guard let metrics = sources.metrics?(request.headers[.accept]) else {
                throw Refusal(.notFound, "This service has no metrics for Prometheus.")
            }
            return Answer.response(metrics.contentType, metrics.body, HTTPResponse.Status(code: metrics.status))
        }
    }
}

#endif
