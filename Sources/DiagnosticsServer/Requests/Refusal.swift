#if Server

internal import HTTPTypes

/// Why a request is not answered as it wishes.
struct Refusal: Error {
    let status: HTTPResponse.Status
    /// One line or more, for whoever asked.
    let text: String
    var headers: HTTPFields = [:]

    init(_ status: HTTPResponse.Status, _ text: String, headers: HTTPFields = [:]) {
        self.status = status
        self.text = text
        self.headers = headers
    }
}

#endif
