/// Tells the functions that make or look up what the runtime knows of types, once for each type.
enum MetadataFunction {
    private static let runtime: Set<String> = [
        "swift_getGenericMetadata", "swift_getSingletonMetadata", "swift_getForeignTypeMetadata",
        "swift_getTypeByMangledNameInContext", "swift_getTypeByMangledNameInContext2",
        "swift_getTypeByMangledNameInContextInMetadataState", "swift_getTypeByMangledNameInContextInMetadataState2",
        "swift_getTypeByMangledNameInEnvironment", "swift_getTypeByMangledNameInEnvironmentInMetadataState",
        "swift_getWitnessTable", "swift_getWitnessTableRelative", "swift_getAssociatedTypeWitness",
        "swift_getAssociatedConformanceWitness", "swift_getOpaqueTypeMetadata", "swift_getOpaqueTypeMetadata2",
        "swift_getOpaqueTypeConformance", "swift_getOpaqueTypeConformance2", "swift_getTupleTypeMetadata",
        "swift_getTupleTypeMetadata2", "swift_getTupleTypeMetadata3", "swift_getFunctionTypeMetadata",
        "swift_getFunctionTypeMetadata0", "swift_getFunctionTypeMetadata1", "swift_getFunctionTypeMetadata2",
        "swift_getFunctionTypeMetadata3", "swift_getExtendedFunctionTypeMetadata", "swift_getExistentialTypeMetadata",
        "swift_getExtendedExistentialTypeMetadata", "swift_getExtendedExistentialTypeMetadata_unique",
        "swift_getMetatypeMetadata", "swift_getExistentialMetatypeMetadata", "swift_getObjCClassMetadata",
        "swift_getCanonicalSpecializedMetadata", "swift_getCanonicalPrespecializedGenericMetadata",
        "swift_allocateGenericClassMetadata", "swift_allocateGenericClassMetadataWithLayoutString",
        "swift_allocateGenericValueMetadata", "swift_allocateGenericValueMetadataWithLayoutString",
        "swift_initClassMetadata2", "swift_updateClassMetadata2", "swift_initStructMetadata",
        "swift_initEnumMetadataMultiPayload", "swift_initEnumMetadataSingleCase", "swift_checkMetadataState",
        "swift_conformsToProtocol", "swift_conformsToProtocol2", "swift_conformsToProtocolCommon",
        "swift_compareProtocolConformanceDescriptors", "swift_getKeyPath", "swift_allocateMetadataPack",
        "swift_allocateWitnessTablePack", "swift_getFixedArrayTypeMetadata", "swift_dynamicCastMetatype",
        "swift_initStructMetadataWithLayoutString", "swift_initEnumMetadataMultiPayloadWithLayoutString",
        "swift_lookUpClassMethod", "swift_dynamicCast", "swift_getForeignTypeMetadata2", "swift_getDynamicType",
    ]

    private static let helpers = ["__swift_instantiate", "__swift_getTypeByMangledName"]

    /// The endings of accessors and caches in mangled names: metadata, witness tables, their completion and patterns.
    private static let suffixes = ["Ma", "Mr", "Mi", "Wl", "Wa", "WI", "Md", "Mb", "Mm"]

    static func contains(_ name: String) -> Bool {
        if runtime.contains(name) || helpers.contains(where: name.hasPrefix) { return true }
        return name.hasPrefix("$s") && suffixes.contains(where: name.hasSuffix)
    }

    /// Does a function run once in a process, to make the value of a global variable?
    static func isOnceInitializer(_ name: String) -> Bool {
        name.hasPrefix("$s") && (name.hasSuffix("WZ") || name.hasSuffix("_WZ"))
            || name.hasPrefix("__swift_allocate_value_buffer")
    }
}
