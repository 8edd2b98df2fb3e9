// The front door of CTrimtabPlatform.
#ifndef CTRIMTAB_PLATFORM_H
#define CTRIMTAB_PLATFORM_H

#include "allocation_counters.h"
#include "allocator.h"
#include "child_process.h"
#include "current_executor.h"
#include "demangle.h"
#include "files.h"
#include "launchers.h"
#include "pool_threads.h"
#include "process_group.h"
#include "statm.h"
#include "thread_totals.h"
#include "trimtab_recording.h"

#endif
