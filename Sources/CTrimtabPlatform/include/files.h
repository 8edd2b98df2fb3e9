// What Swift cannot ask of files.
#ifndef TRIMTAB_FILES_H
#define TRIMTAB_FILES_H

// An anonymous file in memory, closed on exec; -1 and errno where there is none.
int trimtab_memory_file(const char *name);

// A pipe, closed on exec: on Linux from the very start, so that no program has an end of it; -1 and errno where there is none.
int trimtab_pipe(int ends[2]);

// Whether executing the file grants capabilities.
int trimtab_has_file_capabilities(int file);

#endif
