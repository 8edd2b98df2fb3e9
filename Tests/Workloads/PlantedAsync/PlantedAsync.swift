/// Allocates behind several awaits, each of which really suspends, so that no caller is left on the stack.
@main
struct PlantedAsync {
    static func main() async {
        let vault = Vault()
        await Task.detached { await first(vault) }.value
        await onTheMainActor(vault)
        async let bound: Void = bound(vault)
        await bound
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await grouped(vault) }
        }
        print("kept \(await vault.count)")
    }
}

/// Five awaits from the detached task to the allocation, the third across an actor.
@inline(never)
func first(_ vault: Vault) async {
    await Task.yield()
    await second(vault)
    await Task.yield()
}

@inline(never)
func second(_ vault: Vault) async {
    await Task.yield()
    await vault.third()
    await Task.yield()
}

actor Vault {
    private var kept: [Treasure] = []

    var count: Int { kept.count }

    @inline(never)
    func third() async {
        await Task.yield()
        await fourth(self)
        await Task.yield()
    }

    func keep(_ treasure: Treasure) {
        kept.append(treasure)
    }
}

@inline(never)
func fourth(_ vault: Vault) async {
    await Task.yield()
    await fifth(vault)
    await Task.yield()
}

@inline(never)
func fifth(_ vault: Vault) async {
    await Task.yield()
    await vault.keep(Treasure(bytes: 100_001))
}

@MainActor
@inline(never)
func onTheMainActor(_ vault: Vault) async {
    await Task.yield()
    await keepLater(vault, bytes: 200_002)
    await Task.yield()
}

@inline(never)
func bound(_ vault: Vault) async {
    await Task.yield()
    await keepLater(vault, bytes: 300_003)
    await Task.yield()
}

@inline(never)
func grouped(_ vault: Vault) async {
    await Task.yield()
    await keepLater(vault, bytes: 400_004)
    await Task.yield()
}

@inline(never)
func keepLater(_ vault: Vault, bytes: Int) async {
    try? await Task.sleep(for: .milliseconds(1))
    await vault.keep(Treasure(bytes: bytes))
}

final class Treasure: Sendable {
    let content: [UInt8]

    @inline(never)
    init(bytes: Int) {
        content = [UInt8](repeating: 1, count: bytes)
    }
}
