import Testing

@testable import Experiments

struct ProfileTextTests {
    @Test func noCountIsZeroAndSharesStay() {
        var profile = ProfileText(
            """
            $s4main3oneyyF
            # Func Hash:
            0
            # Num Counters:
            3
            # Counter Values:
            40
            0
            10

            main.swift:$s4main3twoyyF
            # Func Hash:
            17
            # Num Counters:
            1
            # Counter Values:
            18446744073709551615


            """
        )
        profile.removeZeros()
        #expect(
            profile.text == """
                $s4main3oneyyF
                # Func Hash:
                0
                # Num Counters:
                3
                # Counter Values:
                40001
                1
                10001
                $0

                main.swift:$s4main3twoyyF
                # Func Hash:
                17
                # Num Counters:
                1
                # Counter Values:
                1125899906842624001
                $0


                """
        )
    }

    @Test func whatHasNoCountsStaysAsItIs() {
        for text in ["", "\n", ":ir\n", "# Counter Values:"] {
            var profile = ProfileText(text)
            profile.removeZeros()
            #expect(profile.text == text)
        }
    }
}
