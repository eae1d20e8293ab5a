package dev.duly.tck.bench;

import java.util.Optional;

/**
 * A message that another program published, not Duly.
 *
 * @param type of the job that it is; empty: it does not say
 * @param id empty: it has none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Foreign(String queue, Optional<String> type, Optional<String> id, byte[] body) {}
