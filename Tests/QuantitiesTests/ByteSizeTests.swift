import Testing

import Quantities

struct ByteSizeTests {
    @Test(arguments: [
        ("1", 1), ("0", 0), ("512KiB", 524_288), ("64K", 65536), ("64k", 65536), ("1MiB", 1_048_576),
        ("2MB", 2_000_000),
        ("3GiB", 3_221_225_472), ("100B", 100), ("7kb", 7000),
    ])
    func readsNumbersWithUnits(text: String, bytes: Int) {
        #expect(ByteSize.parse(text) == bytes)
    }

    @Test(arguments: [
        "", "abc", "KiB", "-1", "+1", "1.5M", "1 MiB", "1Mi", "0x10", "١", "9223372036854775808", "9999999999G",
    ])
    func refusesWhatIsNoSize(text: String) {
        #expect(ByteSize.parse(text) == nil)
    }
}
