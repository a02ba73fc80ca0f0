/* With which status the program ends; documented in upkeep-gate(8). */
#pragma once

enum exit_status {
    EXIT_READY = 0,
    EXIT_NOT_READY = 1,
    EXIT_USAGE = 2,
    EXIT_MAIN_PROCESS_ENDED = 3,
};
