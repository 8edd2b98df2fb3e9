/// How a number is written.
@usableFromInline
internal enum Radix {
    case decimal
    /// In lower case, without a prefix.
    case hexadecimal
}
