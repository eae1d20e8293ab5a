package dev.duly.backend.room;

/** Tells how jobs ended, to those who wait for it. Thread-safe; changes nothing. */
public interface Results {
  /** For one process that waits, however many jobs it waits for. */
  EndWatch watch();
}
