#if Server

internal import HTTPTypes

/// Who may ask.
struct AccessControl: Sendable {
    /// Nil where whoever can connect may ask.
    let token: AccessToken?
    /// Whether `Host` must name this machine: where a browser could be led here by a stranger's name.
    let checksHost: Bool
    /// What else `Host` may name, in lower case.
    let allowedHosts: Set<String>

    /// Refuses a request that may not be answered.
    func check(_ request: HTTPRequest) throws(Refusal) {
        try checkHost(request)
        try checkSite(request)
        guard let token, !token.isBorne(by: request.headerFields[.authorization]) else { return }
        throw Refusal(
            .unauthorized,
            "The token is missing or wrong: send it as Authorization: Bearer TOKEN, or as a password.",
            headers: [.wwwAuthenticate: "Basic realm=\"Trimtab\", charset=\"UTF-8\""]
        )
    }

    private func checkHost(_ request: HTTPRequest) throws(Refusal) {
        guard checksHost else { return }
        guard let authority = request.authority, let host = HostName.host(ofAuthority: authority) else {
            throw Refusal(.badRequest, "The header Host is missing or makes no sense.")
        }
        guard !HostName.isLoopback(host), !allowedHosts.contains(host.lowercased()) else { return }
        throw Refusal(
            .misdirectedRequest,
            "The header Host names a host that is not this one: ask for a loopback address, or allow the name in the settings."
        )
    }

    /// A page of another site may lead here by a link, and do nothing else.
    private func checkSite(_ request: HTTPRequest) throws(Refusal) {
        if let site = request.headerFields.value(of: "sec-fetch-site"), site != "same-origin", site != "none" {
            let isLink = request.method == .get && request.headerFields.value(of: "sec-fetch-mode") == "navigate"
            guard isLink else { throw Self.otherSite }
        }
        if let origin = request.headerFields[.origin] {
            guard let authority = request.authority, origin == "http://\(authority)" || origin == "https://\(authority)"
            else { throw Self.otherSite }
        }
    }

    private static var otherSite: Refusal { Refusal(.forbidden, "A page of another site may not ask this.") }
}

extension HTTPFields {
    /// - Parameter name: In lower case.
    fileprivate func value(of name: String) -> String? {
        first { $0.name.canonicalName == name }?.value
    }
}

#endif
