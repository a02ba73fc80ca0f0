package upkeep.store;

/**
 * Something that is remembered of a subject under a key, until it is written again or the subject is forgotten.
 *
 * @param subject the check it is about
 */
public record Note(String subject, String key, String value) {}
