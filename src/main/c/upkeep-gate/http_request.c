#include "http_request.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define TOKEN "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

void http_request_begin(struct http_request *request) {
    request->method = "GET";
    request->path = "/";
    request->field_count = 0;
}

const char *http_request_method(struct http_request *request, const char *method) {
    size_t length = strlen(method);
    if (length == 0 || length > 20 || strspn(method, TOKEN) != length) {
        return "it is no HTTP method";
    }
    request->method = method;
    return NULL;
}

const char *http_request_path(struct http_request *request, const char *path) {
    if (path[0] != '/') {
        return "a path begins with /";
    }
    for (const char *each = path; *each != '\0'; each++) {
        if (*each <= ' ' || *each > '~' || *each == '#') {
            return "blanks, # and what is not ASCII are written as %XX";
        }
    }
    request->path = path;
    return NULL;
}

/* The length of the name, before the colon. */
static size_t name_length(const char *field) {
    return strcspn(field, ":");
}

static bool is_named(const char *field, const char *name) {
    size_t length = strlen(name);
    return name_length(field) == length && strncasecmp(field, name, length) == 0;
}

const char *http_request_field(struct http_request *request, const char *field) {
    static const char *const ours[] = {"Connection", "Content-Length", "Transfer-Encoding", "Upgrade", "Expect", "TE"};
    size_t name = name_length(field);
    if (name == 0 || field[name] != ':' || strspn(field, TOKEN) != name) {
        return "a header field is NAME: VALUE";
    }
    for (const char *each = field + name; *each != '\0'; each++) {
        if ((unsigned char)*each < ' ' ? *each != '\t' : *each == 0x7f) {
            return "it holds a control character";
        }
    }
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++) {
        if (is_named(field, ours[i])) {
            return "that field is the program's own";
        }
    }
    if (request->field_count == MOST_FIELDS) {
        return "there are too many";
    }
    request->fields[request->field_count++] = field;
    return NULL;
}

static void add(struct http_request *request, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void add(struct http_request *request, const char *format, ...) {
    if (request->length >= sizeof request->bytes) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    int count = vsnprintf(request->bytes + request->length, sizeof request->bytes - request->length, format, arguments);
    va_end(arguments);
    request->length += count < 0 ? sizeof request->bytes : (size_t)count;
}

/* Adds a field unless the user gave one of that name. */
static void add_field(struct http_request *request, const char *name, const char *value) {
    for (size_t i = 0; i < request->field_count; i++) {
        if (is_named(request->fields[i], name)) {
            return;
        }
    }
    add(request, "%s: %s\r\n", name, value);
}

const char *http_request_write(struct http_request *request, const char *host) {
    request->length = 0;
    add(request, "%s %s HTTP/1.1\r\n", request->method, request->path);
    add_field(request, "Host", host);
    add_field(request, "Accept", "*/*");
    add_field(request, "User-Agent", "upkeep-gate/" UPKEEP_VERSION);
    for (size_t i = 0; i < request->field_count; i++) {
        const char *field = request->fields[i];
        size_t name = name_length(field);
        const char *value = field + name + 1 + strspn(field + name + 1, " \t");
        add(request, "%.*s: %s\r\n", (int)name, field, value);
    }
    if (strcmp(request->method, "POST") == 0 || strcmp(request->method, "PUT") == 0 || strcmp(request->method, "PATCH") == 0) {
        add(request, "Content-Length: 0\r\n");
    }
    add(request, "Connection: close\r\n\r\n");
    return request->length >= sizeof request->bytes ? "path and header fields are longer than 16 KiB" : NULL;
}
