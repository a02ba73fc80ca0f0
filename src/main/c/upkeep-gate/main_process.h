/* The service's main process, which is looked at and never touched. */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include "moment.h"

struct main_process {
    /* 0 or less: none is known, and it never ends. */
    pid_t pid;
    /* Becomes readable when it ends; -1 where the kernel or a sandbox gives none, and it must be asked for again and again. */
    int fd;
};

void main_process_open(struct main_process *process, pid_t pid);

bool main_process_has_ended(const struct main_process *process);

/* When to ask again whether it has ended; NEVER where fd tells. */
moment main_process_look_again(const struct main_process *process);
