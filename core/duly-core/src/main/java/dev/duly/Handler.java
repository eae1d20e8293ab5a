package dev.duly;

/**
 * Runs a job: returning is success, throwing is failure. A job may run more than once, so a handler
 * must be idempotent.
 */
@FunctionalInterface
public interface Handler<P> {
  void handle(P payload, Attempt attempt) throws Exception;
}
