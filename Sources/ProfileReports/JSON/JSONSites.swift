internal import Foundation
internal import Profiles

/// The sites as JSON text, nearly all of a report.
///
/// A program whose every allocation was traced can have hundreds of thousands of stacks that share few frames. So each
/// frame is encoded once, and the smallest stacks are one entry together: the sums over all entries stay the same.
struct JSONSites {
    private let shown: [ReportSite]
    /// How many stacks the last entry stands for, which then has no frames; 0 if there is no such entry.
    let otherStacks: Int

    static let most = 1000

    init(_ sites: [ReportSite]) {
        guard sites.count > Self.most else {
            (shown, otherStacks) = (sites, 0)
            return
        }
        let others = sites.dropFirst(Self.most)
        let use = others.reduce(into: SiteUse()) { $0 += $1.use }
        shown = sites.prefix(Self.most) + [ReportSite(frames: [], type: nil, threads: [], use: use)]
        otherStacks = others.count
    }

    /// A JSON array, one line for each frame.
    func bytes() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var known: [Frame: [UInt8]] = [:]
        var result = Array("[".utf8)
        for (number, site) in shown.enumerated() {
            result += Array((number == 0 ? "\n" : ",\n").utf8) + Array("    {\"frames\" : [".utf8)
            for (index, frame) in site.frames.enumerated() {
                let text: [UInt8]
                if let encoded = known[frame] {
                    text = encoded
                } else {
                    text = Array(try encoder.encode(JSONFrame(frame)))
                    known[frame] = text
                }
                result += Array((index == 0 ? "\n      " : ",\n      ").utf8)
                result += text
            }
            result += Array("],\n     ".utf8)
            // The frames take the place of the opening brace.
            result += try encoder.encode(JSONSite(site)).dropFirst()
        }
        return result + Array("\n  ]".utf8)
    }
}
