package dev.duly.redis;

import java.util.Locale;

/** The verbs, each a script in a file of its name. */
enum Script {
  ACT,
  AHEAD,
  DUE,
  ENQUEUE,
  EXTEND,
  IMPORT,
  KEEP,
  KNOWN,
  LIST,
  PAUSE,
  PRUNE,
  QUEUES,
  READ,
  REPORT,
  SCHEDULE,
  STATES,
  STATISTICS,
  TURN,
  TYPES,
  UNHOLD;

  String file() {
    return name().toLowerCase(Locale.ROOT) + ".lua";
  }
}
