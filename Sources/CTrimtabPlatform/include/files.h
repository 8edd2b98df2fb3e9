// What Swift cannot ask of files.
#ifndef TRIMTAB_FILES_H
#define TRIMTAB_FILES_H

// An anonymous file in memory, closed on exec; -1 and errno where there is none.
int trimtab_memory_file(const char *name);

// Whether executing the file grants capabilities.
int trimtab_has_file_capabilities(int file);

#endif
