#include "journal_line.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Whether the journal reads it, which takes a number in angle brackets for the priority (systemd.exec(5), JOURNAL_STREAM). */
static int is_journal(void) {
    const char *stream = getenv("JOURNAL_STREAM");
    unsigned long long device, inode;
    struct stat here;
    return stream != NULL && sscanf(stream, "%llu:%llu", &device, &inode) == 2 && fstat(STDERR_FILENO, &here) == 0 &&
           here.st_dev == device && here.st_ino == inode;
}

void say(int priority, const char *format, ...) {
    char line[800];
    int length = is_journal() ? snprintf(line, sizeof line, "<%d>upkeep-gate: ", priority)
                              : snprintf(line, sizeof line, "upkeep-gate: ");
    va_list arguments;
    va_start(arguments, format);
    int more = vsnprintf(line + length, sizeof line - (size_t)length - 1, format, arguments);
    va_end(arguments);
    size_t all = (size_t)length + (size_t)(more < 0 ? 0 : more);
    if (all > sizeof line - 2) {
        all = sizeof line - 2;
    }
    line[all++] = '\n';
    /* In one piece, so that the journal has it even if we are killed next; where nobody reads it, nothing is lost. */
    if (write(STDERR_FILENO, line, all) < 0) {
        return;
    }
}
