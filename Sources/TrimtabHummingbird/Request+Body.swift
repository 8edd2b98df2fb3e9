#if Server

internal import HTTPTypes
public import Hummingbird

extension Request {
    /// What `Content-Length` says, in bytes; nil without one. A number beyond all bounds is as good as the largest.
    @usableFromInline var claimedBodyBytes: Int? { headers[.contentLength].map { Int($0) ?? .max } }

    /// Whether there may be a body although no length is given: one in chunks, or over HTTP/2 one of a method that has any.
    @usableFromInline var mayHaveBody: Bool {
        headers[.transferEncoding] != nil
            || !(method == .get || method == .head || method == .options || method == .delete)
    }
}

#endif
