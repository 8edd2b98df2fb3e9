/// Functions of the C library that hand out memory or keep some. Its binary names too few functions to derive them.
enum CLibraryFunction {
    static let allocating: Set<String> = [
        "fopen", "fdopen", "freopen", "popen", "tmpfile", "open_memstream", "fmemopen", "opendir", "fdopendir",
        "scandir", "getline", "getdelim", "asprintf", "vasprintf", "getaddrinfo", "getifaddrs", "if_nameindex",
        "setenv", "putenv", "realpath", "canonicalize_file_name", "getcwd", "get_current_dir_name", "glob", "wordexp",
        "regcomp", "setlocale", "newlocale", "duplocale", "iconv_open", "dlopen", "dlsym", "pthread_create",
        "pthread_attr_setaffinity_np", "qsort", "tempnam", "fts_open", "hcreate", "tsearch", "getpwnam", "getpwuid",
        "getgrnam", "getgrgid", "localtime", "localtime_r", "mktime", "tzset", "strftime", "printf", "fprintf",
        "vfprintf", "vprintf", "puts", "fputs", "fwrite", "fread", "fgets", "backtrace_symbols",
    ]
}
