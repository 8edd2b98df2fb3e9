internal import Profiles

/// A function of a binary: the calls that it makes, and the ways through it.
struct MachineFunction: Hashable, Sendable {
    /// Where the code goes on, as far as that matters for which calls are made.
    struct Step: Hashable, Sendable {
        enum Kind: Hashable, Sendable {
            /// The call of this number in ``MachineFunction/calls``; the code goes on behind it.
            case call(Int)
            /// The call of this number takes the place of a return.
            case tailCall(Int)
            /// The same on a condition: otherwise the code goes on behind it.
            case conditionalTailCall(Int)
            /// On to this address or behind.
            case branch(UInt64)
            /// On to this address.
            case jump(UInt64)
            case `return`
            /// The program stops.
            case trap
        }

        var address: UInt64
        var kind: Kind
    }

    /// The linker's name.
    var name: String
    var address: UInt64
    var calls: [MachineCall] = []
    /// By address.
    var steps: [Step] = []

    init(name: String, address: UInt64) {
        self.name = name
        self.address = address
    }

    /// Does every way from the start to the end pass a call for which `isHit` holds?
    ///
    /// Ways that end with a stop of the program do not count. A function that never returns has no such way.
    func alwaysPasses(_ isHit: (MachineCall) -> Bool) -> Bool {
        var work = [0]
        var seen: Set<Int> = []
        var meetsCall = false
        while let start = work.popLast() {
            var index = start
            walk: while true {
                guard seen.insert(index).inserted else { break }
                // Beyond the last step nothing is known.
                guard index < steps.count else { return false }
                switch steps[index].kind {
                case .call(let number):
                    if isHit(calls[number]) {
                        meetsCall = true
                        break walk
                    }
                    index += 1
                case .tailCall(let number):
                    guard isHit(calls[number]) else { return false }
                    meetsCall = true
                    break walk
                case .conditionalTailCall(let number):
                    guard isHit(calls[number]) else { return false }
                    meetsCall = true
                    index += 1
                case .branch(let address):
                    work.append(self.index(at: address))
                    index += 1
                case .jump(let address): index = self.index(at: address)
                case .return: return false
                case .trap: break walk
                }
            }
        }
        return meetsCall
    }

    /// The first step at an address or behind.
    private func index(at address: UInt64) -> Int {
        steps.partitionPoint { $0.address < address }
    }
}
