import BuildProducts
import Foundation
import Profiles
import Subprocess
import Testing

@testable import Checkup

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// What is told of programs, on programs that compilers made.
struct ProgramTests {
    /// Enough functions of enough code, each of which calls at once: no compiler puts off its frame.
    private static let source =
        (0..<40).map { number in
            """
            __attribute__((noinline)) int f\(number)(int *p, int n) {
              int s = g(p, n);
              for (int i = 0; i < n; i++) { s += p[i] * p[n - i]; p[i] = s ^ p[s & 7]; s += g(p, i) + \(number); }
              return s;
            }
            """
        }.reduce("__attribute__((noinline)) int g(int *p, int n) { return p[n & 3] / (n + 1); }\n") { $0 + $1 + "\n" }
        + "int main(int c, char **v) { int p[99] = {0}; return "
        + (0..<40).map { "f\($0)(p, c)" }.joined(separator: " + ") + "; }\n"

    private func compiled(_ flags: String) async throws -> ProgramBinary? {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("program-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Self.source.write(toFile: "\(folder)/p.c", atomically: true, encoding: .utf8)
        let command = "cc -O2 \(flags) -o p p.c 2>/dev/null || clang -O2 \(flags) -o p p.c"
        let result = try await Subprocess.run(
            .path("/bin/sh"),
            arguments: ["-c", command],
            workingDirectory: FilePath(folder),
            output: .discarded,
            error: .discarded
        )
        guard result.terminationStatus.isSuccess else { return nil }
        return ProgramBinary(path: "\(folder)/p")
    }

    @Test func framePointersAreToldFromMachineCodeAlsoOfStrippedPrograms() async throws {
        guard let with = try await compiled("-fno-omit-frame-pointer -s"), let without = try await compiled("-s") else {
            print("skipped check: frame pointers of C programs: there is no C compiler")
            return
        }
        let shares = (with: try #require(with.framePointerShare), without: try #require(without.framePointerShare))
        #expect(shares.with > 0.9 && shares.without < 0.3, "\(shares)")
        #expect(BinaryChecks.all(without, program: "p").first { $0.topic == .framePointers }?.status == .finding)
        #expect(BinaryChecks.all(with, program: "p").first { $0.topic == .debugInformation }?.status == .finding)
    }

    @Test func debugInformationAndStaticLinkingAreTold() async throws {
        guard let debug = try await compiled("-g"), let fixed = try await compiled("-static") else {
            print("skipped check: static programs: there is no C compiler with libc.a")
            return
        }
        #expect(debug.hasDebugInformation && !debug.isStaticallyLinked && debug.isProgram)
        #expect(fixed.isStaticallyLinked && !fixed.hasDebugInformation)
        #expect(BinaryChecks.all(fixed, program: "p").first { $0.topic == .linking }?.status == .finding)
    }

    @Test func whatSwiftPMBuildsHasFramePointers() throws {
        let binary = try #require(ProgramBinary(path: BuildProducts.path(of: "trimtab")))
        #expect(binary.holdsSwift)
        #expect(try #require(binary.framePointerShare) > 0.8)
    }
}
