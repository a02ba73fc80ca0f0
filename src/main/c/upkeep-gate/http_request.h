/* What is sent to an HTTP server: made once, sent with every try. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define MOST_REQUEST_BYTES 16384
#define MOST_FIELDS 32

struct http_request {
    const char *method;
    const char *path;
    const char *fields[MOST_FIELDS];
    size_t field_count;
    char bytes[MOST_REQUEST_BYTES];
    size_t length;
};

/* GET / without fields of its own. */
void http_request_begin(struct http_request *request);

/* Each returns what is wrong, or NULL. The texts must stay. */
const char *http_request_method(struct http_request *request, const char *method);
const char *http_request_path(struct http_request *request, const char *path);
const char *http_request_field(struct http_request *request, const char *field);

/*
 * Writes it.
 *
 * host: the server, where no field names it
 */
const char *http_request_write(struct http_request *request, const char *host);
