#include "options.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exit_status.h"
#include "moment.h"
#include "text_search.h"

static const char usage[] =
        "upkeep-gate ready [OPTION..] PROBE   waits until the probe passes\n"
        "upkeep-gate watch [OPTION..] PROBE   tells systemd when it fails again and again\n"
        "\n"
        "PROBE is one of\n"
        "  tcp HOST PORT          a connection is accepted\n"
        "  unix PATH              the same of a socket in the file system, or @NAME\n"
        "  http HOST PORT         a page is as it must be\n"
        "  http-unix PATH         the same over a socket in the file system\n"
        "  up TIME                ready: the main process has lived for that long\n"
        "  exec PROGRAM [ARG..]   a program ends with a status that passes; no shell\n"
        "HOST is an address or localhost; names are not looked up.\n"
        "\n"
        "  --pid=PID              the service's main process: end when it does\n"
        "  --interval=TIME        ready: the longest pause between two tries, 1s;\n"
        "                         watch: from one try to the next, 10s\n"
        "  --timeout=TIME         of one try, 5s\n"
        "  --deadline=TIME        ready: of all tries, 90s\n"
        "  --tries=N              ready: so many at most; as many as there is time for\n"
        "  --failures=N           watch: so many in a row are told, 3\n"
        "  --startup=TIME         watch: failures count after that time, or from the\n"
        "                         first success on, which is the default\n"
        "  --unit=NAME            watch: tell nothing while that unit is not active\n"
        "  --foreground           watch: do not become a process of its own\n"
        "  --status=LIST          what passes; http: 200-299, exec: 0\n"
        "  --method=NAME --path=PATH --header='NAME: VALUE' --contains=TEXT\n"
        "                         of http\n"
        "  --help, --version\n"
        "TIME is a number with ms, s, min or h, or infinity. See upkeep-gate(8).\n";

static _Noreturn void refuse(const char *format, ...) __attribute__((format(printf, 1, 2)));

static _Noreturn void refuse(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("upkeep-gate: ", stderr);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputs("\nSee upkeep-gate --help.\n", stderr);
    exit(EXIT_USAGE);
}

/* Refuses a value for which there is a reason. */
static void check(const char *what, const char *value, const char *wrong) {
    if (wrong != NULL) {
        refuse("cannot take %s %s: %s", what, value, wrong);
    }
}

static int64_t span(const char *what, const char *text, int64_t least) {
    int64_t value = 0;
    if (!read_span(text, &value) || value < least) {
        refuse("cannot take %s %s: it is no time such as 500ms, 10s or 2min, or is too short", what, text);
    }
    return value;
}

static int whole_number(const char *what, const char *text, int least, int most) {
    char *end = NULL;
    long value = strtol(text, &end, 10);
    if (*text < '0' || *text > '9' || *end != '\0' || value < least || value > most) {
        refuse("cannot take %s %s: it is no number from %d to %d", what, text, least, most);
    }
    return (int)value;
}

enum option_name {
    PID = 1000,
    INTERVAL,
    TIMEOUT,
    DEADLINE,
    TRIES,
    FAILURES,
    STARTUP,
    FOREGROUND,
    UNIT,
    STATUS,
    METHOD,
    PATH,
    HEADER,
    CONTAINS,
    HELP,
    SHOW_VERSION,
};

/* Whose options they are. */
enum { OF_READY = 1, OF_WATCH = 2, OF_HTTP = 4, OF_STATUS = 8 };

static const struct option known[] = {
        {"pid", required_argument, NULL, PID},
        {"interval", required_argument, NULL, INTERVAL},
        {"timeout", required_argument, NULL, TIMEOUT},
        {"deadline", required_argument, NULL, DEADLINE},
        {"tries", required_argument, NULL, TRIES},
        {"failures", required_argument, NULL, FAILURES},
        {"startup", required_argument, NULL, STARTUP},
        {"foreground", no_argument, NULL, FOREGROUND},
        {"unit", required_argument, NULL, UNIT},
        {"status", required_argument, NULL, STATUS},
        {"method", required_argument, NULL, METHOD},
        {"path", required_argument, NULL, PATH},
        {"header", required_argument, NULL, HEADER},
        {"contains", required_argument, NULL, CONTAINS},
        {"help", no_argument, NULL, HELP},
        {"version", no_argument, NULL, SHOW_VERSION},
        {NULL, 0, NULL, 0},
};

static void read_option(int option, const char *value, struct options *options, int *limits) {
    switch ((enum option_name)option) {
        case PID:
            /* systemd writes nothing for ${MAINPID} where it knows none. */
            options->main_process = *value == '\0' ? 0 : whole_number("--pid", value, 1, INT32_MAX);
            break;
        case INTERVAL:
            options->interval = span("--interval", value, MILLISECOND);
            break;
        case TIMEOUT:
            options->timeout = span("--timeout", value, MILLISECOND);
            break;
        case DEADLINE:
            *limits |= OF_READY;
            options->deadline = span("--deadline", value, MILLISECOND);
            break;
        case TRIES:
            *limits |= OF_READY;
            options->tries = whole_number("--tries", value, 1, INT32_MAX);
            break;
        case FAILURES:
            *limits |= OF_WATCH;
            options->failures = whole_number("--failures", value, 1, 1000000);
            break;
        case STARTUP:
            *limits |= OF_WATCH;
            options->startup = span("--startup", value, 0);
            break;
        case FOREGROUND:
            *limits |= OF_WATCH;
            options->is_in_foreground = true;
            break;
        case UNIT:
            *limits |= OF_WATCH;
            check("--unit", value, *value != '-' && strchr(value, '.') != NULL ? NULL : "it is no unit's name");
            options->unit = value;
            break;
        case STATUS:
            *limits |= OF_STATUS;
            check("--status", value, read_statuses(value, &options->statuses) ? NULL : "it is no list such as 200-299,401");
            break;
        case METHOD:
            *limits |= OF_HTTP;
            check("--method", value, http_request_method(&options->request, value));
            break;
        case PATH:
            *limits |= OF_HTTP;
            check("--path", value, http_request_path(&options->request, value));
            break;
        case HEADER:
            *limits |= OF_HTTP;
            check("--header", value, http_request_field(&options->request, value));
            break;
        case CONTAINS:
            *limits |= OF_HTTP;
            check("--contains", value, strlen(value) <= LONGEST_SEARCHED ? NULL : "it is longer than 1024 bytes");
            options->contains = value;
            break;
        case HELP:
            fputs(usage, stdout);
            exit(0);
        case SHOW_VERSION:
            puts("upkeep-gate " UPKEEP_VERSION);
            exit(0);
    }
}

/* The arguments behind the name of the probe. */
static void read_probe(int count, char *const words[], struct options *options) {
    static const struct {
        const char *name;
        enum probe_kind kind;
        int words;
    } kinds[] = {{"tcp", PROBE_TCP, 2}, {"unix", PROBE_UNIX, 1}, {"http", PROBE_HTTP, 2}, {"http-unix", PROBE_HTTP_UNIX, 1}};
    if (count == 0) {
        refuse("cannot try anything: no probe is given");
    }
    if (strcmp(words[0], "exec") == 0) {
        options->kind = PROBE_EXEC;
        options->command = words + 1;
        if (count < 2 || words[1][0] != '/') {
            refuse("cannot run anything: exec wants the absolute path of a program");
        }
        return;
    }
    if (strcmp(words[0], "up") == 0) {
        options->kind = PROBE_UP;
        if (count != 2) {
            refuse("cannot wait: up wants a time behind it");
        }
        options->uptime = span("up", words[1], MILLISECOND);
        if (options->uptime == NEVER) {
            refuse("cannot take up %s: it would never pass", words[1]);
        }
        return;
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(words[0], kinds[i].name) == 0) {
            if (count != 1 + kinds[i].words) {
                refuse("cannot try %s: it wants %s behind it", words[0], kinds[i].words == 1 ? "a path" : "a host and a port");
            }
            options->kind = kinds[i].kind;
            check(words[0], words[1], kinds[i].words == 1 ? read_path(words[1], &options->addresses)
                                                           : read_port(words[1], words[2], &options->addresses));
            return;
        }
    }
    refuse("cannot try %s: it is none of tcp, unix, http, http-unix, up, exec", words[0]);
}

static bool is_http(const struct options *options) {
    return options->kind == PROBE_HTTP || options->kind == PROBE_HTTP_UNIX;
}

/* The name by which the server is asked, where no header says another. */
static const char *host_name(char *const words[], char *name, size_t size) {
    if (words[2] == NULL) {
        return "localhost";
    }
    bool is_v6 = strchr(words[1], ':') != NULL;
    snprintf(name, size, "%s%.100s%s%s%.5s", is_v6 ? "[" : "", words[1], is_v6 ? "]" : "",
             strcmp(words[2], "80") == 0 ? "" : ":", strcmp(words[2], "80") == 0 ? "" : words[2]);
    return name;
}

static void complete(struct options *options, char *const words[], int limits) {
    if ((limits & OF_READY) != 0 && options->mode != READY) {
        refuse("cannot take --deadline or --tries: watch has none");
    }
    if ((limits & OF_WATCH) != 0 && options->mode != WATCH) {
        refuse("cannot take --failures, --startup, --unit or --foreground: they are for watch");
    }
    if (options->kind == PROBE_UP && options->mode != READY) {
        refuse("cannot watch up: systemd sees the end of a process itself");
    }
    if ((limits & OF_HTTP) != 0 && !is_http(options)) {
        refuse("cannot take --method, --path, --header or --contains: they are for http");
    }
    if ((limits & OF_STATUS) != 0 && !is_http(options) && options->kind != PROBE_EXEC) {
        refuse("cannot take --status: %s has none", words[0]);
    }
    if ((limits & OF_STATUS) == 0) {
        read_statuses(options->kind == PROBE_EXEC ? "0" : "200-299", &options->statuses);
    }
    if (is_http(options)) {
        char name[120];
        check("the request", "", http_request_write(&options->request, host_name(words, name, sizeof name)));
    }
}

/* The first word, after which options begin. */
static void read_mode(const char *word, struct options *options) {
    if (strcmp(word, "ready") == 0) {
        options->mode = READY;
        options->interval = SECOND;
    } else if (strcmp(word, "watch") == 0) {
        options->mode = WATCH;
        options->interval = 10 * SECOND;
    } else if (strcmp(word, "--help") == 0 || strcmp(word, "--version") == 0) {
        read_option(strcmp(word, "--help") == 0 ? HELP : SHOW_VERSION, NULL, options, NULL);
    } else {
        refuse("cannot %s: it is upkeep-gate ready or upkeep-gate watch", word);
    }
}

void read_options(int count, char *const arguments[], struct options *options) {
    options->main_process = -1;
    options->timeout = 5 * SECOND;
    options->deadline = 90 * SECOND;
    options->tries = INT32_MAX;
    options->failures = 3;
    options->startup = NEVER;
    http_request_begin(&options->request);
    if (count < 2) {
        refuse("cannot do anything: it is upkeep-gate ready or upkeep-gate watch");
    }
    read_mode(arguments[1], options);
    int limits = 0, option;
    opterr = 0;
    /* "+": the first word that is no option ends them, since what is behind exec belongs to the program. */
    while ((option = getopt_long(count - 1, arguments + 1, "+", known, NULL)) != -1) {
        if (option == '?') {
            refuse("cannot take %s: it is no option, or has a value too many or too few", arguments[optind]);
        }
        read_option(option, optarg, options, &limits);
    }
    /* optind counts from the mode on. */
    read_probe(count - 1 - optind, arguments + 1 + optind, options);
    complete(options, arguments + 1 + optind, limits);
}
