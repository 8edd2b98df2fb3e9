// Lets the hooks use a signal that belongs to the program as well.
#ifndef TRIMTAB_SIGNAL_SHARING_H
#define TRIMTAB_SIGNAL_SHARING_H

#include "hooks.h"

#include <signal.h>

// SIGPROF: threads that block all signals (those of Dispatch, on which Swift's tasks run) leave out this one.
enum { TRIMTAB_SHARED_SIGNAL = SIGPROF };

// Takes a signal that is the hooks' own; false if it is the program's. It must be async-signal-safe. All signals but
// those of faults are blocked meanwhile.
typedef bool (*trimtab_signal_taker)(const siginfo_t *info, const void *context);

// From now on the hooks have the first look at the signal, for good: one that is still on its way when they lose
// interest must not end the program. False if the kernel refuses.
bool trimtab_signal_share(trimtab_signal_taker taker);

// Has the program set the signal's action past us? Then that action gets what is the program's from now on.
void trimtab_signal_check(void);

// In fork's child: the signal is the program's alone.
void trimtab_signal_forget(void);

#endif
