// A small HTTP server whose memory and speed are known: `PlantedService PORT`, 16 threads, some 90 MB.
//
// Each request waits a while, as for a database, then fills blocks of some 200 KB and frees them all: 5 MB for a moment. glibc
// gives each thread an arena of its own, and no arena gives back what is free at its end before that is `trim_threshold`, which
// is twice the largest block that was mapped and freed. So 16 times 5 MB stay, where two threads at a time need 10 MB:
// MALLOC_ARENA_MAX=2 leaves 15 to 35 MB, by how often threads meet. With MALLOC_MMAP_THRESHOLD_ below the blocks' size each one
// is mapped and unmapped: little memory, and about half the requests on two processors.
//
// PLANTED_SLOW=1 makes every request slower and the process larger. PLANTED_HOLD=BYTES holds that much memory from the first
// request on. PLANTED_CALM=1 leaves out the blocks, and with them all that differs from run to run. What else is set changes
// nothing.
#include <arpa/inet.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { thread_count = 16, block_count = 26, block_size = 200 * 1000, page_size = 4096, largest_block = 8 << 20 };

// What is stored here was used, as far as the compiler knows.
static void *volatile used;

static int listener;
static int is_slow, is_calm;
static size_t held_size;
static pthread_once_t held_once = PTHREAD_ONCE_INIT;
static sem_t has_worked;

static void hold(void) {
  char *held = malloc(held_size);
  if (held != NULL) memset(held, 1, held_size);
  used = held;
}

static void work(unsigned *seed) {
  char *blocks[block_count];
  if (is_calm) return;
  for (int i = 0; i < block_count; i++) {
    size_t size = block_size + (size_t)(rand_r(seed) % 20000);
    blocks[i] = malloc(size);
    if (blocks[i] == NULL) continue;
    for (size_t place = 0; place < size; place += page_size) blocks[i][place] = 1;
    used = blocks[i];
  }
  for (int i = 0; i < block_count; i++) free(blocks[i]);
}

// Answers requests until the client goes. Each request is one piece: clients of tests send small ones.
static void serve(int client, unsigned *seed) {
  static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok\n";
  char request[4096];
  for (;;) {
    ssize_t length = read(client, request, sizeof request);
    if (length <= 0) break;
    usleep(is_slow ? 60 * 1000 : 20 * 1000);
    if (held_size > 0) pthread_once(&held_once, hold);
    work(seed);
    if (write(client, answer, sizeof answer - 1) < 0) break;
  }
  close(client);
}

static void *run(void *argument) {
  unsigned seed = (unsigned)(size_t)argument;
  work(&seed);
  sem_post(&has_worked);
  for (;;) {
    int client = accept(listener, NULL, NULL);
    if (client >= 0) serve(client, &seed);
  }
  return NULL;
}

int main(int count, char **arguments) {
  if (count != 2) {
    fprintf(stderr, "usage: PlantedService PORT\n");
    return 2;
  }
  signal(SIGPIPE, SIG_IGN);
  is_slow = getenv("PLANTED_SLOW") != NULL;
  is_calm = getenv("PLANTED_CALM") != NULL;
  const char *held = getenv("PLANTED_HOLD");
  held_size = held == NULL ? 0 : strtoul(held, NULL, 10);
  if (is_slow) held_size += 256u << 20;
  listener = socket(AF_INET, SOCK_STREAM, 0);
  int yes = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(arguments[1]))};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 256) != 0) {
    perror("PlantedService");
    return 1;
  }
  // As reading a large file once does: from now on the threshold is twice this.
  used = malloc(largest_block);
  free(used);
  sem_init(&has_worked, 0, 0);
  // One after the other, so that no two of them meet in the same arena yet.
  for (size_t i = 0; i < thread_count; i++) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, run, (void *)(i + 1)) != 0) return 1;
    sem_wait(&has_worked);
  }
  pause();
  return 0;
}
