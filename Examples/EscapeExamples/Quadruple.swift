/// Four numbers: 32 bytes, four words.
struct Quadruple {
    var first: Int
    var second: Int
    var third: Int
    var fourth: Int
}
