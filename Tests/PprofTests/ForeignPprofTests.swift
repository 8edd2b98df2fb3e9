import Testing

@testable import Profiles

/// Files as others write them.
struct ForeignPprofTests {
    @Test func goHeapProfilesAreReadWithTheirSums() throws {
        let bytes = foreignProfile(
            types: [
                ("alloc_objects", "count"), ("alloc_space", "bytes"), ("inuse_objects", "count"),
                ("inuse_space", "bytes"),
            ],
            samples: [[10, 4_000, 1, 400], [5, 50, 0, 0]]
        )
        let profile = try HeapProfile(pprof: bytes)
        #expect(profile.totals.allocations == 15)
        #expect(profile.totals.deallocations == 14)
        #expect(profile.totals.allocatedBytes == 4_050)
        #expect(profile.totals.liveBytes == 400)
        #expect(!profile.totals.isLiveBytesExact)
    }

    @Test func tcmallocsObjectsAndSpaceAreMemoryInUse() throws {
        let bytes = foreignProfile(types: [("objects", "count"), ("space", "bytes")], samples: [[3, 300]])
        let profile = try HeapProfile(pprof: bytes)
        #expect(profile.sites[0].inUse.objects.value == 3)
        #expect(profile.sites[0].inUse.bytes.value == 300)
        #expect(profile.totals.liveObjects == 3)
    }

    @Test func compressedAndPlainFilesReadAlike() throws {
        let bytes = foreignProfile(types: [("inuse_space", "bytes")], samples: [[3]])
        let plain = try HeapProfile(pprof: bytes)
        let compressed = try HeapProfile(pprof: Gzip.compress(bytes))
        #expect(plain.sites == compressed.sites)
        #expect(plain.sites.count == 1)
    }

    @Test func cpuProfilesAreRefusedByName() throws {
        let bytes = foreignProfile(types: [("samples", "count"), ("cpu", "nanoseconds")], samples: [[1, 10]])
        let error = #expect(throws: PprofError.self) { try HeapProfile(pprof: bytes) }
        #expect(error?.code == .notHeap)
        #expect(error?.message.contains("samples, cpu") == true)
    }

    @Test func aSampleWithTooFewValuesIsDamage() throws {
        let bytes = foreignProfile(types: [("objects", "count"), ("space", "bytes")], samples: [[3]])
        let error = #expect(throws: PprofError.self) { try HeapProfile(pprof: bytes) }
        #expect(error?.code == .damaged)
    }

    @Test func hugeValuesDoNotOverflowTheTotals() throws {
        let samples = [[Int]](repeating: [.max, .max, .max, .max], count: 4_000)
        let types = PprofSampleType.written.map { ($0.name, $0.unit) }
        let profile = try HeapProfile(pprof: foreignProfile(types: types, samples: samples))
        #expect(profile.totals.allocations == 1 << 60)
        #expect(profile.totals.deallocations == 0)
    }

    private func foreignProfile(types: [(String, String)], samples: [[Int]]) -> [UInt8] {
        var strings = PprofStringTable()
        var output = ProtobufWriter()
        for (type, unit) in types {
            let indices = (strings.index(of: type), strings.index(of: unit))
            output.message(PprofField.Profile.sampleType) { message in
                message.integer(PprofField.ValueType.type, indices.0)
                message.integer(PprofField.ValueType.unit, indices.1)
            }
        }
        for values in samples {
            output.message(PprofField.Profile.sample) { $0.packed(PprofField.Sample.values, values) }
        }
        for string in strings.strings { output.string(PprofField.Profile.stringTable, string) }
        return output.bytes
    }
}
