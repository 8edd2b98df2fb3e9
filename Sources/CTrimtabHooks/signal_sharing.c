// One signal for two: the hooks' timers send it, and the program may use it as if they did not.
//
// The kernel has one action for a signal. While the hooks share it, that action is ours, and what the program sets with
// `sigaction` or `signal` is kept here, told to whoever asks, and called for each signal that is the program's.
// Invariants:
// - The program's handler never sees a signal of ours, and sees each of its own with the mask and the flags it asked
//   for.
// - While nothing is shared, the functions here do nothing but forward.
// - An action is complete before it is published and not written again until many others were, so that a handler can
//   read it without a lock.

#include "signal_sharing.h"

#if defined(TRIMTAB_SUPPORTED) && !defined(TRIMTAB_SANITIZED)

#include <dlfcn.h>
#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { ACTIONS = 64 };
static struct sigaction actions[ACTIONS];
static uint32_t next_action;
static struct sigaction *host;  // the program's action
static trimtab_signal_taker taker;
static pid_t owner;  // 0 = nothing is shared. A child of vfork has our memory and another id

static int (*next_sigaction)(int, const struct sigaction *, struct sigaction *);
static sighandler_t (*next_signal)(int, sighandler_t);

static void find_next(void) {
  if (!next_signal) next_signal = (sighandler_t(*)(int, sighandler_t))dlsym(RTLD_NEXT, "signal");
  if (!next_sigaction)
    next_sigaction = (int (*)(int, const struct sigaction *, struct sigaction *))dlsym(RTLD_NEXT, "sigaction");
}

// Looked up before the program can be in a handler that calls them: dlsym is not async-signal-safe.
__attribute__((constructor(101))) static void find_next_early(void) { find_next(); }

static void set_host(const struct sigaction *action) {
  struct sigaction *kept = &actions[atomic_add(&next_action, 1) % ACTIONS];
  *kept = *action;
  __atomic_store_n(&host, kept, __ATOMIC_RELEASE);
}

static struct sigaction get_host(void) { return *__atomic_load_n(&host, __ATOMIC_ACQUIRE); }

static bool has_handler(const struct sigaction *action) {
  return action->sa_handler != SIG_DFL && action->sa_handler != SIG_IGN;
}

// MARK: The handler

// What the kernel would have done.
static void do_default(void) {
  struct sigaction action = {.sa_handler = SIG_DFL};
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, TRIMTAB_SHARED_SIGNAL);
  next_sigaction(TRIMTAB_SHARED_SIGNAL, &action, NULL);
  syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), TRIMTAB_SHARED_SIGNAL);
  pthread_sigmask(SIG_UNBLOCK, &only, NULL);
}

static void forward(siginfo_t *info, ucontext_t *context) {
  struct sigaction action = get_host();
  if (action.sa_handler == SIG_IGN) return;
  if (action.sa_handler == SIG_DFL) {
    do_default();
    return;
  }
  if (action.sa_flags & (int)SA_RESETHAND) set_host(&(struct sigaction){.sa_handler = SIG_DFL});
  sigset_t mask;
  sigorset(&mask, &context->uc_sigmask, &action.sa_mask);
  if (!(action.sa_flags & SA_NODEFER)) sigaddset(&mask, TRIMTAB_SHARED_SIGNAL);
  pthread_sigmask(SIG_SETMASK, &mask, NULL);
  if (action.sa_flags & SA_SIGINFO) {
    action.sa_sigaction(TRIMTAB_SHARED_SIGNAL, info, context);
  } else {
    action.sa_handler(TRIMTAB_SHARED_SIGNAL);
  }
}

static void on_signal(int number, siginfo_t *info, void *context) {
  (void)number;
  int saved = errno;
  if (!taker(info, context)) forward(info, context);
  errno = saved;
}

// MARK: The kernel's action

// System calls that the program expects to be interrupted, or to go on, do so whoever's the signal is.
static bool install(void) {
  struct sigaction theirs = get_host(), ours = {.sa_sigaction = on_signal};
  int kept = SA_RESTART | SA_ONSTACK;
  ours.sa_flags = SA_SIGINFO | (has_handler(&theirs) ? theirs.sa_flags & kept : kept);
  static const int faults[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT};
  sigfillset(&ours.sa_mask);
  for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) sigdelset(&ours.sa_mask, faults[i]);
  return next_sigaction(TRIMTAB_SHARED_SIGNAL, &ours, NULL) == 0;
}

static bool is_ours(const struct sigaction *action) {
  return (action->sa_flags & SA_SIGINFO) && action->sa_sigaction == on_signal;
}

bool trimtab_signal_share(trimtab_signal_taker wanted) {
  struct sigaction current;
  find_next();
  if (owner) return true;
  if (!next_sigaction || next_sigaction(TRIMTAB_SHARED_SIGNAL, NULL, &current) != 0) return false;
  taker = wanted;
  set_host(&current);
  if (!install()) return false;
  __atomic_store_n(&owner, getpid(), __ATOMIC_RELEASE);
  return true;
}

void trimtab_signal_check(void) {
  struct sigaction current;
  if (!owner || next_sigaction(TRIMTAB_SHARED_SIGNAL, NULL, &current) != 0 || is_ours(&current)) return;
  set_host(&current);
  install();
}

void trimtab_signal_forget(void) {
  if (!owner) return;
  struct sigaction theirs = get_host();
  owner = 0;
  next_sigaction(TRIMTAB_SHARED_SIGNAL, &theirs, NULL);
}

// MARK: What the program calls

static bool is_shared(int number) {
  return unlikely(number == TRIMTAB_SHARED_SIGNAL) && __atomic_load_n(&owner, __ATOMIC_ACQUIRE) == getpid();
}

exported int sigaction(int number, const struct sigaction *action, struct sigaction *old) {
  if (unlikely(!next_sigaction)) find_next();
  if (!is_shared(number)) return next_sigaction(number, action, old);
  struct sigaction before = get_host();
  if (action) {
    set_host(action);
    if (!install()) return -1;
  }
  if (old) *old = before;
  return 0;
}

exported sighandler_t signal(int number, sighandler_t handler) {
  if (unlikely(!next_signal)) find_next();
  if (!is_shared(number)) return next_signal(number, handler);
  struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART}, before;
  sigaddset(&action.sa_mask, number);
  return sigaction(number, &action, &before) == 0 ? before.sa_handler : SIG_ERR;
}

#endif
