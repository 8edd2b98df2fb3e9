import GRPCAdmission
import GRPCCore
import GRPCInProcessTransport
import Logging
import MemoryTuning
import Testing

struct AdmissionInterceptorTests {
    /// Answers with what it was sent; a call of length 0 ends once `gate` does. (Cancelling the client's side ends nothing
    /// here: the transport within a process does not tell the server.)
    private struct Echo: RegistrableRPCService {
        static let method = MethodDescriptor(fullyQualifiedService: "test.Echo", method: "Echo")
        /// Stands for a health check.
        static let check = MethodDescriptor(fullyQualifiedService: "grpc.health.v1.Health", method: "Check")

        let gate: AsyncStream<Void>

        func registerMethods<Transport: ServerTransport>(with router: inout RPCRouter<Transport>) {
            for method in [Self.method, Self.check] {
                router.registerHandler(forMethod: method, deserializer: Bytes(), serializer: Bytes()) { request, _ in
                    StreamingServerResponse { writer in
                        for try await message in request.messages {
                            if message.isEmpty { for await _ in gate {} }
                            try await writer.write(message)
                        }
                        return [:]
                    }
                }
            }
        }
    }

    private struct Bytes: MessageSerializer, MessageDeserializer {
        func serialize<Result: GRPCContiguousBytes>(_ message: [UInt8]) throws -> Result { Result(message) }

        func deserialize<Source: GRPCContiguousBytes>(_ bytes: Source) throws -> [UInt8] {
            bytes.withUnsafeBytes { Array($0) }
        }
    }

    private static func call(
        _ client: GRPCClient<InProcessTransport.Client>,
        _ message: [UInt8],
        _ method: MethodDescriptor = Echo.method
    ) async throws -> [UInt8] {
        try await client.unary(
            request: ClientRequest(message: message),
            descriptor: method,
            serializer: Bytes(),
            deserializer: Bytes(),
            options: .defaults
        ) { try $0.message }
    }

    @Test func callsWaitForRoomAndAreRefusedWhenTheyHaveWaitedTooLong() async throws {
        let tuner = try MemoryTuner(configuration: .init(limit: .automatic), logger: Logger(label: "test"))
        let admission = try AdmissionController(
            tuner: tuner,
            configuration: .init(initialWindow: 1, maximumWait: .milliseconds(50))
        )
        let (gate, opening) = AsyncStream.makeStream(of: Void.self)
        let transport = InProcessTransport()
        try await withGRPCServer(
            transport: transport.server,
            services: [Echo(gate: gate)],
            interceptors: [AdmissionInterceptor(admission)]
        ) { _ in
            try await withGRPCClient(transport: transport.client) { client in
                let first = try await Self.call(client, [1, 2, 3])
                #expect(first == [1, 2, 3])
                // The server's side of a call ends when its answer has been read, or later.
                while admission.statistics.underWay > 0 { await Task.yield() }
                async let held = Self.call(client, [])
                while admission.statistics.underWay == 0 { await Task.yield() }
                let error = await #expect(throws: RPCError.self) { try await Self.call(client, [4]) }
                #expect(error?.code == .resourceExhausted)
                #expect(error?.metadata.first { $0.key == "grpc-retry-pushback-ms" }?.value == .string("1000"))
                let health = try await Self.call(client, [6], Echo.check)
                #expect(health == [6])
                opening.finish()
                let answer = try await held
                #expect(answer == [])
                while admission.statistics.underWay > 0 { await Task.yield() }
                let last = try await Self.call(client, [5])
                #expect(last == [5])
            }
        }
    }
}
