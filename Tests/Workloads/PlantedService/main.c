// A small HTTP server whose memory and speed are known: `PlantedService PORT`, 16 threads, each with an arena of its own.
//
// Each request allocates and frees blocks of some 200 KB. PLANTED_SLOW=1 makes every request slower and the process larger.
// PLANTED_HOLD=BYTES holds that much memory from the first request on. What else is set changes nothing.
#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { thread_count = 16, block_count = 4, block_size = 200 * 1000 };

// What is stored here was used, as far as the compiler knows.
static void *volatile used;

static int listener;
static int is_slow;
static size_t held_size;
static pthread_once_t held_once = PTHREAD_ONCE_INIT;

static void hold(void) {
  char *held = malloc(held_size);
  if (held != NULL) memset(held, 1, held_size);
  used = held;
}

static void work(unsigned *seed) {
  if (held_size > 0) pthread_once(&held_once, hold);
  char *blocks[block_count];
  for (int i = 0; i < block_count; i++) {
    size_t size = block_size + (size_t)(rand_r(seed) % 20000);
    blocks[i] = malloc(size);
    if (blocks[i] != NULL) memset(blocks[i], i, size);
    used = blocks[i];
  }
  for (int i = 0; i < block_count; i++) free(blocks[i]);
  if (is_slow) usleep(20 * 1000);
}

// Answers requests until the client goes. Each request is one piece: clients of tests send small ones.
static void serve(int client, unsigned *seed) {
  static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok\n";
  char request[4096];
  for (;;) {
    ssize_t length = read(client, request, sizeof request);
    if (length <= 0) break;
    work(seed);
    if (write(client, answer, sizeof answer - 1) < 0) break;
  }
  close(client);
}

static void *run(void *argument) {
  unsigned seed = (unsigned)(size_t)argument;
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
  for (size_t i = 0; i < thread_count; i++) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, run, (void *)(i + 1)) != 0) return 1;
  }
  pause();
  return 0;
}
