package dev.duly.sqlite;

import org.jspecify.annotations.Nullable;

/**
 * What a run is claimed under.
 *
 * @param pool that it is for
 * @param isGated whether turns are taken in its queue
 * @param queueLimit the limit of its queue; null: there is none
 * @param keyLimit the limit of its key; null: there is none
 * @param key the key that is limited
 */
record Terms(
    String pool,
    boolean isGated,
    @Nullable Long queueLimit,
    @Nullable Long keyLimit,
    @Nullable String key) {
  /** Of a queue where no turns are taken. */
  static Terms plain(String pool) {
    return new Terms(pool, false, null, null, null);
  }

  /** Of jobs without a limit of their own. */
  static Terms gated(String pool, @Nullable Long queueLimit) {
    return new Terms(pool, true, queueLimit, null, null);
  }

  /** Of jobs of a limited key. */
  Terms ofKey(String key, long limit) {
    return new Terms(pool, isGated, queueLimit, limit, key);
  }

  boolean isLimited() {
    return queueLimit != null || keyLimit != null;
  }
}
