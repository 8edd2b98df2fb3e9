#if Server

internal import Profiles
internal import Quantities

/// Tasks as text, those of one origin together.
struct TaskText {
    private let profile: TaskProfile

    init(_ profile: TaskProfile) {
        self.profile = profile
    }

    var text: String {
        var text = "tasks profile: total \(profile.tasks.count)\n"
        for group in profile.groups() {
            text += "\n\(group.count) made \(Self.ages(group)) ago\n"
            for frame in group.frames {
                let place = frame.file.map { "\t\($0):\(frame.line ?? 0)" } ?? ""
                text += "#\t\(FrameText.printable(frame.function))\(place)\n"
            }
        }
        return text
    }

    private static func ages(_ group: TaskProfile.Group) -> String {
        let youngest = Quantity.seconds(group.youngestAge)
        return group.count == 1 ? youngest : "\(youngest) to \(Quantity.seconds(group.oldestAge))"
    }
}

#endif
