internal import CTrimtabPlatform

/// The numbers of trimtab_recording.h that are C macros too intricate for Swift to import, and the reader's own limits.
enum RecordingFormat {
    static let magic: UInt64 = 0x3142_4154_4d49_5254
    static let byteOrder: UInt32 = 0x0102_0304
    static let version = UInt32(TRIMTAB_RECORDING_VERSION)
    static let nodeRoot: UInt32 = 0xffff_fffe
    static let pcTruncated: UInt64 = 1
    static let pcLabel: UInt64 = 1 << 63

    /// The longest stack that the reader follows; a longer one is a cycle in a damaged recording.
    static let maximumDepth = 2048
    /// The most steps over all stacks, so that a damaged recording cannot keep the reader busy for long.
    static let maximumSteps = 1 << 26
    /// The most bytes of one section that are read.
    static let maximumSectionSize: UInt64 = 1 << 30
    /// The longest string, in bytes.
    static let maximumStringLength = 1 << 16
    /// Counts and bytes above this come from damage; sums of many of them still fit an `Int`.
    static let maximumCount = 1 << 54
    /// The most samples that one site can have, so that their sum over all sites fits an `Int`.
    static let maximumSamples: UInt64 = 1 << 36
    /// The most objects that one sample can stand for.
    static let maximumWeight = 0x1p53
}

extension Int {
    /// A count from a recording, cut to what sums can bear.
    init(recorded value: UInt64) {
        self = Swift.min(Int(clamping: value), RecordingFormat.maximumCount)
    }
}

extension Double {
    /// An amount from a recording: not negative and finite, or 0 where it is neither.
    init(recorded value: Double) {
        self = value.isFinite && value > 0 ? Swift.min(value, 0x1p62) : 0
    }
}
