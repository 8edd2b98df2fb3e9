/// What a type's metadata begins with: the values of Swift's ABI.
enum MetadataKind: UInt64 {
    case `class` = 0
    case `struct` = 0x200
    case `enum` = 0x201
    case optional = 0x202
    case foreignClass = 0x203
    case tuple = 0x301
    case function = 0x302
    case existential = 0x303
    case metatype = 0x304
    case existentialMetatype = 0x306
    case extendedExistential = 0x307
    /// A captured variable, the payload of an indirect case, a large value in an `Any`, or a closure's context.
    case localBox = 0x400
    case genericBox = 0x500
    case errorBox = 0x501
    case task = 0x502
}
