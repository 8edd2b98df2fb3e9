#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The names of this process's threads, sorted; empty where there is no /proc.
private func threadNames() -> [String] {
    guard let folder = opendir("/proc/self/task") else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
        let number = withUnsafeBytes(of: entry.pointee.d_name) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        guard number.first != ".", let file = fopen("/proc/self/task/\(number)/comm", "r") else { continue }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 64)
        guard fgets(&line, 64, file) != nil else { continue }
        names.append(String(decoding: line.prefix { $0 > 32 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }
    return names.sorted()
}

/// Prints the threads' names, once there are `count` of them, one of which is called `name`, or five seconds have passed: a
/// thread has its creator's name until it takes one.
func printThreads(_ label: String, count: Int, name: String = "PlantedWorkload") {
    var names = threadNames()
    for _ in 0..<500 where names.count != count || !names.contains(name) {
        usleep(10_000)
        names = threadNames()
    }
    print("\(label): \(names.joined(separator: " "))")
}

/// Has another thread allocate a little, and wait for ever.
func startThread() {
    #if canImport(Darwin)
    var thread: pthread_t?
    #else
    var thread = pthread_t()
    #endif
    pthread_create(
        &thread,
        nil,
        { _ in
            free(malloc(100)); while true { pause() }
        },
        nil
    )
}
