/*
 * upkeep-clock: prints what the kernel says of its clock, adjtimex(2). systemd runs it for upkeepd (upkeep-clock.socket), whose sandbox
 * forbids the call that tells, for it is the call that sets as well.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/timex.h>

int main(void) {
    struct timex clock = {.modes = 0};
    if (adjtimex(&clock) < 0) {
        perror("upkeep-clock: cannot ask for the state of the clock: adjtimex");
        return EXIT_FAILURE;
    }
    int is_synchronised = (clock.status & STA_UNSYNC) == 0;
    /* Errors in microseconds. */
    if (printf("synchronised=%d max-error=%ld estimated-error=%ld\n", is_synchronised, clock.maxerror, clock.esterror) < 0
        || fflush(stdout) != 0) {
        perror("upkeep-clock: cannot tell the state of the clock");
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
