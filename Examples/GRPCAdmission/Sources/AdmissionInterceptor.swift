import GRPCCore
import MemoryTuning

/// Has calls wait until there is memory for them, and answers those that have waited too long with `resourceExhausted`
/// and the time after which to try again. Health checks pass whatever happens.
public struct AdmissionInterceptor: ServerInterceptor {
    private static let healthService = "grpc.health.v1.Health"

    let admission: AdmissionController

    public init(_ admission: AdmissionController) {
        self.admission = admission
    }

    public func intercept<Input: Sendable, Output: Sendable>(
        request: StreamingServerRequest<Input>,
        context: ServerContext,
        next: @Sendable (StreamingServerRequest<Input>, ServerContext) async throws -> StreamingServerResponse<Output>
    ) async throws -> StreamingServerResponse<Output> {
        let isHealth = context.descriptor.service.fullyQualifiedService == Self.healthService
        let ticket: AdmissionTicket
        do {
            ticket = try await admission.admit(priority: isHealth ? .essential : .normal)
        } catch let refusal as AdmissionRefusal {
            let milliseconds = Int(refusal.retryAfter / .milliseconds(1))
            throw RPCError(
                code: .resourceExhausted,
                message: refusal.description,
                metadata: ["grpc-retry-pushback-ms": "\(milliseconds)"]
            )
        }
        var response = try await next(request, context)
        if case .success(var contents) = response.accepted {
            // The call is under way until its last message has been written.
            let producer = contents.producer
            contents.producer = { writer in
                defer { ticket.end() }
                return try await producer(writer)
            }
            response.accepted = .success(contents)
        }
        return response
    }
}
