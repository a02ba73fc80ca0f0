/* Looks for a text in bytes that come piece by piece, of which none is kept (Knuth, Morris and Pratt). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LONGEST_SEARCHED 1024

struct text_search {
    const char *text;
    size_t length;
    /* How many of its first bytes were found just now. */
    size_t matched;
    bool is_found;
    /* For so many bytes matched: how many of its first bytes are the last of these as well. */
    uint16_t overlap[LONGEST_SEARCHED + 1];
};

/*
 * Begins anew, with this text, which must stay; NULL looks for nothing and finds nothing, an empty text is there at once.
 *
 * Returns false for one that is too long.
 */
bool text_search_for(struct text_search *search, const char *text);

/* Begins anew with the text there is. */
void text_search_again(struct text_search *search);

/* Whether it has been found by now. */
bool text_search_feed(struct text_search *search, const unsigned char *bytes, size_t count);
