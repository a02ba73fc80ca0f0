#include "text_search.h"

#include <string.h>

bool text_search_for(struct text_search *search, const char *text) {
    search->text = text;
    search->length = text == NULL ? 0 : strlen(text);
    if (search->length > LONGEST_SEARCHED) {
        return false;
    }
    search->overlap[0] = 0;
    if (search->length > 0) {
        search->overlap[1] = 0;
    }
    for (size_t i = 1, matched = 0; i < search->length; i++) {
        while (matched > 0 && text[i] != text[matched]) {
            matched = search->overlap[matched];
        }
        if (text[i] == text[matched]) {
            matched++;
        }
        search->overlap[i + 1] = (uint16_t)matched;
    }
    text_search_again(search);
    return true;
}

void text_search_again(struct text_search *search) {
    search->matched = 0;
    search->is_found = search->text != NULL && search->length == 0;
}

bool text_search_feed(struct text_search *search, const unsigned char *bytes, size_t count) {
    if (search->text == NULL) {
        return false;
    }
    for (size_t i = 0; i < count && !search->is_found; i++) {
        while (search->matched > 0 && bytes[i] != (unsigned char)search->text[search->matched]) {
            search->matched = search->overlap[search->matched];
        }
        if (bytes[i] == (unsigned char)search->text[search->matched]) {
            search->matched++;
        }
        search->is_found = search->matched == search->length;
    }
    return search->is_found;
}
