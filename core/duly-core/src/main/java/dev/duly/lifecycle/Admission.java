package dev.duly.lifecycle;

import dev.duly.backend.Settlement;

/** Whether a claimed job may run. */
public sealed interface Admission {
  record Admitted() implements Admission {}

  /** It may not, and this is how it ends. */
  record Refused(Settlement settlement) implements Admission {}
}
