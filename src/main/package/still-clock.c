/*
 * Preloaded into the JVM that writes the AOT cache (aot-cache.sh): its clock since boot stands still. Soft references bear the time
 * of their last use by that clock, and those that are in the cache would make it another one each time. Who waits for some time
 * waits for as long as he means.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { STANDS_AT = 1000, SECOND = 1000000000 };

/* Later moments, in seconds, are such of the time of day. */
static const time_t LATEST = 100000000;

static int real(clockid_t clock, struct timespec *time) { return (int)syscall(SYS_clock_gettime, clock, time); }

int clock_gettime(clockid_t clock, struct timespec *time)
{
    if (clock != CLOCK_MONOTONIC)
        return real(clock, time);
    time->tv_sec = STANDS_AT;
    time->tv_nsec = 0;
    return 0;
}

int pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex, const struct timespec *until)
{
    int (*next)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *);
    struct timespec end;

    *(void **)&next = dlsym(RTLD_NEXT, "pthread_cond_timedwait");
    if (until->tv_sec > LATEST || real(CLOCK_MONOTONIC, &end) != 0)
        return next(condition, mutex, until);
    end.tv_sec += until->tv_sec - STANDS_AT + (end.tv_nsec + until->tv_nsec) / SECOND;
    end.tv_nsec = (end.tv_nsec + until->tv_nsec) % SECOND;
    return next(condition, mutex, &end);
}
