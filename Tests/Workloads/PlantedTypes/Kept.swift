import Foundation

/// What the program keeps. Each line that it prints is a count and a type's name.
final class Kept {
    private var everything: [Any] = []
    private var errors: [any Error] = []
    private var raw: [UnsafeMutableRawPointer] = []

    private func keep(_ name: String, _ count: Int, _ make: () -> Any) {
        let objects = (0..<count).map { _ in make() }
        everything.append(objects)
        print("\(count)\t\(name)")
    }

    func objects(_ count: Int) {
        keep("PlantedTypes.Session", count) { Session() }
        keep("PlantedTypes.Base<Int>", count) { Base(7) }
        keep("PlantedTypes.Derived<String, PlantedTypes.Row>", count) { Derived<String, Row>([:]) }
        keep("PlantedTypes.Namespace.Nested", count) { Namespace.Nested() }
        keep("PlantedTypes.Namespace.Nested.InExtension", count) { Namespace.Nested.InExtension() }
        keep("PlantedTypes.Hidden", count) { makeHidden() }
        keep("PlantedTypes.Counter", count) { Counter() }
        keep("PlantedTypes.Größe", count) { Größe() }
        keep("PlantedTypes.Packed<Pack{Int, String}>", count) { Packed(1, "two") }
        keep("PlantedTypes.Buffer", count) { Buffer.create(minimumCapacity: 100) { _ in 1 } }
        keep("Foundation.NSLock", count) { NSLock() }
    }

    func collections(_ count: Int) {
        let number = count % 7  // not known to the compiler
        keep("Array<Double> storage", count) { [Double](repeating: 1, count: number + 10) }
        keep("Array<PlantedTypes.Row> storage", count) { [Row](repeating: Row(), count: number + 10) }
        keep("Dictionary<Int, PlantedTypes.Row> storage", count) { [number: Row()] }
        keep("Set<Double> storage", count) { Set([Double(number)]) }
        let shared = Shared()
        print("1\tPlantedTypes.Shared")
        keep("Array<PlantedTypes.Shared> storage", count) { [Shared](repeating: shared, count: number + 10) }
        let text = String(repeating: "long enough for the heap ", count: number + 2)
        keep("String storage", count) { text + String(number) }
    }

    func boxes(_ count: Int) {
        keep("captured variable or closure context ((PlantedTypes.Tree, Int))", count) { Tree.node(.leaf, count) }
        keep("captured variable or closure context ({ var Int }, Int)", count) { Self.counter(from: count) }
        errors = (0..<count).map { Failure(code: $0) }
        print("\(count)\terror PlantedTypes.Failure")
    }

    /// A captured variable, and the context of the closure that captures it.
    @inline(never)
    private static func counter(from start: Int) -> () -> Int {
        var value = start
        let step = start % 3
        return {
            value += step
            return value
        }
    }

    func tasks(_ count: Int) async {
        for _ in 0..<count {
            // Never resumed.
            let task = Task.detached { await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in } }
            everything.append(task)
        }
        print("\(count)\tTask")
    }

    /// Blocks of malloc's and of Swift's own that begin like an object, or with a type.
    /// Blocks that become objects only long after they were allocated, as where a thread loses its processor in between.
    /// Meanwhile they hold what others have left there.
    func lateObjects(_ count: Int) {
        let object = Late()
        let blocks = (0..<count).map { _ in late_swift_allocObject(48) }
        for block in blocks { block.storeBytes(of: 4096 + 8, as: UInt.self) }
        usleep(200_000)
        for block in blocks {
            block.copyMemory(from: Unmanaged.passUnretained(object).toOpaque(), byteCount: 16)
            raw.append(block)
        }
        withExtendedLifetime(object) {}
    }

    func rawMemory(_ count: Int) {
        let session = Session()
        let header = Unmanaged.passUnretained(session).toOpaque()
        for _ in 0..<count {
            guard let copy = malloc(48), let metatype = malloc(64) else { return }
            copy.copyMemory(from: header, byteCount: 32)
            raw.append(copy)
            let swift = UnsafeMutableRawPointer.allocate(byteCount: 48, alignment: 16)
            swift.copyMemory(from: header, byteCount: 32)
            raw.append(swift)
            metatype.storeBytes(of: unsafeBitCast(Session.self as Any.Type, to: UInt.self), as: UInt.self)
            metatype.storeBytes(of: 3, toByteOffset: 8, as: UInt.self)
            raw.append(metatype)
        }
        print("\(3 * count)\t-")
    }
}
